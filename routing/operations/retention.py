"""What is older than its class goes: the conversations, the handovers, and all that hangs on them.

The clock's one step for P64: `run` does a little of everything, again and again. What stays: that
a danger was met and what was done (codes, no words), consents for five years, and of an erased
conversation the empty row with its times. How one owner is erased stands with its noun; the rest
in krisechat/operations/retention.py.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from krisechat.foundation.refusals import NotFound
from krisechat.models import Conversation
from krisechat.operations import actors, retention
from krisechat.privacy import data_keys
from krisechat.privacy.retention import CONSENTS_KEPT, TRACES_KEPT
from routing.models import Assignment, Consent, Escalation, Offer, QueueEntry
from routing.operations import handovers, lanes, queueing


def run(*, at: datetime) -> int:
    """One round; returns how many owners were erased and rows deleted."""
    return (
        _erase_conversations(at=at)
        + _erase_handovers(at=at)
        + retention.erase_citizens(at=at)
        + retention.erase_receipts(at=at)
        + retention.prune(at=at)
        + lanes.prune(at=at)
        + _prune(at=at)
    )


def _erase_conversations(*, at: datetime) -> int:
    return retention.erase_overdue("conversation", lambda id: _erase(id, at=at), at=at)


def _erase(conversation: UUID, *, at: datetime) -> bool:
    """As the citizen's own erasure does, but what a municipality has is kept by its own days."""
    with transaction.atomic():
        Conversation.objects.select_for_update().filter(id=conversation).first()
        if not data_keys.is_overdue(owner_kind="conversation", owner_id=conversation, at=at):
            return False
        handovers.lapse_with_conversation(conversation, at=at)
        try:
            queueing.erase(conversation=conversation, actor=actors.SYSTEM, at=at)
        except NotFound:  # erased before, or no such row: only its key is left
            data_keys.erase(owner_kind="conversation", owner_id=conversation)
    return True


def _erase_handovers(*, at: datetime) -> int:
    return retention.erase_overdue("handover", lambda id: handovers.erase_overdue(id, at=at), at=at)


def _prune(*, at: datetime) -> int:
    """Who stood in the queue, who was offered and given whom, and who was called in."""
    before = at - TRACES_KEPT
    over = (
        QueueEntry.objects.filter(left_at__lt=before),
        Offer.objects.filter(ended_at__lt=before),
        Assignment.objects.filter(ended_at__lt=before),
        Escalation.objects.filter(ended_at__lt=before),
        Consent.objects.filter(given_at__lt=at - CONSENTS_KEPT),
    )
    return sum(retention.delete_some(rows) for rows in over)
