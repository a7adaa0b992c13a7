"""Looking after whoever waits: at each look people are called in if nobody else will come."""

from datetime import datetime, timedelta

from krisechat.foundation import leases
from routing.models import QueueEntry
from routing.operations import escalations
from routing.queries import queue
from routing.queries.reach import Reach
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
    if not due:
        return 0
    waiting = {one.entry: one for one in queue.waiting()}
    reach = Reach(list(waiting.values()), at=at)
    for row in due:
        if row.pk not in waiting:  # stands aside, for now, or was taken in the meantime
            leases.finish(row, due_at=at + looking.LATER)
    return sum(_look(row, waiting[row.pk], reach, at=at) for row in due if row.pk in waiting)


def _look(row: QueueEntry, one: Waiting, reach: Reach, *, at: datetime) -> bool:
    waited = at - one.stays_since
    called = (
        # A flood calls the same people in once, not once for each of it.
        not (one.is_crowd and escalations.anybody_is_called_in())
        and looking.calls_people_in(
            waited=waited, on_offer=reach.is_on_offer(one), somebody_could=reach.somebody_could(one)
        )
        and escalations.begin(
            conversation=one.conversation, kind=EscalationKind.NOBODY_THERE, at=at
        )
    )
    # Taken in the meantime: its fence has moved, and nothing is set.
    leases.finish(row, due_at=at + looking.look_again_in(waited=waited))
    return called
