"""What Twilio's names for things mean to us.

https://www.twilio.com/docs/messaging/guides/webhook-request and
https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from krisechat.outbound.provider import Listed
from krisechat.states.outbound import OutboundState

MESSAGE_SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
STATUS = re.compile(r"[a-z_-]{1,24}")
TEXT_NAMES = frozenset({"MessageSid", "AccountSid", "From", "To", "Body"})
STATUS_NAMES = frozenset({"MessageSid", "AccountSid", "MessageStatus"})

_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")

# The error of a text to somebody who wrote STOP where Twilio, not we, obeyed it:
# https://www.twilio.com/docs/api/errors/21610
STOPPED_THERE = "21610"

# Each word of Twilio's and how far it means that a text has come.
PROGRESS_OF: dict[str, OutboundState] = {
    "accepted": OutboundState.ACCEPTED,
    "scheduled": OutboundState.ACCEPTED,
    "queued": OutboundState.ACCEPTED,
    "sending": OutboundState.ACCEPTED,
    "sent": OutboundState.SENT,
    "delivered": OutboundState.DELIVERED,
    "read": OutboundState.DELIVERED,
    "undelivered": OutboundState.FAILED,
    "failed": OutboundState.FAILED,
    "canceled": OutboundState.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IncomingText:
    """Who wrote (E.164; empty when it is no telephone), what, and how many pictures came along."""

    sender: str
    words: str
    media: int


def incoming(payload: Mapping[str, str]) -> IncomingText:
    """The text a payload tells of. NUL, which no column takes, is left out."""
    sender = payload.get("From", "")
    media = payload.get("NumMedia", "")
    return IncomingText(
        sender=sender if _PHONE.fullmatch(sender) else "",
        words=payload.get("Body", "").replace("\0", "").strip(),
        media=int(media) if media.isascii() and media.isdigit() and len(media) < 4 else 0,
    )


def as_payload(listed: Listed, *, account: str) -> dict[str, str]:
    """A listed text as its webhook would have told of it."""
    return {
        "MessageSid": listed.id,
        "AccountSid": account,
        "From": listed.sender,
        "To": listed.to,
        "Body": listed.body,
        "NumMedia": str(listed.media),
    }
