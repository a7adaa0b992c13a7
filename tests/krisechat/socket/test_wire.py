"""Sending on one socket: in order, one at a time, whatever the transport does."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krisechat.socket.wire import Wire
from tests.support.pages import settle

Event = dict[str, Any]


class Transport:
    """Notes what it is given; waits or fails where it is told to."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self.pauses: dict[str, int] = {}  # text to how many turns of the loop it takes
        self.gone_at: str | None = None

    async def send(self, event: Event) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            for _ in range(self.pauses.get(event["text"], 0)):
                await asyncio.sleep(0)
            if event["text"] == self.gone_at:
                raise ConnectionResetError
            self.sent.append(event["text"])
        finally:
            self.at_once -= 1


def say(wire: Wire, *texts: str) -> None:
    for text in texts:
        wire.text(text.encode())


async def test_what_need_not_wait_is_sent_before_it_returns() -> None:
    transport = Transport()
    wire = Wire(transport.send)
    say(wire, "a", "b")
    assert transport.sent == ["a", "b"]


async def test_behind_one_that_waits_the_others_queue() -> None:
    transport = Transport()
    transport.pauses = {"a": 5}
    wire = Wire(transport.send)
    say(wire, "a", "b", "c")
    assert transport.sent == []
    await settle()
    assert transport.sent == ["a", "b", "c"]
    assert transport.most_at_once == 1


async def test_after_waiting_it_sends_at_once_again() -> None:
    transport = Transport()
    transport.pauses = {"a": 2}
    wire = Wire(transport.send)
    say(wire, "a")
    await settle()
    say(wire, "b")
    assert transport.sent == ["a", "b"]


async def test_a_real_wait_is_carried_on_where_it_stood() -> None:
    """Not only a turn of the loop: a future, a lock, a timer."""
    gate: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    lock = asyncio.Lock()
    sent: list[str] = []

    async def send(event: Event) -> None:
        async with lock:
            sent.append(event["text"] + await gate)
            await asyncio.sleep(0.001)

    wire = Wire(send)
    say(wire, "a", "b")
    gate.set_result("!")
    await asyncio.sleep(0.02)
    assert sent == ["a!", "b!"]


@given(
    texts=st.lists(st.sampled_from("abcdef"), max_size=12),
    pauses=st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3)),
    turns=st.lists(st.integers(0, 3), min_size=12, max_size=12),
)
def test_the_order_is_kept_however_slow_it_is(
    texts: list[str], pauses: dict[str, int], turns: list[int]
) -> None:
    async def night() -> Transport:
        transport = Transport()
        transport.pauses = pauses
        wire = Wire(transport.send)
        for text, turn in zip(texts, turns, strict=False):
            say(wire, text)
            await settle(turn)
        await settle(80)
        return transport

    transport = asyncio.run(night())
    assert transport.sent == texts
    assert transport.most_at_once <= 1


@pytest.mark.parametrize("turns", [0, 3])
async def test_a_peer_that_is_gone_swallows_the_rest(turns: int) -> None:
    transport = Transport()
    transport.gone_at, transport.pauses = "b", {"b": turns}
    wire = Wire(transport.send)
    say(wire, "a", "b", "c")
    await settle()
    say(wire, "d")
    await settle()
    assert transport.sent == ["a"]
    assert wire.broken


async def test_gone_while_others_queue_nothing_is_raised_and_nothing_kept() -> None:
    transport = Transport()
    transport.gone_at, transport.pauses = "b", {"a": 3}
    wire = Wire(transport.send)
    say(wire, "a", "b", "c")
    await settle()
    assert (transport.sent, wire.broken, len(wire._queue)) == (["a"], True, 0)


async def test_a_cancelled_wait_does_not_run_on() -> None:
    reached: list[str] = []

    async def send(event: Event) -> None:
        try:
            await asyncio.sleep(3600)
            reached.append("slept")
        except asyncio.CancelledError:
            reached.append("cancelled")
            raise

    wire = Wire(send)
    say(wire, "a")
    await settle(2)
    assert wire._task is not None
    wire._task.cancel()
    await settle()
    assert reached == ["cancelled"]


async def test_a_send_that_is_no_coroutine_is_awaited_all_the_same() -> None:
    """Some servers hand out a future instead."""
    sent: list[str] = []

    def send(event: Event) -> "asyncio.Future[None]":
        sent.append(event["text"])
        return asyncio.ensure_future(asyncio.sleep(0))

    wire = Wire(send)  # type: ignore[arg-type]
    say(wire, "a", "b")
    await settle()
    assert sent == ["a", "b"]


async def test_other_events_keep_their_place_among_the_frames() -> None:
    events: list[Event] = []

    async def send(event: Event) -> None:
        await asyncio.sleep(0)
        events.append(event)

    wire = Wire(send)
    say(wire, "a")
    wire.event({"type": "websocket.close", "code": 1012})
    await settle()
    assert events == [
        {"type": "websocket.send", "text": "a"},
        {"type": "websocket.close", "code": 1012},
    ]
