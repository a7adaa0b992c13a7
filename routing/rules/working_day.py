"""When a municipality is open: Danish working days, and what one town hall does otherwise.

Closed on public holidays and, by the municipal agreements, on 24 and 31 December; 1 May and 5 June
end at 12:00. Many close on bridge days too ("indeklemte dage"): the Friday after Ascension, and
what lies between Christmas and New Year. Days of its own go before all of that, since towns differ
in either direction.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from routing.rules import holidays, wall_clock

Hours = tuple[time, time]

# A town hall's usual week, for all that have not told us theirs: Monday to Wednesday until 15,
# Thursday until 17, Friday until 14. An assumption, written down where it can be changed.
USUAL_WEEK: tuple[Hours | None, ...] = (
    (time(8), time(15)),
    (time(8), time(15)),
    (time(8), time(15)),
    (time(8), time(17)),
    (time(8), time(14)),
    None,
    None,
)
USUAL_OPENING = time(8)
HALF_DAY_ENDS = time(12)
LOOKED_AHEAD = 400  # days


class NeverOpen(ValueError):
    """These hours leave no opening within a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TownHall:
    """One municipality's hours: by weekday from Monday, and its own days, each with the time it
    is open until, or None for closed."""

    week: tuple[Hours | None, ...] = USUAL_WEEK
    bridge_days_closed: bool = False
    special: Mapping[date, time | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDay:
    """A day's opening as moments (UTC)."""

    opens: datetime
    closes: datetime


def week_from(rows: Sequence[Sequence[str] | None]) -> tuple[Hours | None, ...]:
    """A week from `["HH:MM", "HH:MM"]` or None for each weekday from Monday. An empty list, or one
    without any opening, is the usual week: what must be delivered must have a day to come."""
    week = tuple(_hours(row) if row else None for row in rows)
    return week if len(week) == 7 and any(week) else USUAL_WEEK


def _hours(row: Sequence[str]) -> Hours | None:
    opens, closes = (time.fromisoformat(each) for each in row)
    return (opens, closes) if opens < closes else None


def hours_on(day: date, hall: TownHall) -> Hours | None:
    """The hours on `day` by the wall clock, None when closed."""
    usual = hall.week[day.weekday()]
    if day in hall.special:
        return _until(hall.special[day], usual)
    if usual is None or _closed_everywhere(day):
        return None
    if hall.bridge_days_closed and is_bridge_day(day):
        return None
    return _until(min(usual[1], HALF_DAY_ENDS), usual) if is_half_day(day) else usual


def _until(end: time | None, usual: Hours | None) -> Hours | None:
    opens = usual[0] if usual else USUAL_OPENING
    return (opens, end) if end is not None and opens < end else None


def _closed_everywhere(day: date) -> bool:
    return holidays.is_holiday(day) or (day.month == 12 and day.day in (24, 31))


def is_bridge_day(day: date) -> bool:
    """The Friday after Ascension, and 27 to 30 December."""
    after_ascension = holidays.ascension(day.year) + timedelta(days=1)
    return day == after_ascension or (day.month == 12 and 27 <= day.day <= 30)


def is_half_day(day: date) -> bool:
    """1 May and 5 June, from 12:00 off."""
    return (day.month, day.day) in ((5, 1), (6, 5))


def working_days(hall: TownHall, *, since: datetime) -> Iterator[WorkingDay]:
    """The working days that have not ended at `since`, in order. Raises NeverOpen when a year
    has none."""
    first = wall_clock.day_of(since)
    found = False
    for count in range(LOOKED_AHEAD):
        day = first + timedelta(days=count)
        hours = hours_on(day, hall)
        if hours is None:
            continue
        opening = WorkingDay(
            opens=wall_clock.begins(wall_clock.on(day, hours[0])),
            closes=wall_clock.ends(wall_clock.on(day, hours[1])),
        )
        if opening.closes > since:
            found = True
            yield opening
    if not found:
        raise NeverOpen("No opening within a year.")


def next_opening(hall: TownHall, *, after: datetime) -> datetime:
    """The first opening (UTC) later than `after`. Raises NeverOpen."""
    for day in working_days(hall, since=after):
        if day.opens > after:
            return day.opens
    raise NeverOpen("No opening within a year.")
