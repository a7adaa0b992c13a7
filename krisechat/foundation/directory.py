"""The help directory: who else can be called, and which of them a citizen may be shown.

Every number is data with an owner, a source, and the day on which somebody phoned it. A number
nobody has phoned lately is not shown: a wrong one costs a frightened person their last try. Only
112 and 114 are always there, with 112 first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

DIRECTORY: Final = Path(__file__).resolve().parent.parent / "data" / "directory.json"
ALWAYS_SHOWN: Final = frozenset({"112", "114"})
GOOD_FOR: Final = timedelta(days=180)


class UnfitDirectory(ValueError):
    """The directory breaks one of its own rules; the message names the row by its number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HelpNumber:
    """One service that can be called, as a citizen would look for it.

    `display` is written in groups for the eye, `tel` is what the phone dials: E.164 for numbers of
    eight digits, the bare digits for short numbers. `note` is what to say or to know first.
    `hours` is empty when unknown. `danger` is set where life is at stake and nowhere else.
    `verified_on` is None until somebody has phoned the number.
    """

    label: str
    label_en: str
    owner: str
    note: str
    note_en: str
    display: str
    tel: str
    url: str
    hours: str
    always_open: bool
    danger: bool
    topics: tuple[str, ...]
    source: str
    verified_on: date | None
    verified_by: str | None


def dialled(display: str) -> str:
    """What a phone in Denmark dials for `display`: "70 201 201" is "+4570201201", "112" is "112".

    Raises UnfitDirectory when it is neither eight digits nor a short number of three to six.
    """
    digits = display.replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in (3, 4, 5, 6, 8)):
        raise UnfitDirectory(f"{display} is not a Danish number.")
    return f"+45{digits}" if len(digits) == 8 else digits


def read(content: bytes) -> tuple[HelpNumber, ...]:
    """The numbers in `content` (JSON), in the order in which they are shown.

    Raises UnfitDirectory when 112 is not first, a number stands twice or is dialled otherwise than
    displayed, or a row is verified by nobody.
    """
    try:
        numbers = msgspec.json.decode(content, type=tuple[HelpNumber, ...])
    except msgspec.DecodeError as error:
        raise UnfitDirectory(str(error)) from None
    _check_order(numbers)
    for number in numbers:
        _check(number)
    return numbers


def _check_order(numbers: Sequence[HelpNumber]) -> None:
    dials = [number.tel for number in numbers]
    if dials[:1] != ["112"]:
        raise UnfitDirectory("112 is not the first number.")
    if len(set(dials)) != len(dials):
        raise UnfitDirectory("A number stands twice.")
    if not set(dials) >= ALWAYS_SHOWN:
        raise UnfitDirectory("A number that is always shown is missing.")


def _check(number: HelpNumber) -> None:
    if number.tel != dialled(number.display):
        raise UnfitDirectory(f"{number.display} dials something else.")
    if not (number.label and number.label_en and number.owner and number.source):
        raise UnfitDirectory(f"{number.display} lacks a label, an owner or a source.")
    if (number.verified_on is None) != (number.verified_by is None):
        raise UnfitDirectory(f"{number.display} needs both the day and the person who phoned it.")


@cache
def directory() -> tuple[HelpNumber, ...]:
    """Every number of the product's own directory, verified or not; read once."""
    return read(DIRECTORY.read_bytes())


def fit_to_show(
    numbers: Sequence[HelpNumber], *, today: date, include_unverified: bool
) -> tuple[HelpNumber, ...]:
    """Those of `numbers` a citizen may see on `today`, in their order.

    `include_unverified` shows all of them, and belongs only to pages that say they are a demo.
    """
    return tuple(
        number
        for number in numbers
        if include_unverified or number.tel in ALWAYS_SHOWN or _is_fresh(number, today)
    )


def _is_fresh(number: HelpNumber, today: date) -> bool:
    if number.verified_on is None:
        return False
    return timedelta(0) <= today - number.verified_on <= GOOD_FOR


def shown(*, today: date, include_unverified: bool) -> tuple[HelpNumber, ...]:
    """What the pages and the API may show on `today` (a date in Denmark), 112 first.

    112 and 114 always; others only when phoned within 180 days, or, in the demo alone, with
    `include_unverified`.
    """
    return fit_to_show(directory(), today=today, include_unverified=include_unverified)
