"""The record of what was done about a danger to life. Written once, never changed; it stays when
the citizen erases the conversation."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from krisechat.operations import actors, audit, participants
from krisechat.realtime import publish
from routing.models import EmergencyStep
from routing.states.emergency import BY_HAND, EmergencyCode

# The same by the same person within this is one act, said twice.
SAID_TWICE = timedelta(seconds=10)


def record(*, conversation: UUID, step: EmergencyCode, account: UUID, at: datetime) -> None:
    """Puts a step on record, in the caller's transaction, and tells everybody who answers there.
    `account` is who did it, or who was called."""
    if step in BY_HAND and _said_before(conversation, step, account, at=at):
        return
    EmergencyStep.objects.create(conversation_id=conversation, step=step, account_id=account, at=at)
    audit.record(
        actor=actors.account(account),
        action=f"emergency_{step}",
        object_kind="conversation",
        object_id=conversation,
        at=at,
    )
    _tell(conversation)


def _said_before(conversation: UUID, step: str, account: UUID, *, at: datetime) -> bool:
    rows = EmergencyStep.objects.filter(conversation_id=conversation, step=step, account=account)
    return rows.filter(at__gt=at - SAID_TWICE).exists()


def _tell(conversation: UUID) -> None:
    accounts = participants.answering_in(conversation)

    def tell() -> None:
        for each in accounts:
            publish.account_changed(each)

    transaction.on_commit(tell)
