"""The whole grid of a conversation's states and events."""

import pytest

from krisechat.foundation import machine
from krisechat.foundation.refusals import WrongState
from krisechat.states.conversation import (
    TRANSITIONS,
    Author,
    ConversationEvent,
    ConversationState,
    Outcome,
    Risk,
    Via,
)

# A row a state, a column an event: take, give back, end, erase.
GRID = {
    "waiting": ["active", None, "ended", "erased"],
    "active": [None, "waiting", "ended", "erased"],
    "ended": [None, None, None, "erased"],
    "erased": [None, None, None, None],
}
EVENTS = ["take", "give back", "end", "erase"]
CELLS = [
    (state, event, following)
    for state, row in GRID.items()
    for event, following in zip(EVENTS, row, strict=True)
]


def test_the_grid_has_every_state_and_every_event() -> None:
    assert set(GRID) == set(ConversationState)
    assert set(EVENTS) == set(ConversationEvent)


@pytest.mark.parametrize(("state", "event", "following"), CELLS)
def test_each_event_in_each_state(state: str, event: str, following: str | None) -> None:
    asked = {"state": ConversationState(state), "event": ConversationEvent(event)}
    if following is None:
        with pytest.raises(WrongState):
            machine.after(TRANSITIONS, **asked)
    else:
        assert machine.after(TRANSITIONS, **asked) == following


def test_an_event_leads_to_one_state_wherever_it_starts() -> None:
    """So that a step is one conditional update, and a race cannot fall between two."""
    for event in ConversationEvent:
        assert len({after for (_, its), after in TRANSITIONS.items() if its == event}) == 1


def test_nothing_leaves_an_erased_conversation() -> None:
    assert not [state for state, _ in TRANSITIONS if state == ConversationState.ERASED]


def test_the_codes_are_those_of_the_contract() -> None:
    assert [*ConversationState] == ["waiting", "active", "ended", "erased"]
    assert [*Outcome] == ["ended", "referred", "handover", "silent", "test", "abuse", "other"]
    assert [*Risk] == ["none", "concern", "high", "acute"]
    assert [*Author] == ["citizen", "volunteer", "system"]
    assert [*Via] == ["web", "sms"]
