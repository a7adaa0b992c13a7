"""What is known of a citizen beside what they wrote: a name, a number, what they agreed to."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from krisechat.models import Citizen
from krisechat.operations import actors, audit, outbox
from krisechat.privacy import data_keys


def forget(citizen: UUID, *, at: datetime) -> None:
    """Name and number are gone, and nothing more goes to their phone. Within the caller's
    transaction."""
    data_keys.erase(owner_kind="citizen", owner_id=citizen)
    Citizen.objects.filter(id=citizen).update(
        name_sealed=None,
        phone_sealed=None,
        phone_digest=None,
        phone_since=None,
        sms_consent=False,
    )
    outbox.drop_to_citizen(citizen, at=at)


def forget_overdue(citizen: UUID, *, at: datetime) -> bool:
    """The days since the last contact are over; False when they are not (any more)."""
    with transaction.atomic():
        if not data_keys.erase_overdue(owner_kind="citizen", owner_id=citizen, at=at):
            return False
        forget(citizen, at=at)
        audit.record(
            actor=actors.SYSTEM,
            action="forget",
            object_kind="citizen",
            object_id=citizen,
            purpose="retention",
            at=at,
        )
    return True
