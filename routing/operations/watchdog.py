"""The watchdog: nobody waits without somebody or some moment that will look after them.

Every step of the product keeps that promise by itself; the watchdog finds what broke it anyway (a
fault, a restored backup, a hand in the database), mends it, and says how many of which kind.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from krisechat.models import Conversation, Participant
from krisechat.operations import actors, audit, conversations
from krisechat.states.conversation import ConversationEvent, ConversationState
from routing.models import Assignment, QueueEntry
from routing.operations import assignments, offers, queueing
from routing.queries import stalled
from routing.states.queue_entry import QueueEvent, QueueState

logger = logging.getLogger(__name__)


def look(*, at: datetime, steady_since: datetime) -> int:
    """Mends what contradicts itself and says what is late; returns how much was mended.

    `steady_since` is since when the clock has run without a break: what is late after an outage of
    our own is being worked off.
    """
    if at - steady_since >= stalled.LATE:
        for kind, count in stalled.overdue(at=at).items():
            logger.error("overdue although the clock runs, %s: %d", kind, count)
    mended = mend(at=at)
    for kind, count in mended.items():
        logger.error("mended, %s: %d", kind, count)
    return sum(mended.values())


def mend(*, at: datetime) -> dict[str, int]:
    """Each kind of contradiction that was found, and how many of it were mended."""
    found = {
        "waiting without a stay": _each(stalled.waiting_without_a_stay(), _enter, at),
        "staying without waiting": _each(stalled.staying_without_waiting(), _depart, at),
        "active without a holder": _each(stalled.active_without_a_holder(), _to_the_queue, at),
        "active without an assignment": sum(
            _assign(conversation, account, at)
            for conversation, account in stalled.active_without_an_assignment()
        ),
        "held by nobody there": sum(
            assignments.give_back(account=account, conversation=conversation, why="watchdog", at=at)
            for conversation, account in stalled.held_by_nobody_there()
        ),
        "leased for ever": sum(_unlease(kind, at) for kind in stalled.DUE),
    }
    return {kind: count for kind, count in found.items() if count}


def _each(ids: list[UUID], mends: Callable[[UUID, datetime], bool], at: datetime) -> int:
    """Each in a transaction of its own and under the conversation's lock, where `mends` looks
    again: what was found may have changed since."""
    mended = 0
    for id in ids:
        with transaction.atomic():
            mended += mends(id, at)
    return mended


def _state(id: UUID) -> str | None:
    """The conversation's state, under its lock."""
    row = Conversation.objects.select_for_update().filter(id=id)
    return row.values_list("state", flat=True).first()


def _enter(id: UUID, at: datetime) -> bool:
    if _state(id) != ConversationState.WAITING:
        return False
    if QueueEntry.objects.filter(conversation_id=id, state=QueueState.WAITING).exists():
        return False
    opened = Conversation.objects.values_list("opened_at", flat=True).get(id=id)
    queueing.enter(conversation=id, waiting_since=opened)
    return _recorded(id, at)


def _depart(id: UUID, at: datetime) -> bool:
    state = _state(id)
    if state == ConversationState.WAITING:
        return False
    event = QueueEvent.TAKE if state == ConversationState.ACTIVE else QueueEvent.LEAVE
    queueing.depart(conversation=id, event=event, at=at)
    offers.withdraw_for_conversation(conversation=id, at=at)
    return _recorded(id, at)


def _to_the_queue(id: UUID, at: datetime) -> bool:
    _state(id)
    if Participant.objects.filter(conversation_id=id, responsible=True).exists():
        return False
    if not conversations.move(id, ConversationEvent.GIVE_BACK):
        return False
    Assignment.objects.filter(conversation_id=id, ended_at=None).update(ended_at=at)
    opened = Conversation.objects.values_list("opened_at", flat=True).get(id=id)
    queueing.enter(conversation=id, waiting_since=opened, given_back_at=at)
    return _recorded(id, at)


def _assign(conversation: UUID, account: UUID, at: datetime) -> bool:
    with transaction.atomic():
        if _state(conversation) != ConversationState.ACTIVE:
            return False
        theirs = Participant.objects.filter(
            conversation_id=conversation, account_id=account, responsible=True
        )
        _, made = Assignment.objects.get_or_create(
            conversation_id=conversation,
            ended_at=None,
            defaults={"account_id": account, "began_at": at, "reasons": {"codes": ["mended"]}},
        )
        if not theirs.exists() or not made:
            transaction.set_rollback(True)
            return False
        return _recorded(conversation, at)


def _recorded(id: UUID, at: datetime) -> bool:
    audit.record(
        actor=actors.SYSTEM, action="mend", object_kind="conversation", object_id=id, at=at
    )
    return True


def _unlease(kind: str, at: datetime) -> int:
    return stalled.leased_for_ever(kind, at=at).update(leased_until=None)
