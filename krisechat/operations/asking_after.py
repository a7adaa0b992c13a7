"""Did it help? Asked once of whoever came by text message, a little after the end (S5)."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from krisechat.models import Conversation, Message
from krisechat.operations import outbox
from krisechat.outbound import wording
from krisechat.privacy.data_keys import OwnerErased
from krisechat.states.conversation import Author, Outcome, Texting, Via

logger = logging.getLogger(__name__)

# Long enough for a last word to go first, short enough to be about what just was.
AFTER = timedelta(minutes=2)
_NOT_AFTER = frozenset({Outcome.TEST, Outcome.ABUSE})


def ask_by_text(*, conversation: UUID, outcome: str, at: datetime) -> None:
    """Within the transaction of the end: a text that asks, unless nobody ever answered them, or
    they wrote STOP. Whether it still goes is asked again when it is sent."""
    row = Conversation.objects.get(id=conversation)
    if row.via != Via.SMS or row.texting == Texting.NONE or outcome in _NOT_AFTER:
        return
    if not Message.objects.filter(conversation=row, author=Author.VOLUNTEER).exists():
        return
    try:
        outbox.text_citizen(
            conversation=conversation,
            template="helped",
            body=wording.to_citizen("helped", language=row.language),
            once=f"helped:{conversation}",
            at=at,
            due_at=at + AFTER,
        )
    except OwnerErased:
        logger.error("not asked whether it helped: the citizen's key is gone")
