"""The tiny state machine, on a table of its own."""

from enum import StrEnum

import pytest

from krisechat.foundation import machine
from krisechat.foundation.refusals import WrongState


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"


class Hand(StrEnum):
    PUSH = "push"
    PULL = "pull"
    TURN_KEY = "turn key"


TABLE = {
    (Door.OPEN, Hand.PUSH): Door.SHUT,
    (Door.SHUT, Hand.PULL): Door.OPEN,
    (Door.SHUT, Hand.TURN_KEY): Door.LOCKED,
    (Door.LOCKED, Hand.TURN_KEY): Door.SHUT,
}


@pytest.mark.parametrize("event", Hand)
@pytest.mark.parametrize("state", Door)
def test_what_the_table_has_happens_and_nothing_else(state: Door, event: Hand) -> None:
    if (state, event) in TABLE:
        assert machine.after(TABLE, state=state, event=event) is TABLE[state, event]
    else:
        with pytest.raises(WrongState):
            machine.after(TABLE, state=state, event=event)


def test_the_refusal_names_event_and_state() -> None:
    with pytest.raises(WrongState) as refused:
        machine.after(TABLE, state=Door.LOCKED, event=Hand.PULL)
    assert "'pull'" in refused.value.detail
    assert "'locked'" in refused.value.detail


def test_sources_are_the_states_an_event_may_start_from() -> None:
    assert machine.sources(TABLE, event=Hand.TURN_KEY) == ["shut", "locked"]
    assert machine.sources(TABLE, event=Hand.PUSH) == ["open"]
