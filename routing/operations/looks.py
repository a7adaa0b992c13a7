"""Looking after whoever waits: at each look people are called in if nobody else will come."""

from datetime import datetime, timedelta

from krisechat.foundation import leases
from routing.models import QueueEntry
from routing.operations import escalations
from routing.queries import queue, reach
from routing.rules import looking
from routing.rules.priority import Waiting
from routing.states.escalation import EscalationKind
from routing.states.queue_entry import QueueState

LEASE = timedelta(seconds=30)


def look(*, at: datetime) -> int:
    """Looks at everybody who waits and is due; returns for how many people were called in.

    The next look is set in any case, so that nobody waits without one.
    """
    due = leases.claim(QueueEntry.objects.filter(state=QueueState.WAITING), at=at, lease=LEASE)
    waiting = {one.entry: one for one in queue.waiting()} if due else {}
    return sum(_look(row, waiting[row.pk], at=at) for row in due if row.pk in waiting)


def _look(row: QueueEntry, one: Waiting, *, at: datetime) -> bool:
    waited = at - (one.given_back_at or one.waiting_since)
    called = _calls_people_in(one, waited=waited) and escalations.begin(
        conversation=one.conversation, kind=EscalationKind.NOBODY_THERE, at=at
    )
    # Taken in the meantime: its fence has moved, and nothing is set.
    leases.finish(row, due_at=at + looking.look_again_in(waited=waited))
    return called


def _calls_people_in(one: Waiting, *, waited: timedelta) -> bool:
    return looking.calls_people_in(
        waited=waited,
        on_offer=reach.on_offer(one.conversation),
        somebody_could=reach.somebody_could(one),
    )
