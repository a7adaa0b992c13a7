"""The whole grid of a handover's states and events."""

import pytest

from krisechat.foundation import machine
from krisechat.foundation.refusals import WrongState
from routing.states.handover import OWED, TRANSITIONS, HandoverEvent, HandoverState

# Which states an event leads from; written out again on purpose.
FROM = {
    "approve": {"draft"},
    "rewrite": {"approved"},
    "deliver": {"approved"},
    "deliver_at_once": {"draft"},
    "acknowledge": {"delivered"},
    "assign": {"acknowledged", "assigned"},
    "contact": {"assigned"},
    "close": {"contacted"},
    "withdraw": {"draft", "approved"},
    "return": {"delivered", "acknowledged"},
    "erase": {str(each) for each in HandoverState} - {"withdrawn"},
}


@pytest.mark.parametrize("event", list(HandoverEvent))
@pytest.mark.parametrize("state", list(HandoverState))
def test_an_event_leads_on_from_its_states_only(state: HandoverState, event: HandoverEvent) -> None:
    if state in FROM[event]:
        assert machine.after(TRANSITIONS, state=state, event=event) in set(HandoverState)
    else:
        with pytest.raises(WrongState):
            machine.after(TRANSITIONS, state=state, event=event)


def test_each_event_leads_to_one_state() -> None:
    for event in HandoverEvent:
        assert len({to for (_, each), to in TRANSITIONS.items() if each == event}) == 1


def test_nothing_leads_on_from_what_was_withdrawn() -> None:
    assert not [each for each, _ in TRANSITIONS if each == HandoverState.WITHDRAWN]


def test_what_is_owed_is_what_lies_there_untouched_or_begun() -> None:
    assert {"delivered", "acknowledged", "assigned"} == OWED
