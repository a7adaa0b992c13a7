"""What may stand in a row of the help directory, and what is said when it may not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from krisechat.foundation import call_hours
from krisechat.foundation.call_hours import UNKNOWN, CallHours
from krisechat.foundation.directory import ALWAYS_SHOWN, PREMIUM, TOPICS, UnfitNumber, dialled
from krisechat.foundation.refusals import BadValue
from krisechat.models import DirectoryEntry

LABEL_MAX = 60
NOTE_MAX = 120
ORDER_MAX = 9999
_LONGEST = {"owner": 80, "source": 200, "url": 200}
_ADDRESS = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[^\s<>\"]*)?", re.ASCII | re.IGNORECASE)


class Unfit(StrEnum):
    """Why a field is refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_A_NUMBER = "not_a_number"
    DIALS_ANOTHER = "dials_another"
    PREMIUM = "premium"
    TAKEN = "taken"
    OVERLAP = "overlap"
    NO_HOURS = "no_hours"
    NO_SUBJECT = "no_subject"
    NO_ADDRESS = "no_address"
    NO_PLACE = "no_place"
    BOUND = "bound"
    NOT_PHONED = "not_phoned"
    NOTHING_NEW = "nothing_new"


class UnfitContent(BadValue):
    """A row may not say this; `field` says where, `reason` why."""

    def __init__(self, reason: Unfit, *, field: str) -> None:
        super().__init__(f"This field may not be so: {reason}.", field=field)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What people write: `labels` and `notes` by language, `display` in groups for the eye, `tel`
    once more, as a phone dials it; `order` says how far up it stands (112 is 0)."""

    labels: Mapping[str, str]
    owner: str
    display: str
    tel: str
    topics: tuple[str, ...]
    order: int
    source: str
    notes: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    hours: CallHours = UNKNOWN


def columns(content: Content) -> dict[str, Any]:
    """The same as the row holds it. Texts without anything in them are left out."""
    return {
        "labels": _texts(content.labels),
        "notes": _texts(content.notes),
        "owner": content.owner.strip(),
        "display": content.display.strip(),
        "tel": _tel(content.tel),
        "url": content.url.strip(),
        "topics": list(content.topics),
        "hours": call_hours.written(content.hours),
        "order": content.order,
        "source": content.source.strip(),
    }


def check(content: Content, *, row: DirectoryEntry | None) -> None:
    """Raises UnfitContent unless `row` (None for a new one) may say this."""
    said = columns(content)
    _check_texts(said)
    _check_number(said)
    if call_hours.overlapping(content.hours.week) is not None:
        raise UnfitContent(Unfit.OVERLAP, field="hours")
    if not content.topics or set(content.topics) - set(TOPICS):
        raise UnfitContent(Unfit.NO_SUBJECT, field="topics")
    if row is not None and row.tel in ALWAYS_SHOWN:
        _check_bound(said, row)
    elif not 1 <= content.order <= ORDER_MAX:
        raise UnfitContent(Unfit.NO_PLACE, field="order")
    _check_once(said["tel"], row)


def _check_texts(said: dict[str, Any]) -> None:
    if not said["labels"].get("da"):
        raise UnfitContent(Unfit.EMPTY, field="labels")
    for field_, longest in (("labels", LABEL_MAX), ("notes", NOTE_MAX)):
        if any(len(text) > longest for text in said[field_].values()):
            raise UnfitContent(Unfit.TOO_LONG, field=field_)
    for field_, longest in _LONGEST.items():
        if field_ != "url" and not said[field_]:
            raise UnfitContent(Unfit.EMPTY, field=field_)
        if len(said[field_]) > longest:
            raise UnfitContent(Unfit.TOO_LONG, field=field_)
    if said["url"] and not _ADDRESS.fullmatch(said["url"]):
        raise UnfitContent(Unfit.NO_ADDRESS, field="url")


def _check_number(said: dict[str, Any]) -> None:
    try:
        dials = dialled(said["display"])
    except UnfitNumber:
        raise UnfitContent(Unfit.NOT_A_NUMBER, field="display") from None
    if dials.startswith(PREMIUM):
        raise UnfitContent(Unfit.PREMIUM, field="display")
    if said["tel"] != dials:
        raise UnfitContent(Unfit.DIALS_ANOTHER, field="tel")


def _check_bound(said: dict[str, Any], row: DirectoryEntry) -> None:
    for name in ("tel", "display", "order"):
        if said[name] != getattr(row, name):
            raise UnfitContent(Unfit.BOUND, field=name)


def _check_once(tel: str, row: DirectoryEntry | None) -> None:
    others = DirectoryEntry.objects.filter(tel=tel, active=True)
    if row is not None:
        others = others.exclude(id=row.id)
    if others.exists():
        raise UnfitContent(Unfit.TAKEN, field="display")


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def _tel(text: str) -> str:
    """Spaces are for the eye; eight digits are Danish."""
    digits = text.replace(" ", "")
    return f"+45{digits}" if re.fullmatch(r"[2-9][0-9]{7}", digits, re.ASCII) else digits
