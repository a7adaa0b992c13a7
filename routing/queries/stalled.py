"""What should not be: work long overdue although the clock runs, and rows that contradict each
other. Numbers and ids only, for the watchdog and for whoever looks after the servers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from krisechat.foundation.leases import DueRow
from krisechat.models import Conversation, Duty, InboundReceipt, Outbound, Participant
from krisechat.states.conversation import ConversationState
from routing.models import Assignment, Escalation, Handover, Offer, QueueEntry
from routing.states.offer import OfferState
from routing.states.queue_entry import QueueState
from volunteers.models import Presence

LATE = timedelta(minutes=2)
# No step of the clock takes anything for so long; such a lease was given by a clock set back.
NO_LEASE_LASTS = timedelta(hours=1)

DUE: Mapping[str, type[DueRow]] = {
    "stays": QueueEntry,
    "offers": Offer,
    "escalations": Escalation,
    "handovers": Handover,
    "texts_out": Outbound,
    "texts_in": InboundReceipt,
    "absences": Presence,
    "duties": Duty,
}


def overdue(*, at: datetime) -> dict[str, int]:
    """How many rows of each kind were due two minutes ago and nobody is at them; kinds with none
    are left out."""
    nobody_at_it = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    counts = {
        kind: model._default_manager.filter(nobody_at_it, due_at__lt=at - LATE).count()
        for kind, model in DUE.items()
    }
    return {kind: count for kind, count in counts.items() if count}


def leased_for_ever(kind: str, *, at: datetime) -> QuerySet[DueRow]:
    """Rows of this kind that nobody can claim for longer than anything takes."""
    return DUE[kind]._default_manager.filter(leased_until__gt=at + NO_LEASE_LASTS)


def waiting_without_a_stay(limit: int = 100) -> list[UUID]:
    """Conversations that wait and are in no queue: nobody would ever look after them."""
    stays = QueueEntry.objects.filter(conversation=OuterRef("id"), state=QueueState.WAITING)
    rows = Conversation.objects.filter(~Exists(stays), state=ConversationState.WAITING)
    return _ids(rows, limit)


def staying_without_waiting(limit: int = 100) -> list[UUID]:
    """Conversations that are still in the queue, or on offer, and do not wait any more."""
    stays = QueueEntry.objects.filter(conversation=OuterRef("id"), state=QueueState.WAITING)
    offers = Offer.objects.filter(conversation=OuterRef("id"), state=OfferState.LIVE)
    rows = Conversation.objects.filter(Exists(stays) | Exists(offers))
    return _ids(rows.exclude(state=ConversationState.WAITING), limit)


def active_without_a_holder(limit: int = 100) -> list[UUID]:
    """Conversations that go on with nobody who is responsible."""
    holders = Participant.objects.filter(conversation=OuterRef("id"), responsible=True)
    rows = Conversation.objects.filter(~Exists(holders), state=ConversationState.ACTIVE)
    return _ids(rows, limit)


def active_without_an_assignment(limit: int = 100) -> list[tuple[UUID, UUID]]:
    """Conversations, each with who is responsible, of which nobody knows who got them when."""
    given = Assignment.objects.filter(conversation=OuterRef("conversation"), ended_at__isnull=True)
    return _held(~Exists(given), limit)


def held_by_nobody_there(limit: int = 100) -> list[tuple[UUID, UUID]]:
    """Conversations, each with who is responsible, whose holder nobody watches over."""
    watched = Presence.objects.filter(account=OuterRef("account"), due_at__isnull=False)
    return _held(~Exists(watched), limit)


def _held(which: Any, limit: int) -> list[tuple[UUID, UUID]]:
    rows = Participant.objects.filter(
        which, responsible=True, conversation__state=ConversationState.ACTIVE
    )
    held = rows.values_list("conversation_id", "account_id")[:limit]
    return [(conversation, account) for conversation, account in held if account is not None]


def _ids(rows: QuerySet[Conversation], limit: int) -> list[UUID]:
    return list(rows.values_list("id", flat=True)[:limit])
