"""Every endpoint, asked in every wrong way: always {code, detail}, never a 500, never a guess."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from krisechat.foundation.ids import new_id
from krisechat.models import Conversation, Message
from krisechat.operations.opening import Opened
from tests.hostile.browsing import API, bearer, browser, refusal
from tests.hostile.spoilt import ILL, NOT_FRAMES, WHOLE_MAX, spoilt
from tests.support import people

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("orderly_end", "unlimited"),
]

MESSAGES = f"{API}/conversation/messages"
SERVED: dict[str, set[str]] = {
    f"{API}/status": {"GET"},
    f"{API}/schema": {"GET"},
    f"{API}/conversations": {"POST"},
    f"{API}/conversations/resume": {"POST"},
    f"{API}/conversation": {"DELETE"},
    MESSAGES: {"GET", "POST"},
    f"{API}/conversation/token": {"POST"},
    f"{API}/conversation/return-code": {"POST"},
    f"{API}/conversation/end": {"POST"},
    f"{API}/conversation/feedback": {"POST"},
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "NONSENSE")
NEED_A_TOKEN = [
    ("GET", MESSAGES),
    ("POST", MESSAGES),
    ("POST", f"{API}/conversation/return-code"),
    ("POST", f"{API}/conversation/end"),
    ("POST", f"{API}/conversation/feedback"),
    ("DELETE", f"{API}/conversation"),
]
MESSAGE = {"client_id": "8e9c3ff2-6f0c-4b93-9b0d-0d5f0e1d2c3b", "body": "hej"}
# The endpoints that take a body, each with one they take.
BODIES: dict[str, dict[str, Any]] = {
    f"{API}/conversations": {"nickname": "A"},
    f"{API}/conversations/resume": {"return_code": "et to tre fire"},
    MESSAGES: MESSAGE,
    f"{API}/conversation/feedback": {"helped": "yes"},
}


@pytest_asyncio.fixture
async def amina() -> Opened:
    return await sync_to_async(people.amina)()


@pytest.mark.parametrize("path", SERVED)
async def test_other_methods_are_405_malformed(path: str, amina: Opened) -> None:
    async with browser() as it:
        for method in METHODS:
            if method not in SERVED[path]:
                response = await it.request(method, path, headers=bearer(amina.token))
                assert refusal(response) == "405 malformed", method
                assert set(response.headers["allow"].split(", ")) >= SERVED[path]
    assert (await Conversation.objects.aget(id=amina.conversation)).state == "waiting"


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "text/json",
        "json",
        "application/json-patch+json",
        "a/b/c; =; \xe6",
    ],
)
async def test_other_media_types_are_415_malformed(path: str, kind: str, amina: Opened) -> None:
    headers = [("content-type", kind.encode()), *bearer(amina.token).items()]
    async with browser() as it:
        body = json.dumps(BODIES[path])
        response = await it.post(path, content=body, headers=headers)  # type: ignore[arg-type]
        assert refusal(response) == "415 malformed"


@pytest.mark.parametrize("path", BODIES)
async def test_what_is_no_json_object_is_malformed(path: str, amina: Opened) -> None:
    texts = {name: text.encode() for name, (text, due) in NOT_FRAMES.items() if due == "malformed"}
    del texts["empty"]
    texts["not UTF-8"] = b'{"body":"\xff"}'
    texts["Latin-1"] = '{"body":"å"}'.encode("latin-1")
    texts["UTF-16"] = '{"body":"a"}'.encode("utf-16")
    texts["cut in a letter"] = '{"body":"å"}'.encode()[:10]
    headers = {"content-type": "application/json", **bearer(amina.token)}
    async with browser() as it:
        for name, text in texts.items():
            response = await it.post(path, content=text, headers=headers)
            assert refusal(response) == "400 malformed", name


@pytest.mark.parametrize("path", BODIES)
async def test_more_than_64_kib_is_too_long(path: str, amina: Opened) -> None:
    headers = {"content-type": "application/json", **bearer(amina.token)}
    async with browser() as it:
        for size in (64 * 1024 + 1, 1024 * 1024):
            body = '{"x":"' + "x" * (size - 8) + '"}'
            response = await it.post(path, content=body, headers=headers)
            assert refusal(response) == "400 too_long", size


async def test_a_body_in_chunks_is_a_body(amina: Opened) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b'{"client_id":"8e9c3ff2-6f0c-4b93-9b0d-0d5f0e1d2c3b",'
        yield b'"body":"i to stykker"}'

    headers = {"content-type": "application/json", **bearer(amina.token)}
    async with browser() as it:
        response = await it.post(MESSAGES, content=chunks(), headers=headers)
        assert response.status_code == 201
        again = await it.get(f"{MESSAGES}?after=1", headers=headers)
        assert again.json()["messages"][0]["body"] == "i to stykker"


async def test_each_field_of_a_message_spoilt_has_its_refusal(amina: Opened) -> None:
    async with browser() as it:
        for name, body, due in spoilt(MESSAGE, {"client_id": "id", "body": "body"}):
            response = await it.post(MESSAGES, json=body, headers=bearer(amina.token))
            assert refusal(response) == f"400 {due}", name
        response = await it.post(MESSAGES, headers=bearer(amina.token))
        assert refusal(response) == "400 missing_field client_id"
    assert await Message.objects.acount() == 1


async def test_each_field_of_a_resumption_and_of_feedback_has_its_refusal(amina: Opened) -> None:
    async with browser() as it:
        resume = BODIES[f"{API}/conversations/resume"]
        for name, body, due in spoilt(resume, {"return_code": "text"}):
            response = await it.post(f"{API}/conversations/resume", json=body)
            assert refusal(response) == f"400 {due}", name
        await it.post(f"{API}/conversation/end", headers=bearer(amina.token))
        feedback = f"{API}/conversation/feedback"
        for name, body, due in spoilt({"helped": "yes"}, {"helped": "choice"}):
            response = await it.post(feedback, json=body, headers=bearer(amina.token))
            assert refusal(response) == f"400 {due}", name
        long = {"helped": "no", "what_would_help": "ø" * 4_001}
        response = await it.post(feedback, json=long, headers=bearer(amina.token))
        assert refusal(response) == "400 too_long what_would_help"


OPENING: dict[str, list[Any]] = {
    "client_id": ILL["id"],
    "language": [5, None, "xx", "DA", "da\u0000"[:2] + " "],
    "topic": [5, "nonsense"],
    "organisation": [5, "nonsense", "aarhus"],
    "postal_code": [8000, "800", "80000", "abcd", "٨٠٠٠", "-100"],
    "nickname": [5, None, []],
    "phone": ["x", "112", "+45", "12345678", "+4512345678901234", "+45٢٠١٢٣٤٥٦", 20123456, "0"],
    "sms_consent": ILL["bool"],
    "sms_discreet": ILL["bool"],
    "first_message": [5, None, [], {}, "   "],
}


@pytest.mark.parametrize("field", OPENING)
async def test_each_field_of_an_opening_spoilt_is_a_bad_value(field: str) -> None:
    await sync_to_async(people.lygten)()
    async with browser() as it:
        for value in OPENING[field]:
            response = await it.post(f"{API}/conversations", json={field: value})
            assert refusal(response) == f"400 bad_value {field}", value
        empty = await it.post(f"{API}/conversations", json={field: ""})
        assert empty.status_code == 201
    assert await Conversation.objects.acount() == 1


async def test_an_opening_takes_no_more_than_the_contract_says() -> None:
    await sync_to_async(people.lygten)()
    stolen = {
        "id": str(new_id()),
        "state": "active",
        "risk": "acute",
        "helpline": 99,
        "token": "mine",
        "return_code": "et to tre fire",
        "via": "sms",
        "opened_at": "1999-01-01T00:00:00Z",
        "last_seq": 99,
    }
    async with browser() as it:
        response = await it.post(f"{API}/conversations", json=stolen)
    assert response.status_code == 201
    opened = response.json()
    assert opened["conversation"] != stolen["id"] and opened["token"] != "mine"
    row = await Conversation.objects.aget()
    assert (row.state, row.risk, row.via, row.last_seq) == ("waiting", "none", "web", 0)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        *({"Authorization": text} for text in ("", "Bearer", "Bearer ", "Bearer x", "Basic eDp5")),
    ],
    ids=str,
)
@pytest.mark.parametrize(("method", "path"), NEED_A_TOKEN)
async def test_without_a_token_it_is_401(
    method: str, path: str, sent: dict[str, str], amina: Opened
) -> None:
    assert amina.token
    async with browser() as it:
        response = await it.request(method, path, headers=sent)
        assert refusal(response) == "401 unauthenticated"
        response = await it.request(method, f"{path}?token={amina.token}", headers=sent)
        assert refusal(response) == "401 unauthenticated", "a token in the address is none"


async def test_the_cookie_alone_changes_nothing(amina: Opened) -> None:
    async with browser() as it:
        await it.post("/skriv/start", data={"first_message": "fra siden"})
        assert it.cookies.get("s")
        for method, path in [*NEED_A_TOKEN, ("POST", f"{API}/conversation/token")]:
            for headers in ({}, {"X-Form-Token": "0" * 64}, {"X-Form-Token": it.cookies["s"]}):
                response = await it.request(method, path, headers=headers)
                assert refusal(response) == "401 unauthenticated", (path, headers)
    assert await Conversation.objects.filter(state="waiting").acount() == 2


@pytest.mark.parametrize(
    ("query", "due"),
    [
        *(
            (f"after={bad}", "400 bad_value after")
            for bad in ("-1", "1.5", "x", "1e3", "%2B1", "1_0")
        ),
        *((f"after={bad}", "400 bad_value after") for bad in ("%D9%A3", "%FF", "%00", "2", "0x1")),
        (f"after={WHOLE_MAX}", "400 bad_value after"),
        (f"after={WHOLE_MAX + 1}", "400 bad_value after"),
        ("after=" + "9" * 5_000, "400 bad_value after"),
        *((f"wait={bad}", "400 bad_value wait") for bad in ("-1", "26", "0.5", "x", "nan", "inf")),
        ("&".join(f"a{n}=1" for n in range(60)), "400 malformed"),
    ],
)
async def test_a_bad_query_is_refused_by_name(query: str, due: str, amina: Opened) -> None:
    async with browser() as it:
        response = await it.get(f"{MESSAGES}?{query}", headers=bearer(amina.token))
        assert refusal(response) == due
        fine = await it.get(f"{MESSAGES}?after=&wait=&x=1", headers=bearer(amina.token))
        assert fine.json()["last_seq"] == 1


async def test_steps_out_of_order_are_wrong_state(amina: Opened) -> None:
    headers = bearer(amina.token)
    async with browser() as it:

        async def post(path: str, **body: Any) -> httpx.Response:
            return await it.post(f"{API}/conversation/{path}", json=body, headers=headers)

        assert refusal(await post("feedback", helped="yes")) == "409 wrong_state"
        assert (await post("end")).status_code == 200
        assert refusal(await post("end")) == "409 wrong_state"
        assert refusal(await post("messages", **MESSAGE)) == "409 wrong_state"
        assert (await it.delete(f"{API}/conversation", headers=headers)).status_code == 204
        for method, path in NEED_A_TOKEN:
            response = await it.request(method, path, headers=headers, json=MESSAGE)
            assert refusal(response) == "401 unauthenticated", path
        again = {"return_code": amina.return_code}
        response = await it.post(f"{API}/conversations/resume", json=again)
        assert refusal(response) == "401 unauthenticated return_code"


async def test_a_resend_is_200_and_other_words_are_a_conflict(amina: Opened) -> None:
    async with browser() as it:

        async def post(body: str) -> httpx.Response:
            message = {**MESSAGE, "body": body}
            return await it.post(MESSAGES, json=message, headers=bearer(amina.token))

        first, again = await post("hej"), await post("  hej ")
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        assert refusal(await post("andet")) == "409 id_conflict client_id"
