"""How far texts have come: for whoever wrote the message, and for whoever runs this."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from krisechat.models import InboundReceipt, Outbound
from krisechat.queries.letters import OF_A_MESSAGE, WHEN_GONE
from krisechat.states.outbound import UNDECIDED, OutboundState

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


def shown_as(text: Outbound, state: str) -> str:
    """What a volunteer is shown of this text in this state; empty: nothing.

    Until it is out, what goes only to whoever is gone from the web may yet not be needed, so
    nothing is shown that would have to be taken back. A further part follows one that is out.
    """
    if text.template in WHEN_GONE and text.part == 1 and state in UNDECIDED:
        return ""
    return _SHOWN_AS.get(state, "")


def of_messages(conversations: Collection[UUID]) -> dict[UUID, dict[int, str]]:
    """By conversation: how far the text of each message has come, for the newest messages."""
    found: dict[UUID, dict[int, str]] = {}
    if not conversations:
        return found
    rows = Outbound.objects.filter(
        conversation_id__in=conversations, seq__isnull=False, template__in=OF_A_MESSAGE
    ).exclude(state=_S.CANCELLED)
    for row in rows.order_by("-seq").only("conversation_id", "seq", "state", "template", "part"):
        state = shown_as(row, row.state)
        if row.conversation_id is None or row.seq is None or not state:
            continue
        shown = found.setdefault(row.conversation_id, {})
        if row.seq in shown or len(shown) < SHOWN:
            shown[row.seq] = min(shown.get(row.seq, "delivered"), state, key=_LEAST.index)
    return found


def differences(*, since: datetime) -> int:
    """How many texts no webhook brought since then, so that the provider's list had to (N25)."""
    return InboundReceipt.objects.filter(
        kind="text", source="listing", received_at__gte=since
    ).count()
