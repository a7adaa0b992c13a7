"""Doing the demo phone's errands: texts get on, we are told how far, and brought what was typed.

Webhooks are signed as Twilio signs them, tried again after 5xx, 429 and no answer, and given up
after a while, as Twilio gives up: what no webhook brought then stands only in the list.
https://www.twilio.com/docs/usage/webhooks/messaging-webhooks
"""

import random
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx
from twilio.request_validator import RequestValidator

from krisechat.foundation import clock
from krisechat.twilio.phone import refusals, texts, twilio_api
from krisechat.twilio.phone.store import Errand, Store
from krisechat.twilio.phone.texts import Brought, Direction, Status, Text

TIMEOUT_S = 5.0
AGAIN_AFTER_S = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0)  # then it is given up
SHUFFLED_OVER_S = 1.5
_WEBHOOK = "/twilio/sms"


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Whose account it is, and where its webhooks are."""

    account: str
    auth_token: str
    public_url: str


class Postman:
    """Does one errand after another; several may work at the same time."""

    def __init__(self, store: Store, customer: Customer) -> None:
        self._store = store
        self._customer = customer
        self._signing = RequestValidator(customer.auth_token)
        self._http = httpx.Client(timeout=TIMEOUT_S, trust_env=False)
        # Nothing secret is chosen by it.
        self._dice = random.Random()

    def do(self, errand: Errand) -> None:
        """Does it, or puts it off."""
        text = self._store.text(errand.sid)
        if text is None:
            self._store.done(errand)
        elif errand.kind == "step":
            self._step(errand, text)
        elif errand.kind == "webhook":
            self._bring(errand, text)
        else:
            self._tell(errand, text)

    def _step(self, errand: Errand, text: Text) -> None:
        at = clock.now().timestamp()
        code = refusals.found_later(text.receiver) if errand.status != Status.SENT else None
        moved = self._store.move(text.sid, status=errand.status, error_code=code, at=at)
        if moved and text.callback:
            self._store.add_errands(text, self._callbacks(errand.status, at))
        self._store.done(errand)

    def _callbacks(self, status: str, at: float) -> list[tuple[str, str, float]]:
        how = self._store.faults().callbacks
        if how == "plain":
            return [("callback", status, at)]
        times = {"shuffled": 1, "doubled": 2}.get(how, 0)
        later = [at + self._dice.uniform(0, SHUFFLED_OVER_S) for _ in range(times)]
        return [("callback", status, due) for due in later]

    def _bring(self, errand: Errand, text: Text) -> None:
        answer = self._post(self._customer.public_url + _WEBHOOK, self._incoming(text))
        if answer is not None and answer.is_success:
            self._reply(text, answer.text)
            self._store.brought(text.sid, Brought.YES)
            self._store.done(errand)
        elif not self._put_off(errand, answer):
            self._store.brought(text.sid, Brought.GIVEN_UP)

    def _tell(self, errand: Errand, text: Text) -> None:
        told = self._progress(text, errand.status)
        answer = self._post(text.callback, told)
        if answer is None:  # an engine that runs alone may have given an address with nobody there
            answer = self._post(self._here(text.callback), told)
        if answer is not None and answer.is_success:
            self._store.done(errand)
        else:
            self._put_off(errand, answer)

    def _here(self, callback: str) -> str:
        parts = urlsplit(callback)
        return f"{self._customer.public_url}{parts.path}{parts.query and f'?{parts.query}'}"

    def _put_off(self, errand: Errand, answer: httpx.Response | None) -> bool:
        """False when it is given up: there is no use in trying again, or it was tried enough."""
        worth_it = answer is None or answer.status_code >= 500 or answer.status_code == 429
        if not worth_it or errand.tries > len(AGAIN_AFTER_S):
            self._store.done(errand)
            return False
        wait_s = AGAIN_AFTER_S[errand.tries - 1]
        self._store.again(errand, due_at=clock.now().timestamp() + wait_s)
        return True

    def _post(self, url: str, form: dict[str, str]) -> httpx.Response | None:
        signature = self._signing.compute_signature(url, form)
        try:
            return self._http.post(url, data=form, headers={"X-Twilio-Signature": signature})
        except (httpx.HTTPError, httpx.InvalidURL):
            return None

    def _incoming(self, text: Text) -> dict[str, str]:
        where = {f"{end}{part}": "" for end in ("From", "To") for part in ("City", "State", "Zip")}
        return {
            **self._about(text),
            **where,
            "FromCountry": "DK",
            "ToCountry": "DK",
            "SmsMessageSid": text.sid,
            "SmsStatus": Status.RECEIVED,
            "Body": text.body,
            "NumMedia": "0",
            "NumSegments": str(texts.segments(text.body)),
        }

    def _progress(self, text: Text, status: str) -> dict[str, str]:
        told = {**self._about(text), "MessageStatus": status, "SmsStatus": status}
        if status == Status.UNDELIVERED:
            told["ErrorCode"] = str(text.error_code)
        return told

    def _about(self, text: Text) -> dict[str, str]:
        return {
            "MessageSid": text.sid,
            "SmsSid": text.sid,
            "AccountSid": self._customer.account,
            "ApiVersion": texts.VERSION,
            "From": text.sender,
            "To": text.receiver,
        }

    def _reply(self, text: Text, twiml: str) -> None:
        """Sends what the webhook's answer says to send."""
        try:
            said = ElementTree.fromstring(twiml).iter("Message") if twiml.strip() else ()
        except ElementTree.ParseError:
            return
        for message in said:
            body = "".join(message.itertext()).strip()
            if body:
                twilio_api.send(
                    self._store,
                    receiver=text.sender,
                    sender=text.receiver,
                    body=body,
                    direction=Direction.REPLY,
                )
