"""Giving back what absent volunteers hold: the clock's work, over leased presence rows."""

from datetime import datetime, timedelta

from krisechat.foundation import leases
from routing.operations import assignments
from volunteers.models import Presence
from volunteers.operations.presence import GONE_AFTER

LEASE = timedelta(seconds=30)


def give_back(*, at: datetime, steady_since: datetime) -> int:
    """Gives back everything of everybody who is due, and returns how many conversations.

    `steady_since` is since when the clock has run without a break: after an outage of our own
    nobody is gone before they have had as long as ever to come back.
    """
    if at - steady_since < GONE_AFTER:
        return 0
    gone = leases.claim(Presence.objects.all(), at=at, lease=LEASE)
    return sum(assignments.give_back_all(account=row.account_id, why="gone", at=at) for row in gone)
