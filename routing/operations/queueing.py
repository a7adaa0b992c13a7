"""Into the queue and out of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from krisechat.operations import actors, conversations, opening
from krisechat.operations.opening import Opened, Opening
from krisechat.realtime import publish
from routing.models import QueueEntry
from routing.states.queue_entry import QueueState


def open_conversation(request: Opening, *, at: datetime) -> Opened:
    """Opens a conversation and lets it wait, in one transaction. Raises what opening raises."""
    with transaction.atomic():
        opened = opening.open_conversation(request, at=at)
        if opened.fresh:
            enter(conversation=opened.conversation, waiting_since=at)
    return opened


def enter(
    *, conversation: UUID, waiting_since: datetime, given_back_at: datetime | None = None
) -> None:
    """A new stay in the queue."""
    QueueEntry.objects.create(
        conversation_id=conversation,
        state=QueueState.WAITING,
        waiting_since=waiting_since,
        given_back_at=given_back_at,
    )
    transaction.on_commit(publish.queue_changed)


def depart(*, conversation: UUID, at: datetime) -> None:
    """The conversation waits no more; nothing happens when it did not."""
    rows = QueueEntry.objects.filter(conversation_id=conversation, state=QueueState.WAITING)
    if rows.update(state=QueueState.LEFT, left_at=at):
        transaction.on_commit(publish.queue_changed)


def end_by_citizen(*, conversation: UUID, at: datetime) -> None:
    """The citizen ends it, waiting or in the middle of a talk. Raises UnableToEnd."""
    with transaction.atomic():
        # The queue first, as whoever takes it does: the other way round both wait for each other.
        depart(conversation=conversation, at=at)
        conversations.end(conversation=conversation, actor=actors.CITIZEN, at=at)


def erase_by_citizen(*, conversation: UUID, at: datetime) -> None:
    """The citizen's own erasure, wherever the conversation stands. Raises NotFound."""
    with transaction.atomic():
        depart(conversation=conversation, at=at)  # first, for the same reason
        conversations.erase(conversation=conversation, at=at)
