"""What the phones' page, the tests and a replay ask: what is on a phone, type on it, ask for
faults, and where the line is (`/demo/phone/line`).

Not part of Twilio's API.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from krisechat.foundation import clock
from krisechat.twilio.phone import refusals
from krisechat.twilio.phone.exchange import Answered, Asked
from krisechat.twilio.phone.faults import BadFault
from krisechat.twilio.phone.store import Store
from krisechat.twilio.phone.texts import Brought, Direction, Status, Text

PREFIX = "/demo/phone/"
TEXTS, FAULTS, LINE = f"{PREFIX}texts", f"{PREFIX}faults", f"{PREFIX}line"
THREAD, OTHERS = 100, 12


class Handset:
    """The phones of one file; `wake` is called when there is something to do."""

    def __init__(
        self, store: Store, *, helpline: str, line: dict[str, str], wake: Callable[[], None]
    ) -> None:
        self._store = store
        self._helpline = helpline
        self._line = line
        self._wake = wake

    def answer(self, asked: Asked) -> Answered:
        """The answer to one request."""
        match asked.method, asked.path.rstrip("/"):
            case "GET", path if path == TEXTS:
                return Answered(status=200, body=self._texts(asked))
            case "POST", path if path == TEXTS:
                return self._type(asked)
            case "GET", path if path == LINE:
                return Answered(status=200, body={"number": self._helpline, **self._line})
            case "GET", path if path == FAULTS:
                return Answered(status=200, body=asdict(self._store.faults()))
            case "POST", path if path == FAULTS:
                return self._ask_for_faults(asked)
            case _, path if path in (TEXTS, FAULTS):
                return _refused("malformed", "This address takes GET and POST.", status=405)
            case _, path if path.startswith(f"{TEXTS}/") and asked.method == "GET":
                return self._one(path.removeprefix(f"{TEXTS}/"))
        return _refused("not_found", "There is nothing here.", status=404)

    def _texts(self, asked: Asked) -> dict[str, Any]:
        phones = [each for each in asked.query.get("phones", "").split(",") if each]
        others = self._store.latest_elsewhere(self._helpline, besides=phones, limit=OTHERS)
        return {
            "helpline": self._helpline,
            "phones": {
                phone: [_shown(each) for each in self._store.thread(phone, limit=THREAD)]
                for phone in phones
            },
            "others": [{"phone": each.receiver, **_shown(each)} for each in others],
        }

    def _one(self, sid: str) -> Answered:
        text = self._store.text(sid)
        if text is None:
            return _refused("not_found", "There is no such text.", status=404)
        return Answered(status=200, body=_shown(text))

    def _type(self, asked: Asked) -> Answered:
        phone, body = asked.form.get("from", ""), asked.form.get("body", "")
        to = asked.form.get("to", "") or self._helpline
        if not (refusals.is_number(phone) and refusals.is_number(to)):
            return _refused("bad_value", "A number is not like +4520123456.", status=400)
        if not body.strip():
            return _refused("missing_field", "There is nothing to send.", status=400)
        text = self._store.add(
            direction=Direction.INCOMING,
            sender=phone,
            receiver=to,
            body=body,
            status=Status.RECEIVED,
            brought=Brought.NOT_YET,
            once=asked.form.get("once") or None,
            at=clock.now().timestamp(),
            errands=self._webhook(),
        )
        self._wake()
        return Answered(status=201, body=_shown(text))

    def _webhook(self) -> list[tuple[str, str, float]]:
        wanted = self._store.faults().webhooks
        return [("webhook", Status.RECEIVED, clock.now().timestamp())] if wanted else []

    def _ask_for_faults(self, asked: Asked) -> Answered:
        try:
            wishes = {name: _value(given) for name, given in asked.form.items()}
            faults = self._store.faults().changed(wishes)
        except BadFault:
            return _refused("bad_value", "There is no such fault, or no such value.", status=400)
        self._store.ask_for(faults)
        return Answered(status=200, body=asdict(faults))


def _shown(text: Text) -> dict[str, Any]:
    return {
        "sid": text.sid,
        "mine": text.direction == Direction.INCOMING,
        "body": text.body,
        "at": clock.rfc3339(datetime.fromtimestamp(text.created_at, UTC)),
        "status": text.status,
        "error": text.error_code,
        "brought": text.brought,
    }


def _refused(code: str, detail: str, *, status: int) -> Answered:
    return Answered(status=status, body={"code": code, "detail": detail})


def _value(given: str) -> Any:
    try:
        return json.loads(given)
    except ValueError:
        return given
