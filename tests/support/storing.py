"""Sends as people make them, and the table they land in."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Conversation, Message
from krisechat.operations import messages
from krisechat.operations.messages import Outcome, Send, Stored
from krisechat.queries import conversations
from tests.support import people

AT = clock.now()
LATER = AT + timedelta(minutes=1)


def by_citizen(conversation: UUID, body: str = "hej", *, client_id: UUID | None = None) -> Send:
    me = conversations.snapshot(conversation).citizen()
    return Send(
        conversation=conversation,
        participant=me.participant,
        author="citizen",
        alias=me.alias,
        client_id=client_id or new_id(),
        body=body,
    )


def silent() -> UUID:
    """A conversation that nobody has written in yet."""
    return people.amina("").conversation


def store(*sends: Send) -> list[Outcome]:
    return messages.store(sends, at=AT)


def seqs(outcomes: Sequence[Outcome]) -> list[int | str]:
    """The number of each stored message, the code of each refusal."""
    return [each.message.seq if isinstance(each, Stored) else each.code for each in outcomes]


def table(conversation: UUID) -> list[int]:
    rows = Message.objects.filter(conversation_id=conversation).order_by("seq")
    return list(rows.values_list("seq", flat=True))


def last_seq(conversation: UUID) -> int:
    return Conversation.objects.values_list("last_seq", flat=True).get(id=conversation)
