"""A socket that does not read costs bounded memory, and is closed; one that reads gets it all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest
from asgiref.sync import sync_to_async

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.operations import messages, notes
from krisechat.operations.messages import Send
from krisechat.operations.opening import Opened
from krisechat.queries import conversations
from krisechat.socket.hub import Hub
from routing.operations import assignments
from tests.hostile.verdicts import answers, give, said, send, until
from tests.support import people, sockets
from tests.support.sockets import Socket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("orderly_end")]

KIB = 1024


def long_talk(number: int, body: str) -> Opened:
    """A conversation in which Amina has written this many times."""
    opened = people.amina(body)
    me = conversations.snapshot(opened.conversation).citizen()
    sends = [
        Send(
            conversation=opened.conversation,
            participant=me.participant,
            author="citizen",
            alias=me.alias,
            client_id=new_id(),
            body=body,
        )
        for _ in range(number - 1)
    ]
    messages.store(sends, at=clock.now())
    return opened


@asynccontextmanager
async def hears_all_at_once(number: int, body: str = "hej") -> AsyncIterator[Socket]:
    """A socket that has said hello to a long talk and has answered nothing."""
    opened = await sync_to_async(long_talk)(number, body)
    async with sockets.connected("/ws/citizen") as socket:
        await socket.send(type_="hello", token=opened.token, last_seq=0)
        yield socket


async def heard(socket: Socket, *, seconds: float = 0.6) -> list[sockets.Frame]:
    """Everything that has come after a while."""
    await socket.quiet(seconds=seconds)
    found, socket.seen = socket.seen, []
    return found


def seqs(found: list[sockets.Frame]) -> list[int]:
    return [each["seq"] for each in found if each["type"] == "message"]


def size(found: list[sockets.Frame]) -> int:
    """The bytes of these frames as the server sends them."""
    return sum(len(msgspec.json.encode(each)) for each in found)


async def test_after_64_messages_a_beat_asks_and_nothing_more_is_sent() -> None:
    async with hears_all_at_once(200) as socket:
        found = await heard(socket)
        assert seqs(found) == list(range(1, 65))
        assert found[-1]["type"] == "beat"
        assert not seqs(await heard(socket))


async def test_each_answer_brings_the_next_64_and_at_last_synced() -> None:
    async with hears_all_at_once(150) as socket:
        got: list[int] = []
        while True:
            found = await until(socket, type="beat")
            got += seqs(found)
            await socket.send(type_="ping", n=found[-1]["n"])
            if [each for each in found if each["type"] == "synced"] or len(got) >= 128:
                break
        got += seqs(await until(socket, type="synced"))
        assert got == list(range(1, 151))


async def test_after_128_kib_it_pauses_too() -> None:
    async with hears_all_at_once(60, "ø" * 4_000) as socket:
        found = await heard(socket, seconds=1)
        assert 128 * KIB <= size(found) + KIB < 128 * KIB + 12 * KIB
        assert len(seqs(found)) < 20


async def test_who_never_answers_is_4408(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hub, "PATIENCE_SECONDS", 0.5)
    async with hears_all_at_once(100) as socket:
        assert said(await until(socket, seconds=5, type="closed")) == "closed 4408"


async def test_who_talks_but_never_answers_a_beat_is_4408_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Hub, "PATIENCE_SECONDS", 1.0)
    async with hears_all_at_once(100) as socket:
        talking = asyncio.ensure_future(_ping_forever(socket))
        found = await until(socket, seconds=8, type="closed")
        talking.cancel()
    assert said(found) == "closed 4408"
    assert len(seqs(found)) == 64


async def _ping_forever(socket: Socket) -> None:
    while True:
        await give(socket, {"type": "websocket.receive", "text": '{"type":"ping"}'})
        await asyncio.sleep(0.1)


async def test_an_idle_socket_that_answers_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hub, "PATIENCE_SECONDS", 0.7)
    monkeypatch.setattr(Hub, "BEAT_SECONDS", 0.3)
    async with hears_all_at_once(3) as socket:
        for _ in range(6):
            beat = (await until(socket, type="beat"))[-1]
            await socket.send(type_="ping", n=beat["n"])


async def test_an_idle_socket_that_does_not_answer_is_4408(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hub, "PATIENCE_SECONDS", 0.7)
    monkeypatch.setattr(Hub, "BEAT_SECONDS", 0.3)
    async with hears_all_at_once(3) as socket:
        assert said(await until(socket, seconds=5, type="closed")) == "closed 4408"


@pytest.mark.usefixtures("unlimited")
async def test_a_beat_cannot_be_answered_by_guessing() -> None:
    async with hears_all_at_once(200) as socket:
        assert len(seqs(await heard(socket))) == 64
        for guess in [*range(300), 2**31, 2**32, 2**53 - 1]:
            found = await answers(socket, {"type": "ping", "n": guess})
            assert not seqs(found), guess
        assert not seqs(await heard(socket))


@pytest.mark.usefixtures("unlimited")
async def test_asking_again_and_again_without_reading_does_not_fill_the_memory() -> None:
    async with hears_all_at_once(64, "ø" * 4_000) as socket:
        for _ in range(400):
            for text in ('{"type":"sync","last_seq":0}', '{"type":"ping","n":1}', '{"type":"pin'):
                await give(socket, {"type": "websocket.receive", "text": text})
            await give(socket, {"type": "websocket.receive", "text": '{"type":"ping"}'})
        found = await heard(socket, seconds=2)
        assert size([each for each in found if "code" not in each]) < 160 * KIB


@pytest.mark.usefixtures("unlimited")
async def test_answers_that_pile_up_unread_close_4408() -> None:
    async with hears_all_at_once(1) as socket:
        for _ in range(12_000):
            await give(socket, {"type": "websocket.receive", "text": '{"type":"ping"}'})
        found = await until(socket, seconds=20, type="closed")
    assert said(found) == "closed 4408"
    assert 256 * KIB <= size(found) < 258 * KIB


async def test_a_slow_reader_holds_nobody_else_up() -> None:
    opened = await sync_to_async(long_talk)(100, "hej")
    async with sockets.connected("/ws/citizen") as slow:
        await slow.send(type_="hello", token=opened.token, last_seq=0)
        assert len(seqs(await heard(slow))) == 64
        async with sockets.citizen(opened.token, last_seq=100) as quick:
            await send(quick, {"type": "sync", "last_seq": 90})
            assert seqs(await until(quick, type="synced")) == list(range(91, 101))
            assert not seqs(await heard(slow))


def _many_notes(number: int) -> None:
    bo = people.on_duty(people.bo())
    people.amina()
    id = assignments.take_next(bo, at=clock.now())
    for count in range(number):
        body = f"{count} " + "ø" * 3_990
        notes.write(conversation=id, account=bo.account, body=body, at=clock.now())


async def test_more_notes_than_a_window_holds_come_as_they_are_read() -> None:
    await sync_to_async(_many_notes)(50)  # 400 KiB
    async with sockets.console("bo") as socket:
        got: list[str] = []
        while len(got) < 50:
            found = await until(socket, type="beat")
            assert size(found) < 140 * KIB
            got += [each["body"].split()[0] for each in found if each["type"] == "note"]
            await socket.send(type_="ping", n=found[-1]["n"])
        assert got == [str(count) for count in range(50)]
