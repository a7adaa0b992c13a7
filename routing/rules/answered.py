"""Whether somebody else's telephone is answered now, from their week. Pure, from plain values.

A public holiday on which nobody knows what holds leaves the answer open: it is None, and the page
then says nothing about now.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from routing.rules import opening, wall_clock
from routing.rules.service_night import HOLIDAY, Night

SHUT = Night(weekday=HOLIDAY, starts=time(0), minutes=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`open` is None when nobody can say. `opens_at` and `closes_at` (UTC) are None when that
    moment is not known, or further off than two weeks."""

    open: bool | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


UNKNOWN = Standing()


def standing(
    nights: Sequence[Night],
    *,
    on_holidays: str,
    at: datetime,
    is_holiday: Callable[[date], bool],
) -> Standing:
    """How it stands at `at`. `on_holidays` is "closed", "usual" or "unknown", and is not asked
    where `nights` say themselves what holds on public holidays."""
    if any(night.weekday == HOLIDAY for night in nights):
        return _as_said(nights, at=at, is_holiday=is_holiday)
    usual = _as_said(nights, at=at, is_holiday=_never)
    if on_holidays == "usual":
        return usual
    closed = _as_said([*nights, SHUT], at=at, is_holiday=is_holiday)
    if on_holidays == "closed":
        return closed
    return _where_both_agree(usual, closed, holiday=is_holiday(wall_clock.day_of(at)))


def _where_both_agree(usual: Standing, closed: Standing, *, holiday: bool) -> Standing:
    """What is so whatever holds on public holidays. A night that began the day before is not
    touched by them; a day that is one leaves all else unknown."""
    if closed.open:
        same = usual.closes_at == closed.closes_at
        return Standing(open=True, closes_at=closed.closes_at if same else None)
    if holiday or usual.open:
        return UNKNOWN
    same = usual.opens_at == closed.opens_at
    return Standing(open=False, opens_at=closed.opens_at if same else None)


def _as_said(
    nights: Sequence[Night], *, at: datetime, is_holiday: Callable[[date], bool]
) -> Standing:
    found = opening.status(nights, (), at=at, is_holiday=is_holiday)
    return Standing(open=found.open, opens_at=found.opens_at, closes_at=found.closes_at)


def _never(day: date) -> bool:
    return False
