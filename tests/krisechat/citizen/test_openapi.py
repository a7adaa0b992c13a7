"""The document at /api/v1/schema says what the server really does."""

import json
import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

import jsonschema
import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from config import openapi
from krisechat.citizen import bearing, slowing
from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.operations import access_tokens, receipts
from krisechat.operations.opening import Opened
from krisechat.outbound import payloads
from krisechat.queries import helplines
from krisechat.twilio import describing as twilio
from routing.models import Closure
from routing.operations import assignments
from tests.support import people, texting
from tests.support.quick import quick_return_codes

__all__ = ["quick_return_codes"]
pytestmark = pytest.mark.django_db

JSON = "application/json"
DOC: dict[str, Any] = json.loads(
    json.dumps(openapi.declared({"openapi": "3.1.1", "info": {"title": "", "version": ""}}))
)
CALLS = [(path, method) for path, item in DOC["paths"].items() for method in item]
METHODS = ("get", "post", "put", "patch", "delete")
ONE = "/api/v1/conversation"
MESSAGES = f"{ONE}/messages"


class Asking:
    """A client whose every answer has to be as the document says."""

    def __init__(self, opened: Opened | None = None, **headers: str) -> None:
        if opened is not None:
            headers["Authorization"] = f"Bearer {opened.token}"
        self.client = Client(headers=headers)

    def get(self, path: str) -> str:
        return described("get", path, self.client.get(path))

    def post(self, path: str, body: Any = None, *, kind: str = JSON) -> str:
        sent = body if isinstance(body, str) else json.dumps(body or {})
        return described("post", path, self.client.post(path, sent, content_type=kind))

    def delete(self, path: str) -> str:
        return described("delete", path, self.client.delete(path))


def described(method: str, path: str, response: Any) -> str:
    """The answer's status and code, after it was found to be what the document says."""
    operation = DOC["paths"][path.partition("?")[0]][method]
    answer = operation["responses"][str(response.status_code)]
    if "content" not in answer:
        assert not response.content
        return str(response.status_code)
    [(kind, media)] = answer["content"].items()
    assert response["Content-Type"].partition(";")[0] == kind
    found = response.json() if kind == JSON else response.content.decode()
    fitting(found, media["schema"])
    assert set(answer.get("headers", {})) <= set(response.headers)
    code = found.get("code", "") if kind == JSON else ""
    return f"{response.status_code} {code}".strip()


def fitting(found: Any, schema: dict[str, Any]) -> None:
    """Fails unless the schema allows `found`, and names each of its fields."""
    whole = {"unevaluatedProperties": False, **schema, "components": DOC["components"]}
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(whole, format_checker=checker).validate(found)


def routes(patterns: list[URLPattern | URLResolver], above: str = "/") -> Iterator[str]:
    for each in patterns:
        here = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, here)
        elif here.startswith(("/api/v1/", "/twilio/")):
            yield here


@pytest.fixture
def amina() -> Opened:
    return people.amina()


def message(**changes: Any) -> dict[str, Any]:
    return {"client_id": str(new_id()), "body": "er der nogen", **changes}


# ── The document ──────────────────────────────────────────────────────────────────────────────


def test_what_is_served_is_a_sound_openapi_document() -> None:
    served = Client().get("/api/v1/schema?format=json").json()
    assert (served["paths"], served["components"]) == (DOC["paths"], DOC["components"])
    rules = resources.files("drf_spectacular") / "validation" / "openapi_3_1_schema.json"
    jsonschema.validate(served, json.loads(rules.read_text()))
    assert len({item["operationId"] for path in DOC["paths"].values() for item in path.values()})


def test_every_reference_and_security_scheme_is_there() -> None:
    names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(DOC)))
    assert names == DOC["components"]["schemas"].keys()
    for schema in DOC["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    for path, method in CALLS:
        for way in DOC["paths"][path][method]["security"]:
            assert way.keys() <= DOC["components"]["securitySchemes"].keys()


def test_every_address_is_in_it_with_the_methods_it_serves() -> None:
    people.lygten()
    found = set(routes(get_resolver().url_patterns))
    assert found == DOC["paths"].keys()
    for path in found:
        answers = {each: Client().generic(each.upper(), path).status_code for each in METHODS}
        served = {method for method, status in answers.items() if status != 405}
        assert served == DOC["paths"][path].keys(), path


@pytest.mark.parametrize(("path", "method"), CALLS)
def test_a_token_is_asked_for_where_it_says(path: str, method: str) -> None:
    people.lygten()
    status = Client().generic(method.upper(), path, content_type=JSON).status_code
    names = {each for way in DOC["paths"][path][method]["security"] for each in way}
    assert (status == 401) == ("formToken" in names)
    assert (status == 403) == ("twilioSignature" in names)


def test_the_webhooks_fields_are_those_asked_for() -> None:
    kinds = ((twilio.TwilioText, payloads.TEXT_NAMES), (twilio.TwilioStatus, payloads.STATUS_NAMES))
    for kind, names in kinds:
        assert kind.__required_keys__ == names


# ── Coming in ─────────────────────────────────────────────────────────────────────────────────


def test_the_status_open_and_closed() -> None:
    people.lygten()
    people.bo()
    assert Asking().get("/api/v1/status") == "200"
    closed()
    assert Asking().get("/api/v1/status") == "200"
    assert Asking().post("/api/v1/conversations", {"topic": ""}) == "409 closed"


def closed() -> None:
    at = clock.now()
    helpline = helplines.only()
    Closure.objects.create(
        helpline=helpline, begins_at=at, ends_at=at.replace(year=at.year + 1), reason="illness"
    )


def test_coming_in() -> None:
    people.lygten()
    it, path = Asking(), "/api/v1/conversations"
    first = {"client_id": str(new_id()), "first_message": "er der nogen", "phone": "20123456"}
    fitting(first, asked(path))
    assert [it.post(path, first), it.post(path, first)] == ["201", "201"]
    assert it.post(path, {"language": "xx"}) == "400 bad_value"
    assert it.post(path, {"nickname": "x" * 41}) == "400 too_long"
    assert it.post(path, "{") == "400 malformed"
    assert it.post(path, "<a/>", kind="text/xml") == "415 malformed"
    slowing._openings.clear()
    assert [it.post(path) for _ in range(21)][-1] == "429 proof_required"


def asked(path: str) -> dict[str, Any]:
    [media] = DOC["paths"][path]["post"]["requestBody"]["content"].values()
    schema: dict[str, Any] = media["schema"]
    return schema


def test_coming_back(amina: Opened) -> None:
    it, path = Asking(), "/api/v1/conversations/resume"
    assert it.post(path, {"return_code": amina.return_code}) == "200"
    assert it.post(path, {"return_code": "ord der ikke er"}) == "401 unauthenticated"
    assert it.post(path) == "400 missing_field"
    assert it.post(path, {"return_code": 4}) == "400 bad_value"
    assert [it.post(path, {"return_code": "nej"}) for _ in range(5)][-1] == "429 rate_limited"


# ── In a conversation ─────────────────────────────────────────────────────────────────────────


def test_writing_and_reading(amina: Opened) -> None:
    it, sent = Asking(amina), message()
    fitting(sent, asked(MESSAGES))
    assert [it.post(MESSAGES, sent), it.post(MESSAGES, sent)] == ["201", "200"]
    assert it.post(MESSAGES, message(body="det er 010203-1234")) == "201"
    assert it.post(MESSAGES, {**sent, "body": "noget andet"}) == "409 id_conflict"
    assert it.post(MESSAGES, message(client_id="x")) == "400 bad_value"
    assert it.post(MESSAGES, message(body="x" * 4_001)) == "400 too_long"
    assert it.post(MESSAGES, {"body": "hej"}) == "400 missing_field"
    assert it.post(MESSAGES, "hej", kind="text/plain") == "415 malformed"
    assert it.get(MESSAGES) == it.get(f"{MESSAGES}?after=1&wait=0") == "200"
    assert it.get(f"{MESSAGES}?after=999") == it.get(f"{MESSAGES}?wait=26") == "400 bad_value"
    assert Asking().get(MESSAGES) == Asking().post(MESSAGES, sent) == "401 unauthenticated"


def test_the_poll_while_somebody_answers(amina: Opened) -> None:
    assignments.take_next(people.on_duty(people.bo()), at=clock.now())
    assert Asking(amina).get(MESSAGES) == "200"


def test_above_the_limit_the_refusal_names_the_message_and_when_to_send_it_again(
    amina: Opened,
) -> None:
    it, late = Asking(amina), message()
    assert {it.post(MESSAGES, message()) for _ in range(10)} == {"201"}
    assert it.post(MESSAGES, late) == "429 rate_limited"
    refused = it.client.post(MESSAGES, late, content_type=JSON).json()
    assert refused["client_id"] == late["client_id"]
    assert 0 < refused["retry_after"] <= 2


def test_the_end(amina: Opened) -> None:
    it, feedback = Asking(amina), f"{ONE}/feedback"
    assert it.post(feedback, {"helped": "yes"}) == "409 wrong_state"
    assert [it.post(f"{ONE}/end"), it.post(f"{ONE}/end")] == ["200", "409 wrong_state"]
    assert it.post(MESSAGES, message()) == "409 wrong_state"
    assert it.post(feedback, {"helped": "partly", "what_would_help": "mere tid"}) == "200"
    assert it.post(feedback) == "400 missing_field"
    assert it.post(feedback, {"helped": "maybe"}) == "400 bad_value"
    assert it.post(feedback, {"helped": "no", "what_would_help": "x" * 4_001}) == "400 too_long"
    assert it.get(MESSAGES) == "200"


def test_the_pages_cookie_and_its_form_token(amina: Opened) -> None:
    cookie = access_tokens.issue(conversation=amina.conversation, at=clock.now(), device=True)
    page = Asking(**{bearing.FORM_HEADER: bearing.form_token_of(cookie)})
    assert page.post(f"{ONE}/token") == "401 unauthenticated"
    page.client.cookies[bearing.COOKIE] = cookie
    assert page.post(f"{ONE}/token") == page.post(f"{ONE}/return-code") == "200"
    assert page.post(MESSAGES, message()) == "201"


def test_erasing(amina: Opened) -> None:
    it = Asking(amina)
    assert it.post(f"{ONE}/return-code") == "200"
    assert [it.delete(ONE), it.delete(ONE)] == ["204", "401 unauthenticated"]


def test_the_database_is_away(amina: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise OperationalError

    it = Asking(amina)
    monkeypatch.setattr(access_tokens, "resolve", away)
    monkeypatch.setattr(helplines, "only", away)
    assert it.get("/api/v1/status") == it.get(MESSAGES) == "503 unavailable"
    assert it.post("/api/v1/conversations") == it.delete(ONE) == "503 unavailable"


# ── Twilio ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["/twilio/sms", "/twilio/status"])
def test_webhooks(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("krisechat.twilio.webhooks.in_thread", here)
    found = texting.fields(MessageStatus="delivered")
    fitting(found, {**asked(path), "unevaluatedProperties": True})
    answers = [
        described("post", path, texting.post(path, changed))
        for changed in (found, {**found, "MessageSid": "x"}, {"AccountSid": found["AccountSid"]})
    ]
    assert answers == ["200", "400 bad_value", "400 missing_field"]
    forged = texting.post(path, found, **{"X-Twilio-Signature": "x"})
    assert described("post", path, forged) == "403 unauthenticated"
    monkeypatch.setattr(receipts, "take_in", lambda **_: 1 / 0)
    assert described("post", path, texting.post(path, found)) == "503 unavailable"


async def here(work: Any) -> Any:
    return await sync_to_async(work)()
