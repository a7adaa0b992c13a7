"""Somebody has come to a citizen who may have closed the waiting page: one neutral sentence by
text, where they said yes to that, unless their page has been told by then."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from krisechat.models import Conversation, Outbound
from krisechat.operations import outbox
from krisechat.outbound import wording
from krisechat.privacy.data_keys import OwnerErased
from krisechat.states.conversation import Texting, Via
from krisechat.states.outbound import OutboundState

logger = logging.getLogger(__name__)

TEMPLATE = "your_turn"
# A page with a line has answered a beat by then, or has asked again.
AFTER = timedelta(seconds=20)
_MAY = (Texting.NEUTRAL_WHEN_GONE, Texting.WORDS_WHEN_GONE)


def write(*, conversation: UUID, stay: int, at: datetime) -> None:
    """Within the transaction in which somebody takes the conversation. Once for each `stay` in the
    queue; whether it still goes is asked again when it is sent."""
    row = Conversation.objects.filter(id=conversation, via=Via.WEB, texting__in=_MAY).first()
    if row is None:
        return
    try:
        outbox.text_citizen(
            conversation=conversation,
            template=TEMPLATE,
            body=wording.to_citizen(TEMPLATE, language=row.language),
            once=f"{TEMPLATE}:{conversation}:{stay}",
            at=at,
            due_at=at + AFTER,
        )
    except OwnerErased:
        logger.error("not told that somebody came: the citizen's key is gone")


def page_knows(*, conversation: UUID, at: datetime) -> None:
    """The citizen's page shows that somebody is there: what has not left is not needed."""
    rows = Outbound.objects.filter(
        conversation_id=conversation, template=TEMPLATE, state=OutboundState.QUEUED
    )
    onces = list(rows.values_list("once", flat=True))
    if onces:
        outbox.withdraw(onces, at=at)
