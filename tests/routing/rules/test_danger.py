"""What follows from a change of risk: the whole table."""

import inspect

import pytest

from krisechat.states.conversation import Risk
from routing.rules import danger
from routing.rules.danger import Reaction, reaction

LESS = [Risk.NONE, Risk.CONCERN, Risk.HIGH]


@pytest.mark.parametrize("before", LESS)
def test_acute_calls_a_lead_whatever_it_was(before: Risk) -> None:
    assert reaction(before=before, now=Risk.ACUTE) == Reaction.CALL_A_LEAD


@pytest.mark.parametrize("now", LESS)
def test_from_acute_to_anything_less_is_the_all_clear(now: Risk) -> None:
    assert reaction(before=Risk.ACUTE, now=now) == Reaction.ALL_CLEAR


@pytest.mark.parametrize("before", LESS)
@pytest.mark.parametrize("now", LESS)
def test_below_acute_nobody_is_called(before: Risk, now: Risk) -> None:
    assert reaction(before=before, now=now) == Reaction.NOTHING


def test_acute_again_changes_nothing() -> None:
    assert reaction(before=Risk.ACUTE, now=Risk.ACUTE) == Reaction.NOTHING


def test_no_hour_and_no_place_has_a_say() -> None:
    assert set(inspect.signature(reaction).parameters) == {"before", "now"}
    assert danger.ACUTE == Risk.ACUTE
