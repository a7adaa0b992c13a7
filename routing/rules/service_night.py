"""A night is a start and a length on the wall clock: 21:00 and eight hours end at 05:00, across
midnight, and also in the two nights of the year in which the clocks change."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from routing.rules import wall_clock

HOLIDAY = 7  # the "weekday" of nights that are for public holidays
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """`weekday` counts from Monday (0), 7 is a public holiday; `minutes` is at most 1440."""

    weekday: int
    starts: time
    minutes: int


ALWAYS = tuple(Night(weekday=day, starts=time(0), minutes=1440) for day in range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Open from one moment until another (UTC, the end not included)."""

    opens: datetime
    closes: datetime


def on_day(nights: Sequence[Night], day: date, *, is_holiday: Callable[[date], bool]) -> list[Span]:
    """What begins on `day`. Where a helpline has nights for public holidays, those take the
    place of the weekday's on such a day; where it has none, a holiday is like any other day."""
    weekday = day.weekday()
    if is_holiday(day) and any(night.weekday == HOLIDAY for night in nights):
        weekday = HOLIDAY
    spans = [_span(night, day) for night in nights if night.weekday == weekday]
    return sorted((s for s in spans if s.closes > s.opens), key=lambda span: span.opens)


def _span(night: Night, day: date) -> Span:
    starts = wall_clock.on(day, night.starts)
    ends = starts + timedelta(minutes=night.minutes)
    return Span(opens=wall_clock.begins(starts), closes=wall_clock.ends(ends))


def spans(
    nights: Sequence[Night], *, since: datetime, days: int, is_holiday: Callable[[date], bool]
) -> Iterator[Span]:
    """The times of opening from the one that holds `since`, or the next, in order, for nights
    that begin within `days` days; those that touch or overlap are one."""
    first = wall_clock.day_of(since) - DAY
    current: Span | None = None
    for count in range(days + 1):
        for span in on_day(nights, first + count * DAY, is_holiday=is_holiday):
            if current is None or span.opens > current.closes:
                if current is not None and current.closes > since:
                    yield current
                current = span
            else:
                current = Span(opens=current.opens, closes=max(current.closes, span.closes))
    if current is not None and current.closes > since:
        yield current
