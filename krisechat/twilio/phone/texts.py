"""A text message as the demo phone keeps it, and its shape in Twilio's API.

https://www.twilio.com/docs/messaging/api/message-resource
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from typing import Any

VERSION = "2010-04-01"
SEGMENT = 67  # characters of a part of a long text in UCS-2


class Direction(StrEnum):
    """Twilio's words, seen from the account that sends."""

    INCOMING = "inbound"
    OUTGOING = "outbound-api"
    REPLY = "outbound-reply"


class Status(StrEnum):
    """Twilio's words for how far a text has come."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    RECEIVED = "received"


class Brought(StrEnum):
    """What became of the webhook of a text that was typed on a phone."""

    NOT_YET = "not_yet"
    YES = "yes"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text message. Numbers are E.164; moments are seconds since 1970."""

    number: int  # in the order in which they came to be
    sid: str
    direction: str
    sender: str
    receiver: str
    body: str
    status: str
    error_code: int | None
    callback: str
    brought: str
    created_at: float
    updated_at: float
    sent_at: float | None

    @property
    def moment(self) -> float:
        """What a list by date goes by: when it was sent, or else when it was made."""
        return self.sent_at or self.created_at


def new_sid() -> str:
    """Twilio's kind of id for a text."""
    return f"SM{secrets.token_hex(16)}"


def uri_of(account: str, sid: str) -> str:
    """Where Twilio's API has this text."""
    return f"/{VERSION}/Accounts/{account}/Messages/{sid}.json"


def as_json(text: Text, *, account: str) -> dict[str, Any]:
    """The text as Twilio's API tells of it."""
    uri = uri_of(account, text.sid)
    return {
        "account_sid": account,
        "api_version": VERSION,
        "body": text.body,
        "date_created": _rfc2822(text.created_at),
        "date_sent": _rfc2822(
            text.moment if text.direction == Direction.INCOMING else text.sent_at
        ),
        "date_updated": _rfc2822(text.updated_at),
        "direction": text.direction,
        "error_code": text.error_code,
        "error_message": None,
        "from": text.sender,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": str(segments(text.body)),
        "price": None,
        "price_unit": "USD",
        "sid": text.sid,
        "status": text.status,
        "subresource_uris": {"media": uri.replace(".json", "/Media.json")},
        "to": text.receiver,
        "uri": uri,
    }


def segments(body: str) -> int:
    """In how many parts the network carries it."""
    return max(1, -(-len(body) // SEGMENT))


def _rfc2822(at: float | None) -> str | None:
    return format_datetime(datetime.fromtimestamp(at, UTC)) if at is not None else None
