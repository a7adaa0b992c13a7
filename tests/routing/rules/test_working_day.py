"""When a municipality is open."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.rules import holidays, working_day
from routing.rules.working_day import NeverOpen, TownHall

USUAL = TownHall()
BRIDGES = TownHall(bridge_days_closed=True)


@pytest.mark.parametrize(
    ("day", "hall", "closes"),
    [
        (date(2026, 6, 1), USUAL, time(15)),  # Monday
        (date(2026, 6, 4), USUAL, time(17)),  # Thursday
        (date(2026, 6, 12), USUAL, time(14)),  # Friday
        (date(2026, 6, 6), USUAL, None),  # Saturday
        (date(2026, 6, 5), USUAL, time(12)),  # Constitution Day, a Friday
        (date(2026, 5, 1), USUAL, time(12)),
        (date(2027, 5, 1), USUAL, None),  # a Saturday
        (date(2026, 5, 14), USUAL, None),  # Ascension
        (date(2026, 5, 15), USUAL, time(14)),
        (date(2026, 5, 15), BRIDGES, None),
        (date(2026, 12, 23), BRIDGES, time(15)),
        (date(2026, 12, 24), USUAL, None),
        (date(2026, 12, 28), USUAL, time(15)),
        (date(2026, 12, 28), BRIDGES, None),
        (date(2026, 12, 30), BRIDGES, None),
        (date(2026, 12, 31), USUAL, None),
        (date(2027, 1, 4), BRIDGES, time(15)),
        (date(2023, 5, 5), USUAL, None),  # the last Store bededag
        (date(2024, 4, 26), USUAL, time(14)),
    ],
)
def test_the_hours_of_a_day(day: date, hall: TownHall, closes: time | None) -> None:
    hours = working_day.hours_on(day, hall)
    assert hours == (None if closes is None else (time(8), closes))


def test_a_town_halls_own_days_go_before_everything() -> None:
    hall = TownHall(
        special={
            date(2026, 5, 1): None,
            date(2026, 12, 24): time(14),
            date(2026, 6, 6): time(11),
            date(2026, 6, 5): time(14),
            date(2026, 6, 8): time(7),  # before it would open
        }
    )
    assert working_day.hours_on(date(2026, 5, 1), hall) is None
    assert working_day.hours_on(date(2026, 12, 24), hall) == (time(8), time(14))
    assert working_day.hours_on(date(2026, 6, 6), hall) == (time(8), time(11))
    assert working_day.hours_on(date(2026, 6, 5), hall) == (time(8), time(14))
    assert working_day.hours_on(date(2026, 6, 8), hall) is None


def test_a_half_day_never_makes_a_day_longer() -> None:
    week = ((time(9), time(11)),) * 5 + (None, None)
    assert working_day.hours_on(date(2026, 6, 5), TownHall(week=week)) == (time(9), time(11))


@pytest.mark.parametrize(
    ("rows", "week"),
    [
        ([], working_day.USUAL_WEEK),
        ([None] * 7, working_day.USUAL_WEEK),
        ([["09:00", "15:00"]], working_day.USUAL_WEEK),
        ([["15:00", "09:00"]] * 7, working_day.USUAL_WEEK),
        ([["09:30", "13:00"], *[None] * 6], ((time(9, 30), time(13)), *[None] * 6)),
    ],
)
def test_hours_that_leave_no_day_to_come_are_the_usual_ones(rows: list, week: tuple) -> None:
    assert working_day.week_from(rows) == week


def test_the_opening_is_told_in_utc_by_the_season() -> None:
    winter = datetime(2026, 3, 27, 20, tzinfo=UTC)  # Friday before the clocks go forward
    assert working_day.next_opening(USUAL, after=winter) == datetime(2026, 3, 30, 6, tzinfo=UTC)
    autumn = datetime(2026, 10, 23, 20, tzinfo=UTC)
    assert working_day.next_opening(USUAL, after=autumn) == datetime(2026, 10, 26, 7, tzinfo=UTC)


def test_a_town_hall_that_never_opens_is_refused() -> None:
    shut = {date(2026, 1, 1) + timedelta(days=count): None for count in range(800)}
    with pytest.raises(NeverOpen):
        working_day.next_opening(TownHall(special=shut), after=datetime(2026, 6, 1, 12, tzinfo=UTC))


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31)), st.booleans())
def test_nobody_works_on_a_holiday(day: date, bridges: bool) -> None:
    hours = working_day.hours_on(day, TownHall(bridge_days_closed=bridges))
    if holidays.is_holiday(day) or day.weekday() > 4:
        assert hours is None
    if hours is not None:
        assert hours[0] < hours[1]
