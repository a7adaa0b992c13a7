"""Into the queue and out of it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from krisechat.foundation import machine, nudge
from krisechat.operations import actors, conversations, opening
from krisechat.operations.audit import Actor
from krisechat.operations.opening import Opened, Opening
from krisechat.realtime import publish
from routing.models import Assignment, Offer, QueueEntry
from routing.operations import escalations, handovers, lanes, offer_endings
from routing.rules.lanes import Lane
from routing.states.queue_entry import TRANSITIONS, QueueEvent, QueueState

# When the clock first looks whether anybody has come.
FIRST_LOOK = timedelta(seconds=20)


def open_conversation(request: Opening, *, lane: Lane | None = None, at: datetime) -> Opened:
    """Opens a conversation and lets it wait, in one transaction. Raises what opening raises.

    `lane` is where somebody on the web comes from; a number that texts has only one conversation
    at a time, and needs none.
    """
    with transaction.atomic():
        opened = opening.open_conversation(request, at=at)
        if opened.fresh:
            if lane is not None:
                lanes.enter(conversation=opened.conversation, lane=lane, at=at)
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
        due_at=(given_back_at or waiting_since) + FIRST_LOOK,
    )
    transaction.on_commit(publish.queue_changed)
    nudge.on_commit(nudge.CLOCK)


def depart(*, conversation: UUID, event: QueueEvent, at: datetime) -> None:
    """The conversation waits no more, and who leaves is offered to nobody; nothing happens when
    it did not wait.

    The caller has moved the conversation before, in this transaction, and so holds its lock. The
    other way round two could wait for each other, and a stay that somebody who gives it back is
    just beginning would be overlooked.
    """
    following = machine.after(TRANSITIONS, state=QueueState.WAITING, event=event)
    rows = QueueEntry.objects.filter(conversation_id=conversation, state=QueueState.WAITING)
    if rows.update(
        state=following, left_at=at, due_at=None, leased_until=None, fence=F("fence") + 1
    ):
        transaction.on_commit(publish.queue_changed)
    if event == QueueEvent.LEAVE:
        offer_endings.withdraw_for_conversation(conversation=conversation, at=at)
        nudge.on_commit(nudge.CLOCK)  # somebody has a free place, or another is first now


def end_by_citizen(*, conversation: UUID, at: datetime) -> None:
    """The citizen ends it, waiting or in the middle of a talk. Raises UnableToEnd."""
    with transaction.atomic():
        conversations.end(conversation=conversation, actor=actors.CITIZEN, at=at)
        depart(conversation=conversation, event=QueueEvent.LEAVE, at=at)
        escalations.ended(conversation=conversation, at=at)


def erase_by_citizen(*, conversation: UUID, at: datetime) -> None:
    """The citizen's own erasure, wherever the conversation stands, with what was passed on in
    their name; a report about a child is not theirs to erase. Raises NotFound."""
    with transaction.atomic():
        erase(conversation=conversation, actor=actors.CITIZEN, at=at)
        handovers.erase_with_conversation(conversation, at=at)


def erase(*, conversation: UUID, actor: Actor, at: datetime) -> None:
    """Out of the queue and unreadable, by the citizen or when its days are over; the reasons of
    offers and assignments go too: they name its subject. Raises NotFound."""
    with transaction.atomic():
        conversations.erase(conversation=conversation, actor=actor, at=at)
        Offer.objects.filter(conversation_id=conversation).update(reasons={})
        Assignment.objects.filter(conversation_id=conversation).update(reasons={})
        lanes.forget(conversation=conversation)
        depart(conversation=conversation, event=QueueEvent.LEAVE, at=at)
        escalations.ended(conversation=conversation, at=at)
