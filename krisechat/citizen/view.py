"""A conversation as its citizen may know it: the volunteer by alias only, the queue by place."""

from krisechat.queries.conversations import Snapshot
from krisechat.realtime.frames_out import Alias, CitizensView, Queue
from krisechat.states.conversation import ConversationState
from routing.queries.queue import Place


def of(snapshot: Snapshot, place: Place | None, handover: str | None = None) -> CitizensView:
    """The view; the volunteer is there while active, the queue while waiting. `handover` is its
    stage (routing/queries/citizens_handover.py)."""
    volunteer = snapshot.volunteer() if snapshot.state == ConversationState.ACTIVE else None
    waits = snapshot.state == ConversationState.WAITING and place is not None
    return CitizensView(
        id=snapshot.id,
        state=snapshot.state,
        volunteer=Alias(alias=volunteer.alias) if volunteer else None,
        queue=in_queue(place) if waits else None,
        handover=handover,
    )


def in_queue(place: Place | None) -> Queue | None:
    if place is None:
        return None
    return Queue(
        position=place.position,
        estimated_wait_seconds=place.estimated_wait_seconds,
        called_in=place.called_in,
    )


def differs(before: Snapshot, now: Snapshot) -> bool:
    """Whether the citizen would see a difference."""
    return of(before, None) != of(now, None)
