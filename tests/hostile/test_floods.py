"""Too much, too fast, too large: bounded, named, and no harm to anybody else."""

import asyncio
import gc
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from krisechat.citizen.socket import CitizenConnection
from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Message
from krisechat.operations import messages
from krisechat.socket import connection, hub
from routing.operations import assignments
from tests.hostile.verdicts import answers, give, said, send, until, verdict
from tests.support import people, sockets
from tests.support.sockets import Socket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("orderly_end")]

KIB = 1024


@asynccontextmanager
async def someone(side: str) -> AsyncIterator[Socket]:
    """A socket of either kind that has said hello."""
    if side == "citizen":
        opened = await sync_to_async(people.amina)()
        async with sockets.citizen(opened.token) as socket:
            yield socket
    else:
        await sync_to_async(people.bo)()
        async with sockets.console("bo") as socket:
            yield socket


both = pytest.mark.parametrize("side", ["citizen", "console"])


def message(body: str = "hej", **fields: Any) -> dict[str, Any]:
    return {"type": "message.send", "client_id": str(new_id()), "body": body, **fields}


async def malformed(socket: Socket) -> str:
    """What comes of one malformed frame, with nothing behind it."""
    await socket.raw("{")
    while True:
        found = await until(socket)
        if word := said(found).replace("taken", ""):
            return word


# ── Malformed in a row ────────────────────────────────────────────────────────────────────────


@both
async def test_ten_malformed_in_a_row_are_answered_and_the_next_closes_4400(side: str) -> None:
    async with someone(side) as socket:
        assert [await malformed(socket) for _ in range(11)] == ["malformed"] * 10 + ["closed 4400"]


@both
async def test_a_right_frame_in_between_begins_the_count_anew(side: str) -> None:
    async with someone(side) as socket:
        for _ in range(3):
            assert [await malformed(socket) for _ in range(10)] == ["malformed"] * 10
            assert await verdict(socket, {"type": "ping"}) == "taken"


@both
async def test_binary_frames_are_malformed(side: str) -> None:
    async with someone(side) as socket:
        for binary in (b"", b"\x00\xff", b'{"type":"ping"}'):
            await give(socket, {"type": "websocket.receive", "bytes": binary, "text": None})
            assert said(await until(socket, type="error")) == "malformed"


# ── Too large ─────────────────────────────────────────────────────────────────────────────────


def padded(size: int, letter: str = "x") -> str:
    """A right ping of exactly this many bytes."""
    empty = '{"type":"ping","n":1,"x":"%s"}'
    room = size - len(empty) + 2
    filled = empty % (letter * (room // len(letter.encode())))
    return filled + " " * (size - len(filled.encode()))


@both
@pytest.mark.parametrize("letter", ["x", "ø", "🕯"])
async def test_a_frame_has_at_most_16_kib_whatever_its_letters(side: str, letter: str) -> None:
    async with someone(side) as socket:
        assert await verdict(socket, padded(16 * KIB, letter)) == "taken"
        assert await verdict(socket, padded(16 * KIB + 1, letter)) == "closed 4413"


@both
@pytest.mark.parametrize("size", [16 * KIB + 1, 40 * KIB, 64 * KIB])
async def test_larger_frames_are_4413_text_or_binary(side: str, size: int) -> None:
    for event in ({"text": "x" * size}, {"bytes": b"x" * size}):
        async with someone(side) as socket:
            await give(socket, {"type": "websocket.receive", **event})
            assert said(await until(socket, type="closed")) == "closed 4413"


async def test_a_large_frame_before_hello_is_4413() -> None:
    async with sockets.connected("/ws/citizen") as socket:
        await socket.raw("x" * 20 * KIB)
        assert await socket.closed() == 4413


# ── Too many ──────────────────────────────────────────────────────────────────────────────────


async def test_an_eleventh_message_at_once_is_rate_limited_and_not_stored() -> None:
    async with someone("citizen") as socket:
        for _ in range(10):
            await send(socket, message())
            await socket.receive("message.ack")
        late = message("den ellevte")
        await send(socket, late)
        refused = (await until(socket, type="error"))[-1]
        assert (refused["code"], refused["client_id"]) == ("rate_limited", late["client_id"])
        assert 0 < refused["retry_after"] <= 2
        assert await Message.objects.acount() == 11
        await asyncio.sleep(refused["retry_after"] + 0.1)
        await send(socket, late)
        assert (await socket.receive("message.ack"))["client_id"] == late["client_id"]


async def test_a_volunteers_eleventh_at_once_is_named_too() -> None:
    opened = await sync_to_async(people.amina)()
    bo = await sync_to_async(people.bo)()
    await sync_to_async(lambda: assignments.take_next(people.on_duty(bo), at=clock.now()))()
    talk = str(opened.conversation)
    async with sockets.console("bo") as socket:
        await until(socket, type="synced", conversation=talk)
        sent = [message(conversation=talk) for _ in range(11)]
        for each in sent:
            await send(socket, each)
        refused = (await until(socket, type="error"))[-1]
    assert (refused["code"], refused["client_id"]) == ("rate_limited", sent[-1]["client_id"])
    assert (refused["conversation"], refused["retry_after"] > 0) == (talk, True)


async def test_twenty_limited_in_a_row_close_4429() -> None:
    async with someone("citizen") as socket:
        for _ in range(10):
            await send(socket, message())
            await socket.receive("message.ack")
        for _ in range(40):
            await give(socket, {"type": "websocket.receive", "text": sockets.json.dumps(message())})
        found = await until(socket, type="closed")
    assert said(found) == ", ".join(["rate_limited"] * 20 + ["closed 4429"])
    assert await Message.objects.acount() == 11


async def test_a_second_tab_has_no_second_allowance_and_another_person_has_their_own() -> None:
    opened = await sync_to_async(people.amina)()
    async with (
        sockets.citizen(opened.token) as one,
        sockets.citizen(opened.token) as two,
        someone("citizen") as other,
    ):
        for tab in (one, two) * 5:
            await send(tab, message())
            await tab.receive("message.ack")
        for tab in (one, two):
            assert await verdict(tab, message()) == "rate_limited"
        await send(other, message())
        assert (await other.receive("message.ack"))["seq"] == 2


@both
async def test_a_flood_of_right_frames_closes_4429(side: str) -> None:
    async with someone(side) as socket:
        for _ in range(1_000):
            await give(socket, {"type": "websocket.receive", "text": '{"type":"ping"}'})
        found = await until(socket, type="closed")
    assert said(found) == "closed 4429"
    assert len(found) < 500


@both
async def test_a_fifth_connection_closes_the_oldest_with_4409(side: str) -> None:
    opened = await sync_to_async(people.amina)()
    await sync_to_async(people.bo)()

    def open_one() -> Any:
        return sockets.citizen(opened.token) if side == "citizen" else sockets.console("bo")

    async with AsyncExitStack() as stack:
        five = [await stack.enter_async_context(open_one()) for _ in range(5)]
        assert await five[0].closed() == 4409
        for each in five[1:]:
            assert await verdict(each, {"type": "ping"}) == "taken"
        await stack.enter_async_context(open_one())
        assert await five[1].closed() == 4409
        assert await verdict(five[2], {"type": "ping"}) == "taken"


async def test_one_that_is_closed_already_does_not_count_among_the_four() -> None:
    opened = await sync_to_async(people.amina)()
    async with AsyncExitStack() as stack:
        four = [await stack.enter_async_context(sockets.citizen(opened.token)) for _ in range(4)]
        newest = max(hub.current().connections, key=lambda each: each.opened_at)
        newest.close(4400)  # told to go, but its receive loop has not heard of it yet
        assert await four[-1].closed() == 4400
        await stack.enter_async_context(sockets.citizen(opened.token))
        assert await verdict(four[0], {"type": "ping"}) == "taken"


# ── Many at once: nobody takes another along ──────────────────────────────────────────────────


@pytest.mark.usefixtures("unlimited")
async def test_who_leaves_while_their_message_is_stored_takes_nobody_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold, store = threading.Event(), messages.store
    monkeypatch.setattr(connection, "INFLIGHT", 3)
    async with someone("citizen") as staying:
        async with someone("citizen") as leaving:
            monkeypatch.setattr(messages, "store", lambda *a, **k: hold.wait(5) and store(*a, **k))
            await send(leaving, message("den første holder døren"))
            for number in range(10):
                await send(leaving, message(f"farvel {number}"))
                await send(staying, message(f"bliver {number}"))
            await asyncio.sleep(0.1)
            assert {each.inflight for each in hub.current().connections} == {3}
        hold.set()
        acks = [(await staying.receive("message.ack"))["seq"] for _ in range(10)]
        assert acks == list(range(2, 12))
        await asyncio.sleep(0.1)
        assert [each.inflight for each in hub.current().connections] == [0]


async def test_a_socket_that_is_gone_is_not_kept_in_memory() -> None:
    opened = await sync_to_async(people.amina)()
    for _ in range(5):
        async with sockets.citizen(opened.token) as socket:
            await answers(socket, {"type": "sync", "last_seq": 0})
    await asyncio.sleep(0.1)
    gc.collect()
    # By type: to ask isinstance of everything in memory wakes lazy objects of others.
    assert not [each for each in gc.get_objects() if type(each) is CitizenConnection]
