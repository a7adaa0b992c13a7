"""The whole grid of a proposal's states and events: answered once, it stays so."""

import pytest

from krisechat.foundation import machine
from krisechat.foundation.refusals import WrongState
from krisechat.states.proposal import TRANSITIONS, ProposalEvent, ProposalState

LEADS_TO = {
    "approve": "approved",
    "decline": "declined",
    "withdraw": "withdrawn",
    "overtake": "overtaken",
}


def test_every_event_leads_somewhere_else() -> None:
    assert set(LEADS_TO) == set(ProposalEvent)
    assert {"open", *LEADS_TO.values()} == set(ProposalState)


@pytest.mark.parametrize("event", ProposalEvent)
@pytest.mark.parametrize("state", ProposalState)
def test_only_what_is_open_is_answered(state: ProposalState, event: ProposalEvent) -> None:
    if state == ProposalState.OPEN:
        assert machine.after(TRANSITIONS, state=state, event=event) == LEADS_TO[event]
        return
    with pytest.raises(WrongState):
        machine.after(TRANSITIONS, state=state, event=event)
