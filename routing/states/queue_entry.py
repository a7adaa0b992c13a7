"""One stay in the queue. Given back means a new stay, at the front."""

from enum import StrEnum


class QueueState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    LEFT = "left"


class QueueEvent(StrEnum):
    TAKE = "take"
    LEAVE = "leave"


TRANSITIONS = {
    (QueueState.WAITING, QueueEvent.TAKE): QueueState.TAKEN,
    (QueueState.WAITING, QueueEvent.LEAVE): QueueState.LEFT,
}
