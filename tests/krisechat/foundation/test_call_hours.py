"""Hours as data: what is read is what was written, and nothing overlaps unseen."""

from datetime import time
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from krisechat.foundation import call_hours
from krisechat.foundation.call_hours import (
    ALWAYS,
    DAY,
    HOLIDAY,
    UNKNOWN,
    WEEK,
    CallHours,
    OnHolidays,
    Stretch,
    UnfitHours,
    overlapping,
    read,
    stretch,
    written,
)

MINUTES = st.integers(0, DAY - 1).map(lambda m: time(m // 60, m % 60))
STRETCHES = st.builds(stretch, st.integers(0, HOLIDAY), MINUTES, MINUTES)
WEEKS = st.lists(STRETCHES, min_size=1, max_size=8, unique=True)


def _minutes_of(each: Stretch) -> set[int]:
    """Every minute of the week in which it is open; holidays have a ring of their own."""
    start = each.weekday * DAY + each.starts.hour * 60 + each.starts.minute
    if each.weekday == HOLIDAY:
        return {WEEK + start + minute for minute in range(each.minutes)}
    return {(start + minute) % WEEK for minute in range(each.minutes)}


@given(WEEKS)
def test_overlapping_is_found_exactly_where_a_minute_is_in_two(week: list[Stretch]) -> None:
    covered = [_minutes_of(each) for each in week]
    twice = sum(map(len, covered)) != len(set().union(*covered))
    assert (overlapping(week) is not None) == twice


@given(WEEKS, st.sampled_from(OnHolidays))
def test_what_is_written_is_read_again(week: list[Stretch], holidays: OnHolidays) -> None:
    assume(overlapping(week) is None)
    hours = CallHours(week=tuple(sorted(week)), holidays=holidays)
    assert read(written(hours)) == hours


def test_always_and_unknown_are_read_again() -> None:
    assert read(written(ALWAYS)) == ALWAYS and ALWAYS.known
    assert read(written(UNKNOWN)) == UNKNOWN == read({}) and not UNKNOWN.known


@given(MINUTES, MINUTES)
def test_a_stretch_ends_when_it_says(starts: time, ends: time) -> None:
    found = stretch(0, starts, ends)
    assert found.ends == ends
    assert 0 < found.minutes <= DAY


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "always",
        {"always": "yes"},
        {"always": True, "week": [[0, "09:00", "17:00"]]},
        {"open": True},
        {"week": [[8, "09:00", "17:00"]]},
        {"week": [[0, "9:00", "17:00"]]},
        {"week": [[0, "09:00"]]},
        {"week": [[0, "09:00", "24:00"]]},
        {"week": [[0, "09:00", "12:00"], [0, "11:00", "13:00"]]},
        {"week": [[6, "22:00", "04:00"], [0, "03:00", "05:00"]]},
        {"week": [[0, "09:00", "17:00"]], "holidays": "maybe"},
    ],
    ids=str,
)
def test_what_is_no_hours_is_refused(data: Any) -> None:
    with pytest.raises(UnfitHours):
        read(data)


def test_days_with_the_same_times_stand_together() -> None:
    week = [stretch(day, time(9), time(17)) for day in (0, 1, 2, 4, HOLIDAY)]
    found = call_hours.alike(week)
    assert [(first, last) for first, last, _ in found] == [(0, 2), (4, 4), (HOLIDAY, HOLIDAY)]
