"""What the citizen's endpoints answer with: each answer's fields, declared once."""

from datetime import datetime
from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from msgspec import Meta

from krisechat.foundation.describing import Refused
from krisechat.realtime.frames_out import Alias, Message, Queue
from krisechat.states.conversation import ConversationState

State = Annotated[str, Meta(extra_json_schema={"enum": [each.value for each in ConversationState]})]
Token = Annotated[str, Meta(description="A bearer secret: never in an address or a log.")]
ReturnCode = Annotated[str, Meta(description="Four Danish words.")]


class Organisation(TypedDict):
    slug: str
    name: str


class Alternative(TypedDict):
    """Who else can be called. `hours` is in Danish, empty when unknown; `open_now` is null unless
    the hours were verified; `topics` says what it is for."""

    name: str
    phone: str
    url: str
    hours: str
    open_now: bool | None
    topics: list[str]


class Status(TypedDict):
    """How the helpline stands now; `alternatives` begins with 112."""

    open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    estimated_wait_seconds: int | None
    sms_number: str
    languages: list[str]
    topics: list[str]
    organisations: list[Organisation]
    alternatives: list[Alternative]


class Secrets(TypedDict):
    """A conversation and what it takes to come back to it; `websocket` is a path."""

    conversation: UUID
    token: Token
    return_code: ReturnCode
    state: State
    websocket: str


class BoughtToken(TypedDict):
    token: Token


class NewReturnCode(TypedDict):
    return_code: ReturnCode


class Ended(TypedDict):
    state: State


class Thanks(TypedDict):
    """The answer as it is stored."""

    helped: str


class Acknowledged(TypedDict):
    """Stored. `masked`: a CPR number was hidden before that."""

    client_id: UUID
    seq: int
    sent_at: datetime
    masked: NotRequired[bool]


class Transcript(TypedDict):
    """At most 200 messages, oldest first; `last_seq` is the last one's, `more` that there are
    others after it. `handover`: how far what is passed on has come, if anything is."""

    messages: list[Message]
    last_seq: int
    more: bool
    state: State
    volunteer: Alias | None
    queue: Queue | None
    handover: str | None


class RefusedClosed(Refused):
    opens_at: datetime | None
    alternatives: list[Alternative]


class RefusedProof(Refused):
    """Repeat the request with `challenge` and `proof`, where SHA-256 of `challenge:proof` begins
    with `bits` zero bits, or wait."""

    challenge: str
    bits: int


class RefusedSend(Refused):
    """Nothing was stored."""

    client_id: UUID
