"""When people are called in for whoever waits, and when the clock looks again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.rules.looking import IN_ANY_CASE_AFTER, LATER, calls_people_in, look_again_in

FIRST = timedelta(seconds=20)
WAITS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=9))


@pytest.mark.parametrize("waited", [FIRST, timedelta(minutes=2), IN_ANY_CASE_AFTER])
@pytest.mark.parametrize("on_offer", [True, False])
@pytest.mark.parametrize("somebody_could", [True, False])
def test_when_nobody_will_come_by_itself_or_it_takes_too_long(
    waited: timedelta, on_offer: bool, somebody_could: bool
) -> None:
    called = calls_people_in(waited=waited, on_offer=on_offer, somebody_could=somebody_could)
    left_alone = not on_offer and not somebody_could
    assert called == (left_alone or waited >= timedelta(minutes=3))


@given(WAITS)
def test_the_next_look_is_never_far_and_never_now(waited: timedelta) -> None:
    assert timedelta(0) < look_again_in(waited=waited) <= LATER


@given(WAITS)
def test_the_third_minute_is_met_exactly(waited: timedelta) -> None:
    after = waited + look_again_in(waited=waited)
    assert not waited < IN_ANY_CASE_AFTER < after
