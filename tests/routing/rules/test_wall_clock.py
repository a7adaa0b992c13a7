"""Times that do not exist, and times that come twice."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing.rules import wall_clock

JUMP = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # 02:00 becomes 03:00
BACK = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)  # 03:00 becomes 02:00


def test_a_time_that_does_not_exist_is_the_moment_of_the_jump() -> None:
    for minute in (0, 1, 30, 59):
        wall = datetime(2026, 3, 29, 2, minute)
        assert wall_clock.begins(wall) == wall_clock.ends(wall) == JUMP


def test_a_time_that_comes_twice_begins_the_first_and_ends_the_second_time() -> None:
    wall = datetime(2026, 10, 25, 2, 30)
    assert wall_clock.begins(wall) == BACK - timedelta(minutes=30)
    assert wall_clock.ends(wall) == BACK + timedelta(minutes=30)


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 12, 31)))
def test_every_time_is_found_on_the_clock_again_or_jumped_over(wall: datetime) -> None:
    wall = wall.replace(microsecond=0)
    for at in (wall_clock.begins(wall), wall_clock.ends(wall)):
        seen = at.astimezone(wall_clock.COPENHAGEN).replace(tzinfo=None)
        before = (at - timedelta(seconds=1)).astimezone(wall_clock.COPENHAGEN)
        assert seen == wall or before.replace(tzinfo=None) < wall < seen


@given(
    st.datetimes(min_value=datetime(2026, 3, 28), max_value=datetime(2026, 10, 26)),
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=1)),
)
def test_later_on_the_wall_is_never_earlier_in_time(wall: datetime, later: timedelta) -> None:
    wall = wall.replace(microsecond=0)
    then = (wall + later).replace(microsecond=0)
    assert wall_clock.begins(wall) <= wall_clock.begins(then)
    assert wall_clock.begins(wall) <= wall_clock.ends(then)
