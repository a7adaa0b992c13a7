"""Overdue handovers climb: whoever leads there is told, and told again each working day."""

from datetime import datetime, timedelta
from uuid import UUID

from krisechat.foundation import leases
from routing.models import Handover
from routing.operations.handovers import notices, steps
from routing.queries import delivery
from routing.states.handover import OWED

LEASE = timedelta(seconds=60)


def remind_due(*, at: datetime) -> int:
    """The clock's work: everything owed past its deadline climbs one step; returns how many."""
    owed = Handover.objects.filter(state__in=[str(state) for state in OWED])
    due = leases.claim(owed, at=at, lease=LEASE)
    return sum(_climb(row.id, at=at) for row in due)


def _climb(handover: UUID, *, at: datetime) -> bool:
    with steps.about(handover) as row:
        # Looked at again under the lock: what was owed may have been done since it was claimed.
        if row.state not in OWED or row.due_at is None or row.due_at > at:
            return False
        next_time = delivery.delivery_at(code=row.municipality_code, at=at)
        steps.won(row, list(OWED), climbed_at=at, due_at=next_time, leased_until=None, at=at)
        times = row.steps.filter(step="climbed").count() + 1
        steps.record(row, "climbed", detail={"owed": row.state, "times": times}, at=at)
        notices.overdue(row, times=times, at=at)
    return True
