"""How long somebody probably waits."""

from hypothesis import given
from hypothesis import strategies as st

from routing.rules import wait_estimate
from routing.rules.wait_estimate import MEETING_SECONDS, TALK_SECONDS

few = st.integers(0, 40)
places = st.integers(1, 40)


def test_nobody_on_duty_means_that_nothing_is_promised() -> None:
    assert wait_estimate.seconds(ahead=0, places=0, taken=0) is None
    assert wait_estimate.seconds(ahead=3, places=0, taken=2) is None


def test_a_free_place_means_about_a_minute() -> None:
    assert wait_estimate.seconds(ahead=0, places=1, taken=0) == 60
    assert wait_estimate.seconds(ahead=2, places=6, taken=3) == 60


def test_the_first_of_a_full_house_waits_for_the_next_place_to_become_free() -> None:
    assert wait_estimate.seconds(ahead=0, places=1, taken=1) == MEETING_SECONDS + TALK_SECONDS
    assert wait_estimate.seconds(ahead=0, places=5, taken=5) == 60 + 300


@given(ahead=few, places=places, taken=few)
def test_it_is_whole_seconds_and_never_less_than_meeting_somebody(
    ahead: int, places: int, taken: int
) -> None:
    expected = wait_estimate.seconds(ahead=ahead, places=places, taken=taken)
    assert isinstance(expected, int)
    assert expected >= MEETING_SECONDS


@given(ahead=few, places=places, taken=few)
def test_further_behind_is_never_sooner(ahead: int, places: int, taken: int) -> None:
    here = wait_estimate.seconds(ahead=ahead, places=places, taken=taken)
    behind = wait_estimate.seconds(ahead=ahead + 1, places=places, taken=taken)
    assert here is not None
    assert behind is not None
    assert behind >= here


@given(ahead=few, places=places, taken=few)
def test_another_place_never_makes_it_longer(ahead: int, places: int, taken: int) -> None:
    now = wait_estimate.seconds(ahead=ahead, places=places, taken=taken)
    then = wait_estimate.seconds(ahead=ahead, places=places + 1, taken=taken)
    assert now is not None
    assert then is not None
    assert then <= now


@given(ahead=few, places=places, more=few)
def test_more_talks_than_places_wait_as_a_full_house_does(
    ahead: int, places: int, more: int
) -> None:
    """Somebody lowered their capacity in the middle of a talk."""
    full = wait_estimate.seconds(ahead=ahead, places=places, taken=places)
    assert wait_estimate.seconds(ahead=ahead, places=places, taken=places + more) == full
