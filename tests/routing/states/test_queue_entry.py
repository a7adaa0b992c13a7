"""The whole grid of a stay in the queue."""

import pytest

from krisechat.foundation import machine
from krisechat.foundation.refusals import WrongState
from routing.states.queue_entry import TRANSITIONS, QueueEvent, QueueState

GRID = {  # take, leave
    "waiting": ["taken", "left"],
    "taken": [None, None],
    "left": [None, None],
}
CELLS = [
    (state, event, following)
    for state, row in GRID.items()
    for event, following in zip(["take", "leave"], row, strict=True)
]


def test_the_grid_has_every_state_and_every_event() -> None:
    assert set(GRID) == set(QueueState)
    assert {event for _, event, _ in CELLS} == set(QueueEvent)


@pytest.mark.parametrize(("state", "event", "following"), CELLS)
def test_each_event_in_each_state(state: str, event: str, following: str | None) -> None:
    asked = {"state": QueueState(state), "event": QueueEvent(event)}
    if following is None:
        with pytest.raises(WrongState):
            machine.after(TRANSITIONS, **asked)
    else:
        assert machine.after(TRANSITIONS, **asked) == following
