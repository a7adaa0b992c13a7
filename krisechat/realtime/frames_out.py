"""Every frame the server sends, as a declared type. What is not declared here is not sent.

Times are datetimes in UTC (RFC 3339 on the wire), ids are UUIDs.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class Frame(msgspec.Struct, tag_field="type", kw_only=True):
    """Base of all frames: `type` tells them apart."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"  # what it holds has no place in a log


class Message(Frame, tag="message"):
    conversation: UUID
    seq: int
    id: UUID
    client_id: UUID | None
    author: str
    alias: str
    body: str
    sent_at: datetime
    via: str


class MessageAck(Frame, tag="message.ack", omit_defaults=True):
    """Stored. `masked`: a CPR number was hidden before that."""

    client_id: UUID
    seq: int
    sent_at: datetime
    conversation: UUID | None = None
    masked: bool = False


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """The place from 1; `called_in`: people were called in from home."""

    position: int
    estimated_wait_seconds: int | None
    called_in: bool = False


class Alias(msgspec.Struct, frozen=True, kw_only=True):
    alias: str


class CitizensView(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as its citizen may know it. `handover`: how far what is passed on has come
    (to_read, approved, delivered, taken, contacted, returned), if anything is."""

    id: UUID
    state: str
    volunteer: Alias | None
    queue: Queue | None
    handover: str | None = None


class Welcome(Frame, tag="welcome"):
    conversation: CitizensView
    last_seq: int


class Synced(Frame, tag="synced", omit_defaults=True):
    last_seq: int
    conversation: UUID | None = None


class State(Frame, tag="state"):
    state: str
    volunteer: Alias | None
    queue: Queue | None
    handover: str | None = None


class ConsoleState(Frame, tag="state"):
    conversation: UUID
    state: str


class Receipt(Frame, tag="receipt", omit_defaults=True):
    state: str
    seq: int
    by: str
    conversation: UUID | None = None


class Typing(Frame, tag="typing", omit_defaults=True):
    on: bool
    by: str
    conversation: UUID | None = None


class Beat(Frame, tag="beat"):
    n: int
    seq: int


class ConsoleBeat(Frame, tag="beat"):
    n: int
    conversations: dict[str, int]


class Pong(Frame, tag="pong"):
    n: int | None


class Error(Frame, tag="error", omit_defaults=True):
    code: str
    detail: str
    field: str | None = None
    client_id: str | None = None
    conversation: str | None = None
    retry_after: float | None = None


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who answers, by id and by the alias they have in that conversation."""

    id: UUID
    alias: str


class ConversationView(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as somebody in it may know it. `texting` says whether their words also go to
    the citizen's phone: none, words, gone_words or gone_neutral (once the citizen is gone). `gone`
    says that their page is closed: hurried (they left at once, by the way out), still (after half
    an hour of silence), or empty, also where only their line is lost."""

    id: UUID
    state: str
    topic: str
    language: str
    risk: str
    via: str
    texting: str
    citizen: Alias
    volunteer: Person | None
    your_alias: str  # theirs who are shown it, also where another is responsible
    last_seq: int
    gone: str = ""


class Me(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    alias: str
    status: str
    capacity: int


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    waiting: int
    longest_wait_seconds: int


class ConsoleWelcome(Frame, tag="welcome"):
    volunteer: Me
    conversations: list[ConversationView]
    queue: Waiting


class ConsoleQueue(Frame, tag="queue"):
    waiting: int
    longest_wait_seconds: int


class Conversation(Frame, tag="conversation"):
    """`reason` is assigned, changed, invited or removed (then only the id is known for sure)."""

    conversation: ConversationView | dict[str, Any]
    reason: str


class Presence(Frame, tag="presence"):
    status: str
    capacity: int


class Note(Frame, tag="note"):
    conversation: UUID
    id: UUID
    body: str
    author: str
    at: datetime


class OfferedConversation(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody needs to know to say yes or no; no word of the citizen."""

    id: UUID
    topic: str
    language: str
    risk: str
    waiting_seconds: int
    via: str
    returning: bool


class Offer(Frame, tag="offer"):
    """`reasons` are codes: why this one, and why you."""

    offer: UUID
    conversation: OfferedConversation
    expires_at: datetime
    reasons: list[str]


class OfferGone(Frame, tag="offer.gone"):
    """`reason` is accepted, declined, expired or withdrawn."""

    offer: UUID
    reason: str


class Alert(Frame, tag="alert"):
    """Something that calls for somebody now; `kind` is acute, help, lead_called or lead_came."""

    kind: str
    conversation: UUID
    detail: str


class Text(Frame, tag="text"):
    """How far the text message that carries this message has come: queued, sent, delivered or
    failed."""

    conversation: UUID
    seq: int
    state: str


class Emergency(Frame, tag="emergency"):
    """The steps on record about a danger to life, oldest first, each `{step, by, name, at}`;
    `numbers` are who to call from here, 112 first, each `{label, display, tel, step}`; a call to
    one goes on record as its `step`."""

    conversation: UUID
    steps: list[dict[str, Any]]
    numbers: list[dict[str, str]]


encode = msgspec.json.Encoder().encode
