"""When a service answers its telephone, as data: always, some stretches of the week, or unknown.

Times are those of the wall clock in Denmark. Whether it is open at a moment, which needs the public
holidays and the two nights in which the clocks change, is decided above, in routing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Any, Final

HOLIDAY: Final = 7  # the "weekday" of what holds on public holidays
DAY: Final = 24 * 60
WEEK: Final = 7 * DAY


class UnfitHours(ValueError):
    """These are no hours; the message says why, without quoting them."""


class OnHolidays(StrEnum):
    """What is known about public holidays where the week has no stretch of their own."""

    UNKNOWN = "unknown"
    CLOSED = "closed"
    USUAL = "usual"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Stretch:
    """Open from `starts` on a weekday (Monday is 0, 7 a public holiday) for `minutes`, at most
    1440, also past midnight."""

    weekday: int
    starts: time
    minutes: int

    @property
    def ends(self) -> time:
        """The time on the clock at which it ends; the same as `starts` after a whole day."""
        minute = (_minute(self.starts) + self.minutes) % DAY
        return time(minute // 60, minute % 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHours:
    """Nothing set means unknown."""

    always: bool = False
    week: tuple[Stretch, ...] = ()
    holidays: OnHolidays = OnHolidays.UNKNOWN

    @property
    def known(self) -> bool:
        return self.always or bool(self.week)


UNKNOWN: Final = CallHours()
ALWAYS: Final = CallHours(always=True)


def stretch(weekday: int, starts: time, ends: time) -> Stretch:
    """From one time on the clock to another; an end that is not later is on the next day."""
    minutes = (_minute(ends) - _minute(starts)) % DAY or DAY
    return Stretch(weekday=weekday, starts=starts, minutes=minutes)


def read(data: object) -> CallHours:
    """The hours in `data`: {} is unknown, {"always": true}, or {"week": [[weekday, "09:00",
    "17:00"], …], "holidays": "closed"}. Raises UnfitHours for anything else, and where stretches
    overlap."""
    if not isinstance(data, Mapping) or set(data) - {"always", "week", "holidays"}:
        raise UnfitHours("These are no hours.")
    always, rows = data.get("always", False), data.get("week", [])
    if not isinstance(always, bool) or not isinstance(rows, list) or (always and rows):
        raise UnfitHours("Hours are always, or a week, or unknown.")
    week = tuple(sorted(_stretch(row) for row in rows))
    if overlapping(week) is not None:
        raise UnfitHours("Two stretches overlap.")
    return CallHours(always=always, week=week, holidays=_holidays(data.get("holidays", "unknown")))


def written(hours: CallHours) -> dict[str, Any]:
    """What `read` reads."""
    if hours.always:
        return {"always": True}
    if not hours.week:
        return {}
    rows = [[s.weekday, f"{s.starts:%H:%M}", f"{s.ends:%H:%M}"] for s in sorted(hours.week)]
    return {"week": rows, "holidays": str(hours.holidays)}


def overlapping(week: Sequence[Stretch]) -> int | None:
    """The weekday on which a stretch begins before another has ended; None where none does. The
    week is a ring: Sunday's night may run into Monday. Public holidays are compared only with each
    other."""
    usual = [each for each in week if each.weekday != HOLIDAY]
    own = [each for each in week if each.weekday == HOLIDAY]
    found = _overlapping(usual, around=WEEK)
    return found if found is not None else _overlapping(own, around=None)


def alike(week: Sequence[Stretch]) -> list[tuple[int, int, tuple[Stretch, ...]]]:
    """Days in a row with the same times: (first weekday, last weekday, the first one's
    stretches), from Monday, public holidays apart and last. Closed days are left out."""
    of_day = {day: tuple(sorted(s for s in week if s.weekday == day)) for day in range(8)}

    def times(day: int) -> tuple[tuple[time, int], ...]:
        return tuple((each.starts, each.minutes) for each in of_day[day])

    groups = [list(days) for _, days in groupby(range(HOLIDAY), key=times)]
    found = [(days[0], days[-1], of_day[days[0]]) for days in [*groups, [HOLIDAY]]]
    return [group for group in found if group[2]]


def _overlapping(week: Sequence[Stretch], *, around: int | None) -> int | None:
    spans = sorted(
        (each.weekday * DAY + _minute(each.starts), each.minutes, each.weekday) for each in week
    )
    for (starts, minutes, _), (following, _, weekday) in pairwise(spans):
        if starts + minutes > following:
            return weekday
    if around is not None and spans and spans[-1][0] + spans[-1][1] - around > spans[0][0]:
        return spans[0][2]
    return None


def _stretch(row: object) -> Stretch:
    match row:
        case [int() as weekday, str() as starts, str() as ends] if 0 <= weekday <= HOLIDAY:
            return stretch(weekday, _time(starts), _time(ends))
    raise UnfitHours("A stretch is a weekday and two times.")


def _time(text: str) -> time:
    try:
        found = time.fromisoformat(text)
    except ValueError:
        raise UnfitHours("This is no time.") from None
    if len(text) != 5:
        raise UnfitHours("A time is written like 09:00.")
    return found


def _holidays(text: object) -> OnHolidays:
    try:
        return OnHolidays(str(text))
    except ValueError:
        raise UnfitHours("Public holidays are unknown, closed or as usual.") from None


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
