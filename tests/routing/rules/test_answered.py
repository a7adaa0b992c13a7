"""Whether a telephone is answered now: also in the two nights in which the clocks change, and never
claimed on a public holiday of which nobody knows."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.rules import holidays
from routing.rules.answered import UNKNOWN, Standing, standing
from routing.rules.service_night import HOLIDAY, Night
from routing.rules.wall_clock import COPENHAGEN

WORKING = [Night(weekday=day, starts=time(9), minutes=480) for day in range(5)]
NIGHTLY = [Night(weekday=day, starts=time(22), minutes=300) for day in range(7)]  # 22 to 3
HOUR = timedelta(hours=1)


def at(*parts: int) -> datetime:
    """This time on the wall clock of Denmark."""
    return datetime(*parts, tzinfo=COPENHAGEN).astimezone(UTC)  # type: ignore[arg-type]


def stands(nights: list[Night], moment: datetime, on_holidays: str = "unknown") -> Standing:
    return standing(nights, on_holidays=on_holidays, at=moment, is_holiday=holidays.is_holiday)


def test_a_working_day() -> None:
    monday = stands(WORKING, at(2026, 11, 23, 8, 59))
    assert (monday.open, monday.opens_at) == (False, at(2026, 11, 23, 9))
    monday = stands(WORKING, at(2026, 11, 23, 9))
    assert (monday.open, monday.closes_at) == (True, at(2026, 11, 23, 17))
    assert stands(WORKING, at(2026, 11, 20, 17)).opens_at == at(2026, 11, 23, 9)


def test_in_the_night_the_clocks_go_forward_it_closes_at_three_on_the_clock() -> None:
    """29 March 2026: 02:00 is 03:00, so 22 to 3 is four hours."""
    night = stands(NIGHTLY, at(2026, 3, 29, 1, 30))
    assert night == Standing(open=True, closes_at=datetime(2026, 3, 29, 1, tzinfo=UTC))
    assert stands(NIGHTLY, datetime(2026, 3, 29, 1, tzinfo=UTC)).open is False


def test_in_the_night_the_clocks_go_back_it_stays_open_both_times_around() -> None:
    """25 October 2026: 02:00 to 03:00 comes twice, so 22 to 3 is six hours."""
    for moment in (
        datetime(2026, 10, 24, 20, tzinfo=UTC),  # 22:00
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # 02:30, the first
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # 02:30, the second
    ):
        found = stands(NIGHTLY, moment)
        assert found == Standing(open=True, closes_at=datetime(2026, 10, 25, 2, tzinfo=UTC))
    assert stands(NIGHTLY, datetime(2026, 10, 25, 2, tzinfo=UTC)).open is False


def test_an_end_in_the_hour_that_comes_twice_is_the_second() -> None:
    until_half_past_two = [Night(weekday=5, starts=time(22), minutes=270)]
    for hour in (0, 1):
        moment = datetime(2026, 10, 25, hour, 15, tzinfo=UTC)
        assert stands(until_half_past_two, moment).open is True
    assert stands(until_half_past_two, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)).open is False


EASTER_MONDAY = (2026, 4, 6)


def test_on_a_public_holiday_of_which_nobody_knows_nothing_is_claimed() -> None:
    for hour in (8, 12, 20):
        assert stands(WORKING, at(*EASTER_MONDAY, hour)) == UNKNOWN
    before = stands(WORKING, at(2026, 4, 5, 12))  # Easter Sunday, a holiday too
    assert before == UNKNOWN


def test_a_closed_day_before_a_holiday_does_not_say_when_it_opens() -> None:
    saturday = stands(WORKING, at(2026, 4, 4, 12))
    assert (saturday.open, saturday.opens_at) == (False, None)


def test_a_night_that_began_before_the_holiday_goes_on() -> None:
    """Whit Sunday 2026 is 24 May; the night of Saturday runs into it."""
    found = stands(NIGHTLY, at(2026, 5, 24, 1))
    assert (found.open, found.closes_at) == (True, at(2026, 5, 24, 3))
    assert stands(NIGHTLY, at(2026, 5, 24, 4)) == UNKNOWN


def test_what_is_known_of_holidays_holds() -> None:
    noon = at(*EASTER_MONDAY, 12)
    assert stands(WORKING, noon, "usual").open is True
    closed = stands(WORKING, noon, "closed")
    assert (closed.open, closed.opens_at) == (False, at(2026, 4, 7, 9))
    own = [*WORKING, Night(weekday=HOLIDAY, starts=time(10), minutes=60)]
    for on_holidays in ("unknown", "closed", "usual"):
        found = stands(own, at(*EASTER_MONDAY, 10, 30), on_holidays)
        assert (found.open, found.closes_at) == (True, at(*EASTER_MONDAY, 11))
        assert stands(own, noon, on_holidays).open is False


WEEKS = st.lists(
    st.builds(
        Night,
        weekday=st.integers(0, 6),
        starts=st.integers(0, 95).map(lambda q: time(q // 4, q % 4 * 15)),
        minutes=st.integers(1, 96).map(lambda q: q * 15),
    ),
    min_size=1,
    max_size=6,
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(
    lambda naive: naive.replace(second=0, microsecond=0, tzinfo=UTC)
)


@given(WEEKS, MOMENTS)
def test_what_is_claimed_is_so_whatever_holds_on_holidays(
    week: list[Night], moment: datetime
) -> None:
    claimed = stands(week, moment)
    usual, closed = stands(week, moment, "usual"), stands(week, moment, "closed")
    if claimed.open is not None:
        assert claimed.open == usual.open == closed.open
    if claimed.opens_at:
        assert claimed.opens_at == usual.opens_at == closed.opens_at > moment
    if claimed.closes_at:
        assert claimed.closes_at == usual.closes_at == closed.closes_at > moment


@given(WEEKS, MOMENTS, st.sampled_from(["usual", "closed"]))
def test_it_opens_and_closes_when_it_says(
    week: list[Night], moment: datetime, on_holidays: str
) -> None:
    found = stands(week, moment, on_holidays)
    minute = timedelta(minutes=1)
    if found.open and found.closes_at:
        assert stands(week, found.closes_at - minute, on_holidays).open is True
        assert stands(week, found.closes_at, on_holidays).open is False
    if not found.open and found.opens_at:
        assert stands(week, found.opens_at, on_holidays).open is True
        assert stands(week, found.opens_at - minute, on_holidays).open is False


@pytest.mark.parametrize("day", [date(2026, 12, 25), date(2027, 1, 1)])
def test_christmas_and_new_year_are_public_holidays(day: date) -> None:
    assert stands(WORKING, at(day.year, day.month, day.day, 12)) == UNKNOWN
