"""For whom of those who wait people have been called in: a text to somebody on call has gone out.

Only what has happened counts: a text that is still on its way to the provider, or that it refused,
is none.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F

from krisechat.models import Outbound
from krisechat.states.outbound import OutboundState
from routing.states.escalation import EscalationKind, EscalationState

GONE_OUT = (OutboundState.ACCEPTED, OutboundState.SENT, OutboundState.DELIVERED)
OPEN = (EscalationState.RUNNING, EscalationState.EXHAUSTED)


def for_whom(conversations: Collection[UUID]) -> frozenset[UUID]:
    """Those for whom somebody is called in since they wait; one query, none for nobody."""
    if not conversations:
        return frozenset()
    rows = Outbound.objects.filter(
        conversation__in=conversations,
        recipient_kind="account",
        state__in=GONE_OUT,
        conversation__escalations__kind=EscalationKind.NOBODY_THERE,
        conversation__escalations__state__in=OPEN,
        created_at__gte=F("conversation__escalations__began_at"),
    )
    found = rows.values_list("conversation_id", flat=True).distinct()
    return frozenset(id for id in found if id is not None)
