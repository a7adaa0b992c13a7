"""What is open from where: counts under keyed hashes, which never leave the server."""

from collections import Counter
from datetime import datetime

from django.db.models import Count, F, Max

from krisechat.states.conversation import ConversationState
from routing.models import AbuseMark, CameFrom
from routing.rules import lanes
from routing.rules.lanes import Lane, Open
from routing.rules.priority import HEAD_START

_OPEN = (ConversationState.WAITING, ConversationState.ACTIVE)


def open_from(lane: Lane) -> Open:
    """What is open from the lane somebody comes from now. Of several who come at one moment, each
    may miss the others: a flood gains as many as there are threads that open."""
    rows = CameFrom.objects.filter(network=lane.network, conversation__state__in=_OPEN)
    by_source = Counter(
        {bytes(source): count for source, count in rows.values_list("source").annotate(Count("pk"))}
    )
    waiting = rows.filter(source=lane.source, conversation__state=ConversationState.WAITING)
    return Open(
        of_source=by_source[lane.source],
        of_network=lanes.of_network(by_source.values()),
        last_turn=waiting.aggregate(last=Max("stands_from"))["last"],
    )


def is_marked(source: bytes, *, at: datetime) -> bool:
    """Whether two people who answer called what came from this source abuse, within a day."""
    marks = AbuseMark.objects.filter(source=source, marked_at__gt=at - lanes.MARKS_FADE)
    return lanes.is_marked(marks.values_list("account_id", flat=True))


def held_by_crowds() -> list[bytes]:
    """The lane of each conversation somebody has now that belongs to a flood."""
    rows = CameFrom.objects.filter(
        conversation__state=ConversationState.ACTIVE, stands_from__gte=F("came_at") + lanes.CROWD
    ).exclude(conversation__risk__in=HEAD_START)
    return [bytes(network) for network in rows.values_list("network", flat=True)]


def put_back_waiting(*, at: datetime) -> int:
    """How many of those who wait stand behind whoever comes now."""
    rows = CameFrom.objects.filter(
        conversation__state=ConversationState.WAITING,
        conversation__queue_entries__state="waiting",
        conversation__queue_entries__given_back_at=None,
        stands_from__gt=at,
    ).exclude(conversation__risk__in=HEAD_START)
    return rows.count()
