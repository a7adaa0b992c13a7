"""Reading a handover, as people who work here do: each time on record, with a purpose (P28)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from krisechat.foundation.refusals import BadValue
from krisechat.operations import actors, audit
from routing.queries import handovers
from routing.queries.handovers import Opened, Row

PURPOSES = ("write", "assess", "follow_up", "coordinate")


def read(*, account: UUID, handover: UUID, purpose: str, at: datetime) -> Opened:
    """The handover as this person may see it. Raises NotFound, or BadValue for a purpose that is
    not one of PURPOSES."""
    if purpose not in PURPOSES:
        raise BadValue("This is not one of the purposes.", field="purpose")
    with transaction.atomic():
        opened = handovers.opened(account, handover)
        audit.record(
            actor=actors.account(account),
            action="read_handover",
            object_kind="handover",
            object_id=handover,
            purpose=purpose,
            at=at,
        )
    return opened


def read_inbox(*, account: UUID, at: datetime) -> list[Row]:
    """What the person's municipality has, with the first words of each."""
    with transaction.atomic():
        rows = handovers.inbox(account)
        audit.record(
            actor=actors.account(account),
            action="list_handovers",
            object_kind="account",
            object_id=account,
            purpose="assess",
            detail={"count": len(rows)},
            at=at,
        )
    return rows
