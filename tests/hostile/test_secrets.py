"""When things go wrong, nothing anybody wrote comes out: not in answers, exceptions or logs."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import DatabaseError, DataError

from config.logs import NoPersonFormatter
from krisechat.citizen import asking
from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.operations import messages, notes
from krisechat.realtime import publish
from krisechat.realtime.relay import HintRelay
from krisechat.socket.connection import Connection
from routing.operations import assignments, queueing
from tests.hostile.browsing import API, bearer, browser
from tests.hostile.verdicts import answers, give, send, until
from tests.support import people, sockets

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("orderly_end", "unlimited"),
]

WORD = "kanariefugl-otte-syv"
PHONE = "+4520987654"
NICKNAME = "Marsvinet"
PLANTED = (WORD, PHONE, PHONE[3:], NICKNAME)


class PlainFormatter(logging.Formatter):
    """Every message and its arguments, but no exception: those only the product is to write."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{record.getMessage()} {record.args}"


class Log:
    """Everything the server logged, as the product writes it and as a plain handler would."""

    def __init__(self) -> None:
        self._text = io.StringIO()
        self.handlers = [logging.StreamHandler(self._text), logging.StreamHandler(self._text)]
        for handler, formatter in zip(
            self.handlers, (PlainFormatter(), NoPersonFormatter()), strict=True
        ):
            handler.setFormatter(formatter)
            handler.addFilter(lambda record: not record.name.startswith("http"))  # the client's own

    @property
    def text(self) -> str:
        return self._text.getvalue()


@pytest.fixture
def log() -> Iterator[Log]:
    found = Log()
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    for each in found.handlers:
        root.addHandler(each)
    yield found
    for each in found.handlers:
        root.removeHandler(each)
    root.setLevel(level)


def clean(text: str, *secrets: str) -> None:
    """Fails when anything planted shows, as it is or escaped."""
    for each in (*PLANTED, *secrets):
        for spelled in (each, each[:9], json.dumps(each)[1:-1], each.encode().hex()):
            assert spelled not in text, f"{spelled!r} came out"


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, error: Exception) -> Any:
    """While held, calling `where.name` raises an error that quotes what it was given."""

    def fail(*given: Any, **named: Any) -> Any:
        raise type(error)(f"{error} {WORD} {given!r} {named!r}")

    with monkeypatch.context() as patch:
        patch.setattr(where, name, fail)
        yield


FAULTS = [
    ValueError(WORD),
    DataError(WORD),
    DatabaseError(WORD),
    KeyError(WORD),
    RuntimeError(WORD),
]


def kind(error: Exception) -> str:
    return type(error).__name__


@pytest.mark.parametrize("error", FAULTS, ids=kind)
async def test_a_fault_while_storing_shows_no_words(
    error: Exception, monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    opened = await sync_to_async(people.amina)()
    async with sockets.citizen(opened.token) as socket, browser() as it:
        with failing(monkeypatch, messages, "store", error):
            id = str(new_id())
            await send(socket, {"type": "message.send", "client_id": id, "body": WORD})
            refused = (await until(socket, type="error"))[-1]
            assert (refused["code"], refused["client_id"]) == ("unavailable", id)
            clean(json.dumps(refused), opened.token)
            response = await it.post(
                f"{API}/conversation/messages",
                json={"client_id": id, "body": WORD},
                headers=bearer(opened.token),
            )
            assert (response.status_code, response.json()["code"]) == (503, "unavailable")
            clean(response.text + str(response.headers), opened.token)
        await send(socket, {"type": "message.send", "client_id": id, "body": WORD})
        assert (await socket.receive("message.ack"))["seq"] == 2
    assert kind(error) in log.text
    clean(log.text, opened.token, str(opened.return_code))


@pytest.mark.parametrize("error", FAULTS, ids=kind)
async def test_a_fault_in_a_command_of_the_console_shows_no_words(
    error: Exception, monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    def night() -> str:
        bo = people.on_duty(people.bo())
        people.amina(WORD, nickname=NICKNAME, phone=PHONE)
        return str(assignments.take_next(bo, at=clock.now()))

    id = await sync_to_async(night)()
    async with sockets.console("bo") as socket:
        note = {"type": "conversation.note", "conversation": id, "body": WORD}
        with failing(monkeypatch, notes, "write", error):
            found = await answers(socket, note)
        last = next(each for each in found if each["type"] in ("error", "closed"))
        assert last.get("code") in ("unavailable", 1011)
        clean(json.dumps(last))
    clean(log.text)


@pytest.mark.parametrize("error", FAULTS, ids=kind)
async def test_a_fault_behind_a_page_or_an_endpoint_shows_no_words(
    error: Exception, monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    await sync_to_async(people.lygten)()
    async with browser() as it:
        form = {"first_message": WORD, "nickname": NICKNAME, "phone": PHONE}
        with failing(monkeypatch, queueing, "open_conversation", error):
            page = await it.post("/skriv/start", data=form)
            endpoint = await it.post(f"{API}/conversations", json=form)
        for response in (page, endpoint):
            assert response.status_code in (400, 500, 503)
            clean(response.text + str(response.headers))
        assert "tel:112" in page.text
        assert endpoint.json()["code"] == "unavailable"
        for told in ("Traceback", kind(error), "django", "python", ".py", "site-packages"):
            assert told.lower() not in (page.text + endpoint.text).lower()
    clean(log.text)


async def test_a_fault_in_the_consumer_itself_closes_and_says_nothing(
    monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    opened = await sync_to_async(people.amina)()
    async with sockets.citizen(opened.token) as socket, sockets.citizen(opened.token) as other:
        with failing(monkeypatch, Connection, "_decoded", ValueError(WORD)):
            await send(socket, {"type": "ping", "x": WORD})
            assert await socket.closed() == 1011
        assert (await answers(other, {"type": "ping"}))[-1]["type"] == "pong"
    assert "ValueError" in log.text
    clean(log.text, opened.token)


async def test_a_fault_while_handing_news_over_shows_no_words(
    monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    opened = await sync_to_async(people.amina)()
    async with sockets.citizen(opened.token) as one, sockets.citizen(opened.token) as two:
        with failing(monkeypatch, HintRelay, "add", ValueError(WORD)):
            await send(one, {"type": "message.send", "client_id": str(new_id()), "body": WORD})
            await one.receive("message.ack")
            assert (await two.receive("message", seconds=15))["body"] == WORD
    clean(log.text, opened.token)


async def test_refused_input_is_not_quoted(log: Log) -> None:
    opened = await sync_to_async(people.amina)()
    headers = bearer(opened.token)
    async with sockets.citizen(opened.token) as socket, browser() as it:
        said = []
        for text in (
            WORD,
            f'{{"type":"{WORD}"}}',
            f'{{"type":"{WORD}","type":"x"}}',
            f'{{"{WORD}":1,"{WORD}":2}}',
            f'{{"type":"message.send","client_id":"{WORD}","body":"x"}}',
            f'{{"type":"message.send","body":["{WORD}"]}}',
            f'{{"type":"sync","last_seq":"{WORD}"}}',
            f'{{"type":"ping","n":"{WORD}"',
        ):
            said += await answers(socket, text)
            response = await it.post(
                f"{API}/conversation/messages",
                content=text,
                headers={**headers, "content-type": "application/json"},
            )
            clean(response.text)
        for path in (f"/{WORD}", f"/skriv/{WORD}", f"{API}/{WORD}", f"{API}/status/{WORD}"):
            clean((await it.get(path)).text)
        bad = {"nickname": NICKNAME * 9, "phone": PHONE + "x", "topic": WORD}
        for field, value in bad.items():
            clean((await it.post(f"{API}/conversations", json={field: value})).text)
        clean((await it.post(f"{API}/conversations/resume", json={"return_code": WORD})).text)
        query = f"{API}/conversation/messages?after={WORD}&wait={PHONE}"
        clean((await it.get(query, headers=headers)).text)
        clean((await it.post("/login", data={"login": "bo", "password": WORD})).text)
        await it.get("/vagt", headers={"Host": f"{WORD}.example"})
        clean(json.dumps(said))
    clean(log.text, opened.token, opened.return_code)


async def test_a_refusal_in_the_code_holds_no_words() -> None:
    """Exceptions travel: into logs, into whatever catches them."""
    helpline = await sync_to_async(people.lygten)()
    for field, value in (("phone", PHONE + "x"), ("nickname", NICKNAME * 9), ("topic", WORD)):
        with pytest.raises(Exception) as caught:
            asking.opening({field: value}, helpline=helpline, organisations=set())
        clean(f"{caught.value!s} {caught.value!r} {caught.value.args}")
        assert caught.value.__cause__ is None


async def test_a_message_in_hand_says_nothing_of_itself() -> None:
    """What asyncio and loggers print of an object is its repr."""
    seen: list[Any] = []
    opened = await sync_to_async(people.amina)(WORD)
    async with sockets.citizen(opened.token) as socket:
        stored, publish.stored = publish.stored, lambda them: (seen.extend(them), stored(them))[1]
        try:
            await send(socket, {"type": "message.send", "client_id": str(new_id()), "body": WORD})
            await socket.receive("message.ack")
        finally:
            publish.stored = stored
    clean(repr(seen))
    clean(repr(seen[0].send))
    clean(repr(seen[0].message))


# ── Tokens ────────────────────────────────────────────────────────────────────────────────────


async def test_a_token_is_never_in_an_address_nor_taken_from_one() -> None:
    opened = await sync_to_async(people.amina)()
    async with sockets.connected(f"/ws/citizen?token={opened.token}") as socket:
        await give(socket, {"type": "websocket.receive", "text": '{"type":"ping"}'})
        assert await socket.closed() == 4401
    async with browser() as it:
        answer = await it.post(f"{API}/conversations", json={})
        assert answer.json()["websocket"] == "/ws/citizen"
        start = await it.post("/skriv/start", data={"first_message": "hej"})
        assert start.headers["location"] == "/skriv"
        page = await it.get("/skriv")
        assert it.cookies["s"] not in page.text
        assert answer.json()["conversation"] not in page.text
        resumed = await it.post("/skriv/tilbage", data={"return_code": opened.return_code})
        assert resumed.headers["location"] == "/skriv"
        assert opened.return_code not in (await it.get("/skriv")).text
