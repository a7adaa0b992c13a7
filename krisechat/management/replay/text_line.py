"""The way of text messages into the servers and out of them, as a telephone company has it.

What a citizen writes is typed on the demo phone, which signs the webhook; where texts leave
through somebody else who speaks Twilio's API, the webhook is signed and brought from here. What
comes to the citizens is read from that API's list.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from twilio.request_validator import RequestValidator

from krisechat.management.replay.asking import NoAnswer, Refused, object_of
from krisechat.management.replay.doors import Doors

PHONE = "/demo/phone"
VERSION = "2010-04-01"
PAGE = 200
NEVER_SENT = ("failed", "undelivered", "canceled")


@dataclass(frozen=True, kw_only=True)
class Account:
    """Our account with whoever carries texts; `number` is the helpline's, E.164."""

    sid: str
    auth_token: str
    api_url: str
    number: str
    public_url: str


@dataclass(kw_only=True)
class TextLine:
    """One line. Everything is tried again while nobody answers, up to `patience_s`."""

    account: Account
    doors: Doors
    http: httpx.AsyncClient
    patience_s: float
    told: Callable[[str], None]
    apis: list[str] = field(default_factory=list)
    """Where the list is; several servers of one demo have the same."""
    phones: list[str] = field(default_factory=list)
    """Where the demo phone is; empty when texts leave through somebody else."""
    _known: set[str] = field(default_factory=set)

    async def find(self) -> None:
        """Asks the servers where their texts go, and from then on does not tell what was there
        before."""
        for each in self.doors.all:
            shown = await self._json("GET", each.page(f"{PHONE}/line"))
            if shown and shown.get("api"):
                self.account = Account(
                    sid=self.account.sid,
                    auth_token=self.account.auth_token,
                    api_url=shown["api"],
                    number=shown["number"],
                    public_url=shown["public_url"],
                )
            self.apis.append(self.account.api_url)
        self.apis = list(dict.fromkeys(each for each in self.apis if each))
        for api in self.apis:
            if await self._json("GET", f"{api}{PHONE}/line"):
                self.phones.append(api)
        await self.news()

    async def type(self, *, phone: str, body: str, once: str) -> str:
        """A text from this phone to the helpline; its id. The same `once` is the same text."""
        if not self.phones:
            sid = f"SM{once.replace('-', '')}"
            await self._bring(phone=phone, body=body, sid=sid)
            return sid
        form = {"from": phone, "to": self.account.number, "body": body, "once": once}
        answer = await self._ask("POST", self.phones, f"{PHONE}/texts", data=form)
        return str(answer["sid"])

    async def brought(self, sid: str) -> bool:
        """Whether the helpline has said that it has this text."""
        if not self.phones:
            return True
        shown = await self._ask("GET", self.phones, f"{PHONE}/texts/{sid}")
        return bool(shown["brought"] == "yes")

    async def news(self) -> list[tuple[str, str, str]]:
        """What came to any phone and was not told before, oldest first: (id, phone, body)."""
        found: list[dict[str, Any]] = []
        async for row in self._list({"From": self.account.number}):
            if row["sid"] in self._known:
                break
            found.append(row)
        self._known.update(row["sid"] for row in found)
        return [_text(row) for row in reversed(found) if row["status"] not in NEVER_SENT]

    async def on_phone(self, phone: str) -> list[tuple[str, str, str]]:
        """Everything that came to this phone, oldest first."""
        rows = [row async for row in self._list({"From": self.account.number, "To": phone})]
        return [_text(row) for row in reversed(rows) if row["status"] not in NEVER_SENT]

    async def _list(self, asked: dict[str, str]) -> AsyncIterator[dict[str, Any]]:
        path = f"/{VERSION}/Accounts/{self.account.sid}/Messages.json"
        path += f"?{httpx.QueryParams({**asked, 'PageSize': str(PAGE)})}"
        while path:
            page = await self._ask(
                "GET", self.apis, path, auth=(self.account.sid, self.account.auth_token)
            )
            for row in page["messages"]:
                yield row
            path = page["next_page_uri"] or ""

    async def _bring(self, *, phone: str, body: str, sid: str) -> None:
        form = {
            "AccountSid": self.account.sid,
            "ApiVersion": VERSION,
            "Body": body,
            "From": phone,
            "MessageSid": sid,
            "NumMedia": "0",
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "SmsStatus": "received",
            "To": self.account.number,
        }
        url = f"{self.account.public_url}/twilio/sms"
        signed = RequestValidator(self.account.auth_token).compute_signature(url, form)
        origins = [each.origin for each in self.doors.all]
        headers = {"X-Twilio-Signature": signed}
        await self._ask("POST", origins, "/twilio/sms", data=form, headers=headers)

    async def _ask(self, method: str, origins: list[str], path: str, **more: Any) -> dict[str, Any]:
        """The answer's JSON object. Raises Refused, and NoAnswer after `patience_s`."""
        failures, given_up_at = 0, time.monotonic() + self.patience_s
        while time.monotonic() < given_up_at and origins:
            url = origins[failures % len(origins)] + path
            try:
                answer = await self.http.request(method, url, **more)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.is_success:
                return object_of(answer)
            if answer is not None and answer.status_code < 500 and answer.status_code != 429:
                raise Refused(status=answer.status_code, code=str(answer.status_code))
            if answer is not None:
                self.told(f"{answer.status_code} (texts)")
            failures += 1
            await asyncio.sleep(self.doors.pause(failures))
        raise NoAnswer

    async def _json(self, method: str, url: str) -> dict[str, Any]:
        try:
            answer = await self.http.request(method, url)
        except httpx.TransportError:
            return {}
        return object_of(answer) if answer.is_success else {}


def _text(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["sid"], row["to"], row["body"]
