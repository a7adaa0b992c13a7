"""Every frame the server takes in, as a declared type, per socket.

Numbers are integers from 0 to 2^53-1. Unknown fields are ignored; missing or ill-typed ones are
refused by krisechat.realtime.decoding.
"""

from typing import Annotated, Any
from uuid import UUID

import msgspec

WHOLE_MAX = 2**53 - 1
Whole = Annotated[int, msgspec.Meta(ge=0, le=WHOLE_MAX)]
Given = Annotated[str, msgspec.Meta(min_length=1)]  # an empty text is not given


class FrameIn(msgspec.Struct, tag_field="type", kw_only=True):
    """Base of all incoming frames."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"  # what it holds has no place in a log


class Hello(FrameIn, tag="hello"):
    token: Given
    last_seq: Whole


class MessageSend(FrameIn, tag="message.send"):
    client_id: UUID
    body: Given


class MessageRead(FrameIn, tag="message.read"):
    seq: Whole


class Typing(FrameIn, tag="typing"):
    on: bool


class Sync(FrameIn, tag="sync"):
    last_seq: Whole


class ConversationEnd(FrameIn, tag="conversation.end"):
    pass


class Ping(FrameIn, tag="ping"):
    n: Whole | None = None


class ConsoleHello(FrameIn, tag="hello"):
    resume: dict[UUID, Whole] = {}


class ConversationNext(FrameIn, tag="conversation.next"):
    pass


class PresenceSet(FrameIn, tag="presence.set"):
    status: Given
    capacity: Whole | None = None


class ConsoleMessageSend(FrameIn, tag="message.send"):
    conversation: UUID
    client_id: UUID
    body: Given


class ConsoleMessageRead(FrameIn, tag="message.read"):
    conversation: UUID
    seq: Whole


class ConsoleTyping(FrameIn, tag="typing"):
    conversation: UUID
    on: bool


class ConsoleSync(FrameIn, tag="sync"):
    conversation: UUID
    last_seq: Whole


class ConversationFlag(FrameIn, tag="conversation.flag"):
    conversation: UUID
    risk: Given
    reason: str


class ConversationNote(FrameIn, tag="conversation.note"):
    conversation: UUID
    body: Given


class ConversationClose(FrameIn, tag="conversation.close"):
    conversation: UUID
    outcome: Given
    tags: list[str]


class OfferAccept(FrameIn, tag="offer.accept"):
    offer: UUID


class OfferDecline(FrameIn, tag="offer.decline"):
    offer: UUID
    reason: str = ""


class HelpRequest(FrameIn, tag="help.request"):
    conversation: UUID


class EmergencyStep(FrameIn, tag="emergency.step"):
    """What was done about a danger to life, for the record: a code, such as `called_112`."""

    conversation: UUID
    step: Given


class CitizenPing(FrameIn, tag="ping"):
    """`active`: the person did something since the last one that said so. A socket alone, which a
    forgotten page keeps open, is no sign of anybody."""

    n: Whole | None = None
    active: bool = False


CITIZEN_FRAMES: Any = (
    Hello | MessageSend | MessageRead | Typing | Sync | ConversationEnd | CitizenPing
)
CONSOLE_FRAMES: Any = (
    ConsoleHello
    | ConversationNext
    | PresenceSet
    | ConsoleMessageSend
    | ConsoleMessageRead
    | ConsoleTyping
    | ConsoleSync
    | ConversationFlag
    | ConversationNote
    | ConversationClose
    | OfferAccept
    | OfferDecline
    | HelpRequest
    | EmergencyStep
    | Ping
)
