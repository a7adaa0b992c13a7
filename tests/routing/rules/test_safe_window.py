"""A text reaches a phone only inside the hours its owner named (P42)."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing.rules import safe_window
from routing.rules.wall_clock import COPENHAGEN

moments = st.datetimes(
    datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)
)  # both clock changes, twice
hours = st.times().map(lambda at: f"{at:%H:%M}")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN).astimezone(UTC)


def inside(moment: datetime, opens: time, closes: time) -> bool:
    wall = moment.astimezone(COPENHAGEN).time()
    if opens < closes:
        return opens <= wall < closes
    return wall >= opens or wall < closes


@given(moments, hours, hours)
def test_it_is_the_first_moment_inside(moment: datetime, begins: str, ends: str) -> None:
    found = safe_window.next_moment(moment, begins=begins, ends=ends)
    opens, closes = time.fromisoformat(begins), time.fromisoformat(ends)
    if begins == ends:
        opens, closes = safe_window.USUAL
    assert moment <= found <= moment + timedelta(hours=49)
    jump = found.astimezone(COPENHAGEN).date() in _CHANGES
    assert jump or inside(found, opens, closes)
    if found > moment:
        assert jump or not inside(moment, opens, closes)


_CHANGES = {
    datetime.fromisoformat(day).date()
    for day in ("2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31")
}


def test_a_window_may_cross_midnight() -> None:
    window = {"begins": "22:00", "ends": "02:00"}
    assert safe_window.next_moment(at("2026-11-21 23:00"), **window) == at("2026-11-21 23:00")
    assert safe_window.next_moment(at("2026-11-21 01:59"), **window) == at("2026-11-21 01:59")
    assert safe_window.next_moment(at("2026-11-21 02:00"), **window) == at("2026-11-21 22:00")


def test_who_named_none_is_not_written_to_at_night() -> None:
    none = {"begins": "", "ends": ""}
    assert safe_window.next_moment(at("2026-11-21 22:31"), **none) == at("2026-11-22 09:00")
    assert safe_window.next_moment(at("2026-11-22 12:00"), **none) == at("2026-11-22 12:00")


def test_hours_that_a_clock_change_takes_away_are_waited_for_till_the_next_day() -> None:
    window = {"begins": "02:00", "ends": "03:00"}
    jump = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert safe_window.next_moment(jump - timedelta(hours=2), **window) == at("2026-03-30 02:00")
