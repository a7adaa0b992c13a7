"""In which order numbers to call are listed. Pure, from plain values.

112 first. Then the first one for the person's own subject, then two that are open, so that any list
of four or more has them; then the others for that subject, the rest, and last what is known to be
closed. Within each of these, the directory's own order holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One number, in the directory's own order. `open` is None where nobody knows."""

    first: bool
    subject: str
    open: bool | None


def arranged(numbers: Sequence[Listed], *, subject: str = "") -> list[int]:
    """The places of `numbers` in the order in which they are shown; `subject` may be empty."""
    places = range(len(numbers))
    first = [place for place in places if numbers[place].first]
    awake = [p for p in places if p not in first and numbers[p].open is not False]
    own = [place for place in awake if subject and numbers[place].subject == subject]
    certain = [place for place in awake if numbers[place].open and place not in own[:1]]
    return _each_once(first, own[:1], certain[:2], own, awake, places)


def grouped(
    numbers: Sequence[Listed], *, subjects: Sequence[str], subject: str = ""
) -> list[tuple[str, list[int]]]:
    """The same by heading: the one that holds the first number, the person's own, then the others
    as `subjects` has them. Within a heading, what is known to be closed comes last."""
    heads = [each.subject for each in numbers if each.first]
    order = _each_once(heads, [subject], subjects)
    found = []
    for name in order:
        here = [place for place, each in enumerate(numbers) if each.subject == name]
        here.sort(key=lambda place: (not numbers[place].first, _rank(numbers[place])))
        if here:
            found.append((name, here))
    return found


def _rank(number: Listed) -> int:
    """Open, then unknown, then closed."""
    return {True: 0, None: 1, False: 2}[number.open]


def _each_once(*lists: Sequence[T]) -> list[T]:
    return list(dict.fromkeys(each for listed in lists for each in listed))
