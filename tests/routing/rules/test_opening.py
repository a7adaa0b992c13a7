"""Open or not, and when it opens and closes."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.rules import opening
from routing.rules.holidays import is_holiday
from routing.rules.opening import Opening, Shut
from routing.rules.service_night import ALWAYS, HOLIDAY, Night

EVENINGS = [Night(weekday=day, starts=time(21), minutes=480) for day in range(7)]
SATURDAY = [Night(weekday=5, starts=time(21), minutes=480)]
MINUTE = timedelta(minutes=1)


def _utc(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def _at(at: datetime, nights: Sequence[Night] = EVENINGS, *shut: Shut) -> Opening:
    return opening.status(nights, shut, at=at, is_holiday=is_holiday)


def _shut(begins: datetime, ends: datetime, reason: str = "illness") -> Shut:
    return Shut(begins=begins, ends=ends, reason=reason)


def test_without_any_night_it_is_closed_and_nobody_can_say_until_when() -> None:
    assert _at(_utc(6, 1, 22), []) == Opening(open=False, reason="no_nights")


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (_utc(3, 28, 20), _utc(3, 29, 3)),
        (_utc(10, 24, 19), _utc(10, 25, 4)),
        (_utc(6, 6, 19), _utc(6, 7, 3)),
        (_utc(12, 31, 20), _utc(1, 1, 4, year=2027)),
    ],
)
def test_it_opens_and_closes_at_the_announced_times_to_the_minute(
    opens: datetime, closes: datetime
) -> None:
    before = _at(opens - MINUTE)
    assert (before.open, before.opens_at, before.reason) == (False, opens, "hours")
    assert _at(opens) == Opening(open=True, closes_at=closes)
    assert _at(closes - MINUTE) == Opening(open=True, closes_at=closes)
    assert _at(closes).open is False


def test_once_a_week_it_names_the_next_week() -> None:
    assert _at(_utc(6, 7, 12), SATURDAY).opens_at == _utc(6, 13, 19)


def test_always_open_closes_never() -> None:
    for at in (_utc(3, 29, 1), _utc(10, 25, 1), _utc(12, 25, 3)):
        assert _at(at, ALWAYS) == Opening(open=True)


def test_open_on_holidays_alone_it_looks_far_ahead() -> None:
    nights = [Night(weekday=HOLIDAY, starts=time(18), minutes=60)]
    assert _at(_utc(5, 26, 12), nights).opens_at == _utc(12, 25, 17)


def test_a_closure_cuts_at_once_and_says_why_and_until_when() -> None:
    shut = _shut(_utc(6, 6, 20), _utc(6, 6, 23))
    assert _at(_utc(6, 6, 19, 59), EVENINGS, shut).closes_at == _utc(6, 6, 20)
    assert _at(_utc(6, 6, 20), EVENINGS, shut) == Opening(
        open=False, opens_at=_utc(6, 6, 23), reason="illness"
    )
    assert _at(_utc(6, 6, 23), EVENINGS, shut).open is True


def test_after_a_closure_beyond_the_night_it_opens_with_the_next_night() -> None:
    shut = _shut(_utc(6, 6, 20), _utc(6, 7, 9))
    assert _at(_utc(6, 6, 20), EVENINGS, shut).opens_at == _utc(6, 7, 19)


def test_closures_that_follow_on_one_another_are_all_waited_for() -> None:
    shut = [
        _shut(_utc(6, 6, 22), _utc(6, 7, 0), "technical"),
        _shut(_utc(6, 6, 20), _utc(6, 6, 22)),
    ]
    assert _at(_utc(6, 6, 20), EVENINGS, *shut).opens_at == _utc(6, 7, 0)


def test_always_open_it_closes_where_a_closure_begins() -> None:
    shut = _shut(_utc(6, 6, 20), _utc(6, 7, 9))
    assert _at(_utc(6, 6, 19), ALWAYS, shut).closes_at == _utc(6, 6, 20)


_moments = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2026, 12, 31)).map(
    lambda wall: wall.replace(tzinfo=UTC, second=0, microsecond=0)
)
_shuts = st.lists(
    st.builds(
        lambda begins, hours: _shut(begins, begins + timedelta(hours=hours)),
        _moments,
        st.integers(1, 60),
    ),
    max_size=3,
)
_nights = st.lists(
    st.builds(
        Night,
        weekday=st.integers(0, 6),
        starts=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
        minutes=st.integers(5, 1440),
    ),
    min_size=1,
    max_size=4,
)


@given(_nights, _shuts, _moments)
def test_what_it_says_of_later_is_so_later(
    nights: list[Night], shut: list[Shut], at: datetime
) -> None:
    found = _at(at, nights, *shut)
    if found.open:
        assert found.opens_at is None
        if found.closes_at is not None:
            assert found.closes_at > at
            assert _at(found.closes_at - timedelta(seconds=1), nights, *shut).open
            assert not _at(found.closes_at, nights, *shut).open
    else:
        assert found.opens_at is not None
        assert found.opens_at > at
        assert _at(found.opens_at, nights, *shut).open
        assert not _at(found.opens_at - timedelta(seconds=1), nights, *shut).open
