"""Where conversations came from, for as long as they are open: counted, marked, forgotten."""

from datetime import datetime, timedelta
from uuid import UUID

from krisechat.operations import retention
from routing.models import AbuseMark, CameFrom
from routing.queries import lanes as queries
from routing.rules import lanes as rules
from routing.rules.lanes import Lane

# Asked every ten minutes, so that nothing is older than 24 hours.
KEPT = timedelta(hours=23, minutes=30)


def enter(*, conversation: UUID, lane: Lane, at: datetime) -> None:
    """The conversation came from there now, and stands where its lane's few and many stand. In the
    transaction that opens it."""
    marked = queries.is_marked(lane.source, at=at)
    CameFrom.objects.create(
        conversation_id=conversation,
        source=lane.source,
        network=lane.network,
        came_at=at,
        stands_from=rules.stands_from(at, queries.open_from(lane), marked=marked),
    )


def mark(*, conversation: UUID, account: UUID, at: datetime) -> None:
    """The person closed it as abuse. Two different people's marks count, for 24 hours."""
    row = CameFrom.objects.filter(conversation_id=conversation).first()
    if row is not None:
        AbuseMark.objects.update_or_create(
            source=bytes(row.source), account_id=account, defaults={"marked_at": at}
        )


def forget(*, conversation: UUID) -> None:
    """It is closed: where it came from is nobody's business any more."""
    CameFrom.objects.filter(conversation_id=conversation).delete()


def prune(*, at: datetime) -> int:
    """What nobody closed, and marks that have faded; returns how many rows."""
    before = at - KEPT
    return retention.delete_some(CameFrom.objects.filter(came_at__lt=before)) + (
        retention.delete_some(AbuseMark.objects.filter(marked_at__lt=before))
    )
