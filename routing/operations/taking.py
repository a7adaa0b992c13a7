"""A volunteer takes a conversation, however they came to it: it was offered, or they asked.

Locking order: the volunteer's presence row, which the caller holds, then the conversation, then
what belongs to it. Whoever has moved the conversation holds the lock on its offer and its stay.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from krisechat.operations import actors, audit, conversations, participants, turn_texts
from krisechat.states.conversation import ConversationEvent
from routing.models import Assignment, Offer, QueueEntry
from routing.operations import escalations, offer_endings, queueing
from routing.states.offer import OfferEvent, OfferState
from routing.states.queue_entry import QueueEvent


class _NotTheirs(Exception):
    """Taken, ended, erased or on offer to another since it was read."""


def take(
    *,
    conversation: UUID,
    account: UUID,
    offer: UUID | None = None,
    reasons: Mapping[str, Any],
    at: datetime,
) -> bool:
    """The conversation is the person's from now on; False, and nothing is changed, when it cannot
    be theirs (any more). `offer` is the live offer they say yes to; without one, nobody may be
    deciding about it.

    In the caller's transaction, after places.hold: of several who try, exactly one wins.
    """
    try:
        with transaction.atomic():
            _win(conversation, account, offer, at=at)
            _theirs(conversation, account, reasons, at=at)
    except _NotTheirs:
        return False
    return True


def _win(conversation: UUID, account: UUID, offer: UUID | None, *, at: datetime) -> None:
    if not conversations.move(conversation, ConversationEvent.TAKE):
        raise _NotTheirs
    if offer is None:
        # Asked only now: an offer is made under the conversation's lock, which is ours.
        if Offer.objects.filter(conversation_id=conversation, state=OfferState.LIVE).exists():
            raise _NotTheirs
    elif not offer_endings.end(offer=offer, account=account, event=OfferEvent.ACCEPT, at=at):
        raise _NotTheirs


def _theirs(conversation: UUID, account: UUID, reasons: Mapping[str, Any], *, at: datetime) -> None:
    queueing.depart(conversation=conversation, event=QueueEvent.TAKE, at=at)
    participants.join(conversation=conversation, account=account, responsible=True, at=at)
    Assignment.objects.create(
        conversation_id=conversation, account_id=account, began_at=at, reasons=dict(reasons)
    )
    escalations.answered(conversation=conversation, account=account, at=at)
    stay = QueueEntry.objects.filter(conversation_id=conversation).latest("id")
    turn_texts.write(conversation=conversation, stay=stay.pk, at=at)
    audit.record(
        actor=actors.account(account),
        action="take",
        object_kind="conversation",
        object_id=conversation,
        at=at,
    )
