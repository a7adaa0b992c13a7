"""How far texts have come: for whoever wrote the message, and for whoever runs this."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from krisechat.models import InboundReceipt, Outbound
from krisechat.queries.letters import OF_A_MESSAGE
from krisechat.states.outbound import OutboundState

SHOWN = 50  # messages a conversation, the newest

_S = OutboundState
_SHOWN_AS: dict[str, str] = {
    _S.QUEUED: "queued",
    _S.SENDING: "queued",
    _S.UNKNOWN: "queued",
    _S.ACCEPTED: "sent",
    _S.SENT: "sent",
    _S.DELIVERED: "delivered",
    _S.FAILED: "failed",
}
# Of a text in several parts the least part counts.
_LEAST = ("failed", "queued", "sent", "delivered")


def shown_as(state: str) -> str:
    """What a volunteer is shown of this state; empty: nothing, since no text was needed."""
    return _SHOWN_AS.get(state, "")


def of_messages(conversations: Collection[UUID]) -> dict[UUID, dict[int, str]]:
    """By conversation: how far the text of each message has come, for the newest messages."""
    found: dict[UUID, dict[int, str]] = {}
    if not conversations:
        return found
    rows = Outbound.objects.filter(
        conversation_id__in=conversations, seq__isnull=False, template__in=OF_A_MESSAGE
    ).exclude(state=_S.CANCELLED)
    for conversation, seq, state in rows.order_by("-seq").values_list(
        "conversation_id", "seq", "state"
    ):
        if conversation is None or seq is None:
            continue
        shown = found.setdefault(conversation, {})
        if seq in shown or len(shown) < SHOWN:
            shown[seq] = min(shown.get(seq, "delivered"), shown_as(state), key=_LEAST.index)
    return found


def differences(*, since: datetime) -> int:
    """How many texts no webhook brought since then, so that the provider's list had to (N25)."""
    return InboundReceipt.objects.filter(
        kind="text", source="listing", received_at__gte=since
    ).count()
