"""The life of something on its way out: a text message or an e-mail.

`sending` is committed before the provider is called. Whoever finds it there later, or meets an
answer that says neither yes nor no, moves it to `unknown`: it is looked up at the provider before
anything is sent again. What the provider tells afterwards only ever moves it forward.
"""

from enum import StrEnum


class OutboundState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


class OutboundEvent(StrEnum):
    CALL = "call"
    ACCEPT = "accept"
    RETRY = "retry"
    DOUBT = "doubt"
    REFUSE = "refuse"
    CANCEL = "cancel"


class Channel(StrEnum):
    SMS = "sms"
    EMAIL = "email"


_S, _E = OutboundState, OutboundEvent

TRANSITIONS = {
    (_S.QUEUED, _E.CALL): _S.SENDING,
    (_S.QUEUED, _E.CANCEL): _S.CANCELLED,
    (_S.QUEUED, _E.REFUSE): _S.FAILED,
    # The provider tells of it after all, when it was to be sent again already.
    (_S.QUEUED, _E.ACCEPT): _S.ACCEPTED,
    (_S.SENDING, _E.ACCEPT): _S.ACCEPTED,
    (_S.SENDING, _E.RETRY): _S.QUEUED,
    (_S.SENDING, _E.DOUBT): _S.UNKNOWN,
    (_S.SENDING, _E.REFUSE): _S.FAILED,
    (_S.UNKNOWN, _E.ACCEPT): _S.ACCEPTED,
    (_S.UNKNOWN, _E.RETRY): _S.QUEUED,
    (_S.UNKNOWN, _E.REFUSE): _S.FAILED,
}

# How far a text has come; a later word of the provider never brings it back.
PROGRESS = (_S.ACCEPTED, _S.SENT, _S.FAILED, _S.DELIVERED)
# What still stands in the way of the next text to the same person.
UNDECIDED = frozenset({_S.QUEUED, _S.SENDING, _S.UNKNOWN})
