"""Text messages through Twilio's API, with its official client.

The Messages API has no idempotency key, so an answer that did not come is not a reason to send
again: see krisechat/operations/sending.py. Error codes: https://www.twilio.com/docs/api/errors.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import requests
from django.conf import settings
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from krisechat.outbound.provider import InDoubt, Listed, Refused, TryLater
from krisechat.outbound.twilio_http import PlainHttp

logger = logging.getLogger(__name__)

PAGE = 200
# Of one person's texts no more than these are looked at; only the newest can be in doubt.
NEWEST = 200
# Answers that say nothing about this text: our account, our rate, an address of ours that moved.
_NOT_NOW = frozenset({401, 403, 404, 409, 425, 429})


class TwilioTexts:
    """`provider.Texts` by Twilio, or by whoever speaks its API at `TWILIO_API_BASE_URL`."""

    def __init__(self) -> None:
        self._client: Any = Client(
            settings.TWILIO_ACCOUNT_SID,
            settings.TWILIO_AUTH_TOKEN,
            http_client=PlainHttp(base_url=settings.TWILIO_API_BASE_URL),
        )
        self._ours: str = settings.KRISECHAT_SMS_NUMBER

    def send(self, *, to: str, body: str, status_url: str) -> str:
        try:
            sent = self._client.messages.create(
                to=to, from_=self._ours, body=body, status_callback=status_url
            )
        except TwilioRestException as error:
            raise _meaning(error.status, error.code) from None
        except requests.RequestException as error:
            raise _unreached(error) from None
        except (TwilioException, ValueError, KeyError, TypeError, AttributeError):
            raise InDoubt("unreadable") from None
        if not sent.sid:
            raise InDoubt("unreadable")
        return str(sent.sid)

    def look_up(self, *, to: str, since: datetime) -> list[Listed]:
        # Not asked by date: a text that is queued there has no date of sending yet.
        rows = self._listed({"to": to, "from_": self._ours}, limit=NEWEST)
        return [row for row in rows if row.at is None or row.at >= since]

    def incoming(self, *, since: datetime) -> Iterator[Listed]:
        yield from self._listed({"to": self._ours, "date_sent_after": since}, limit=None)

    def _listed(self, asked: dict[str, Any], *, limit: int | None) -> Iterator[Listed]:
        try:
            for each in islice(self._client.messages.stream(page_size=PAGE, **asked), limit):
                yield _listed(each)
        except TwilioRestException as error:
            raise TryLater(str(error.code)) from None
        except (requests.RequestException, TwilioException, ValueError, KeyError, TypeError):
            raise TryLater("unreadable") from None


def _listed(found: Any) -> Listed:
    return Listed(
        id=str(found.sid),
        sender=found.from_ or "",
        to=found.to or "",
        body=found.body or "",
        status=str(getattr(found.status, "value", found.status) or ""),
        media=int(found.num_media or 0),
        at=found.date_created or found.date_sent,
    )


def _meaning(status: int, code: int) -> Exception:
    """What an answer that is no success says about the text."""
    if status in _NOT_NOW:
        logger.warning("texts are not taken in now: %s", code)
        return TryLater(str(code))
    if 400 <= status < 500 and status != 408:
        return Refused(str(code))
    return InDoubt(str(code))


def _unreached(error: requests.RequestException) -> Exception:
    """Nobody answered. Only where no connection came about at all, nothing was taken in."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, requests.ConnectTimeout) or isinstance(
        reason, NewConnectionError | ConnectTimeoutError
    ):
        return TryLater("not reached")
    return InDoubt(type(error).__name__)
