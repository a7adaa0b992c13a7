"""What Twilio refuses, by its own numbers, and which numbers of ours ask for it.

Twilio has magic numbers for its test credentials; here any number that ends in an error's five
digits meets that error: a text to +4520021211 is refused with 21211.
https://www.twilio.com/docs/api/errors
"""

import re
from dataclasses import dataclass
from typing import Any

LONGEST_BODY = 1_600  # characters; Twilio takes no longer text
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
# What is found out only at the handset: accepted, and undelivered later.
LATER = (30003, 30005, 30006, 30007, 30008)


@dataclass(frozen=True)
class Refused(Exception):
    """Twilio's no: the HTTP status and the number of the error."""

    status: int
    code: int
    message: str

    def as_json(self) -> dict[str, Any]:
        """The body of Twilio's answer."""
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


NOT_FOUND = Refused(404, 20404, "The requested resource was not found")
NOT_LET_IN = Refused(401, 20003, "Authenticate")
NOT_THIS_WAY = Refused(405, 20004, "Method not allowed")
AWAY = Refused(503, 20503, "Service Unavailable")
TOO_MANY = Refused(429, 20429, "Too Many Requests")
_AT_ONCE = {
    21211: Refused(400, 21211, "Invalid 'To' Phone Number"),
    21408: Refused(400, 21408, "Permission to send an SMS has not been enabled for the region"),
    21610: Refused(400, 21610, "Attempt to send to unsubscribed recipient"),
    21614: Refused(400, 21614, "'To' number is not a valid mobile number"),
    20429: TOO_MANY,
    20503: AWAY,
}


def refuse(*, receiver: str, sender: str, body: str) -> None:
    """Raises Refused for a text that Twilio does not take."""
    if not receiver:
        raise Refused(400, 21604, "A 'To' phone number is required.")
    if not _NUMBER.fullmatch(receiver):
        raise _AT_ONCE[21211]
    if not _NUMBER.fullmatch(sender):
        raise Refused(400, 21212, "Invalid From Number (caller ID)")
    if sender == receiver:
        raise Refused(400, 21266, "'To' and 'From' number cannot be the same")
    if not body:
        raise Refused(400, 21602, "Message body is required.")
    if len(body) > LONGEST_BODY:
        raise Refused(400, 21617, "The concatenated message body exceeds the 1600 character limit")
    if refusal := _AT_ONCE.get(_asked_for(receiver)):
        raise refusal


def found_later(receiver: str) -> int | None:
    """The error that meets a text to this number at the handset, if any."""
    code = _asked_for(receiver)
    return code if code in LATER else None


def is_number(value: str) -> bool:
    """Whether this is a telephone number as Twilio writes them (E.164)."""
    return _NUMBER.fullmatch(value) is not None


def _asked_for(receiver: str) -> int:
    return int(receiver[-5:])
