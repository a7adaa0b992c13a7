"""Twilio's API for messages, as much of it as a helpline uses: create, list, fetch.

Close enough that Twilio's own library works with it unchanged.
https://www.twilio.com/docs/messaging/api/message-resource
"""

import base64
import binascii
import hmac
import re
from collections.abc import Callable
from dataclasses import replace

from krisechat.foundation import clock
from krisechat.twilio.phone import listing, refusals, texts
from krisechat.twilio.phone.exchange import Answered, Asked
from krisechat.twilio.phone.faults import Faults
from krisechat.twilio.phone.refusals import Refused
from krisechat.twilio.phone.store import Store
from krisechat.twilio.phone.texts import Direction, Status, Text

PREFIX = f"/{texts.VERSION}/"
SENT_AFTER_S, ARRIVED_AFTER_S = 0.2, 0.5
_PATH = re.compile(
    r"/2010-04-01/Accounts/(?P<account>[^/]+)/Messages(/(?P<sid>[^/.]+))?(\.json)?/?"
)


class TwilioApi:
    """The API of one account over one file; `wake` is called when there is something to do."""

    def __init__(
        self, store: Store, *, account: str, auth_token: str, wake: Callable[[], None]
    ) -> None:
        self._store = store
        self._account = account
        self._auth_token = auth_token
        self._wake = wake

    def answer(self, asked: Asked) -> Answered:
        """The answer to one request, with the faults that were asked for."""
        faults = self._store.faults()
        try:
            answered = self._do(asked, faults)
        except Refused as refused:
            answered = Answered(status=refused.status, body=refused.as_json())
        return replace(answered, wait_s=faults.slow_s)

    def _do(self, asked: Asked, faults: Faults) -> Answered:
        path = _PATH.fullmatch(asked.path)
        if path is None:
            raise refusals.NOT_FOUND
        self._let_in(asked.authorization, path["account"])
        if faults.down:
            raise refusals.AWAY
        if path["sid"]:
            return self._one(asked, path["sid"])
        if asked.method == "GET":
            return Answered(
                status=200, body=listing.page(self._store, asked.query, account=self._account)
            )
        if asked.method == "POST":
            return self._create(asked)
        raise refusals.NOT_THIS_WAY

    def _let_in(self, authorization: str, account: str) -> None:
        given = _credentials(authorization)
        right = f"{self._account}:{self._auth_token}"
        if not hmac.compare_digest(given.encode(), right.encode()):
            raise refusals.NOT_LET_IN
        if account != self._account:
            raise refusals.NOT_FOUND

    def _one(self, asked: Asked, sid: str) -> Answered:
        text = self._store.text(sid)
        if text is None:
            raise refusals.NOT_FOUND
        if asked.method != "GET":
            raise refusals.NOT_THIS_WAY
        return Answered(status=200, body=texts.as_json(text, account=self._account))

    def _create(self, asked: Asked) -> Answered:
        receiver, sender = asked.form.get("To", ""), asked.form.get("From", "")
        body = asked.form.get("Body", "")
        if self._store.use_up("limited"):
            raise refusals.TOO_MANY
        refusals.refuse(receiver=receiver, sender=sender, body=body)
        text = send(
            self._store,
            receiver=receiver,
            sender=sender,
            body=body,
            callback=asked.form.get("StatusCallback", ""),
        )
        self._wake()
        cut = self._store.use_up("cut")
        return Answered(status=201, body=texts.as_json(text, account=self._account), cut=cut)


def send(
    store: Store,
    *,
    receiver: str,
    sender: str,
    body: str,
    callback: str = "",
    direction: Direction = Direction.OUTGOING,
) -> Text:
    """A text on its way to a phone: how it gets on, and whom that is told, are due from now."""
    at = clock.now().timestamp()
    end = Status.UNDELIVERED if refusals.found_later(receiver) else Status.DELIVERED
    errands = [("step", Status.SENT, at + SENT_AFTER_S), ("step", end, at + ARRIVED_AFTER_S)]
    if callback:
        errands.insert(0, ("callback", Status.QUEUED, at))
    return store.add(
        direction=direction,
        sender=sender,
        receiver=receiver,
        body=body,
        status=Status.QUEUED,
        callback=callback,
        at=at,
        errands=errands,
    )


def _credentials(authorization: str) -> str:
    kind, _, given = authorization.partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(given, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
