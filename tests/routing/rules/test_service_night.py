"""A night is a start and a length on the wall clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.rules import service_night
from routing.rules.holidays import is_holiday
from routing.rules.service_night import ALWAYS, HOLIDAY, Night, Span

EVENINGS = [Night(weekday=day, starts=time(21), minutes=480) for day in range(7)]
HOUR = timedelta(hours=1)


def _on(day: date, nights: list[Night]) -> list[Span]:
    return service_night.on_day(nights, day, is_holiday=is_holiday)


@pytest.mark.parametrize(
    ("day", "opens", "closes", "hours"),
    [
        ((2026, 3, 28), (28, 20), (29, 3), 7),  # the clocks go forward in this night
        ((2026, 3, 29), (29, 19), (30, 3), 8),
        ((2026, 10, 24), (24, 19), (25, 4), 9),  # the clocks go back in this night
        ((2026, 10, 25), (25, 20), (26, 4), 8),
        ((2026, 6, 30), (30, 19), (31, 3), 8),
    ],
)
def test_a_night_from_21_for_eight_hours_ends_at_5_on_the_wall(
    day: tuple[int, int, int], opens: tuple[int, int], closes: tuple[int, int], hours: int
) -> None:
    (span,) = _on(date(*day), EVENINGS)
    year, month, _ = day
    begins = datetime(year, month, 1, tzinfo=UTC)
    assert span.opens == begins + timedelta(days=opens[0] - 1, hours=opens[1])
    assert span.closes == begins + timedelta(days=closes[0] - 1, hours=closes[1])
    assert span.closes - span.opens == hours * HOUR


def test_a_night_that_the_clock_jumps_over_does_not_take_place() -> None:
    gone = [Night(weekday=6, starts=time(2, 5), minutes=30)]
    assert _on(date(2026, 3, 29), gone) == []
    assert len(_on(date(2026, 3, 22), gone)) == 1


def test_a_holiday_has_its_own_nights_where_there_are_any() -> None:
    christmas = date(2026, 12, 25)  # a Friday
    assert _on(christmas, EVENINGS)[0].closes - _on(christmas, EVENINGS)[0].opens == 8 * HOUR
    longer = [*EVENINGS, Night(weekday=HOLIDAY, starts=time(16), minutes=900)]
    (span,) = _on(christmas, longer)
    assert span.closes - span.opens == 15 * HOUR
    assert len(_on(date(2026, 12, 23), longer)) == 1


def test_nights_that_touch_or_overlap_are_one() -> None:
    nights = [
        Night(weekday=0, starts=time(20), minutes=240),
        Night(weekday=1, starts=time(0), minutes=60),
        Night(weekday=1, starts=time(0, 30), minutes=60),
    ]
    since = datetime(2026, 6, 1, 12, tzinfo=UTC)  # a Monday
    found = next(service_night.spans(nights, since=since, days=3, is_holiday=is_holiday))
    assert found.closes - found.opens == timedelta(hours=5, minutes=30)


@given(
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31)).map(
        lambda wall: wall.replace(tzinfo=UTC)
    )
)
def test_always_open_has_no_gap_also_when_the_clocks_change(at: datetime) -> None:
    found = list(service_night.spans(ALWAYS, since=at, days=8, is_holiday=is_holiday))
    assert len(found) == 1
    assert found[0].opens <= at < found[0].closes


_nights = st.lists(
    st.builds(
        Night,
        weekday=st.integers(0, 7),
        starts=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
        minutes=st.integers(1, 1440),
    ),
    min_size=1,
    max_size=6,
)


@given(
    _nights,
    st.datetimes(min_value=datetime(2026, 3, 20), max_value=datetime(2026, 11, 5)).map(
        lambda wall: wall.replace(tzinfo=UTC)
    ),
)
def test_spans_are_in_order_apart_and_not_over(nights: list[Night], since: datetime) -> None:
    found = list(service_night.spans(nights, since=since, days=10, is_holiday=is_holiday))
    assert all(span.opens < span.closes and span.closes > since for span in found)
    assert all(a.closes < b.opens for a, b in pairwise(found))
