"""Hints between processes, over layers that are dead, hung, forgetful or full of rubbish."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from channels.layers import InMemoryChannelLayer

from krisechat.realtime import relay
from krisechat.realtime.hints import Hints
from krisechat.realtime.relay import GROUP, HintRelay

ONE, TWO = UUID(int=1), UUID(int=2)


class Layer(InMemoryChannelLayer):
    """A layer that fails as it is told to, and counts what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, Any]] = []
        self.joined = 0
        self.tried = 0
        self.dead = self.hung = False

    async def _fails(self) -> None:
        if self.hung:
            await asyncio.Event().wait()
        if self.dead:
            raise ConnectionError("Amina skriver")

    async def group_add(self, group: str, channel: str) -> None:
        await self._fails()
        self.joined += 1
        await super().group_add(group, channel)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        self.tried += 1
        await self._fails()
        self.sent.append(message)
        await super().group_send(group, message)


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> Layer:
    """The one layer of all processes, and less patience with it than in earnest."""
    one = Layer()
    monkeypatch.setattr(relay, "get_channel_layer", lambda: one)
    monkeypatch.setattr(relay, "SEND_SECONDS", 0.3)
    monkeypatch.setattr(relay, "REST_SECONDS", 0.06)
    return one


class Process:
    """A process with a relay; what it heard lies in `heard`."""

    def __init__(self) -> None:
        self.heard = Hints()
        self.times = 0
        self.relay = HintRelay(heard=self._hear)
        self.relay.start()

    def _hear(self, hints: Hints) -> None:
        self.times += 1
        self.heard.merge(hints)


@pytest_asyncio.fixture
async def processes(layer: Layer) -> AsyncIterator[tuple[Process, Process]]:
    """Two processes that listen."""
    here, there = Process(), Process()
    await until(lambda: layer.joined == 2)
    yield here, there
    await asyncio.gather(here.relay.stop(), there.relay.stop())


async def until(holds: Callable[[], bool], *, seconds: float = 5) -> None:
    """Returns when it holds; fails when it does not in time."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.005)


Two = tuple[Process, Process]


class TestASoundLayer:
    async def test_the_others_hear_what_was_said_and_the_sayer_does_not(
        self, processes: Two
    ) -> None:
        here, there = processes
        here.relay.add(Hints(seqs={ONE: 7}, typing={(TWO, "citizen"): True}, queue=True))
        await until(lambda: bool(there.heard))
        assert there.heard == Hints(seqs={ONE: 7}, typing={(TWO, "citizen"): True}, queue=True)
        await asyncio.sleep(0.05)
        assert not here.heard

    async def test_what_waits_leaves_together(self, processes: Two, layer: Layer) -> None:
        here, there = processes
        for seq in range(1, 50):
            here.relay.add(Hints(seqs={ONE: seq}))
        here.relay.add(Hints(changed={TWO}))
        await until(lambda: bool(there.heard))
        assert len(layer.sent) == 1
        assert there.heard == Hints(seqs={ONE: 49}, changed={TWO})

    async def test_nothing_to_say_is_not_said(self, processes: Two, layer: Layer) -> None:
        processes[0].relay.add(Hints())
        await asyncio.sleep(0.03)
        assert layer.sent == []

    async def test_only_ids_numbers_and_flags_leave_the_process(
        self, processes: Two, layer: Layer
    ) -> None:
        processes[0].relay.add(Hints(seqs={ONE: 1}, typing={(ONE, "citizen"): True}))
        await until(lambda: bool(layer.sent))
        [message] = layer.sent
        assert set(message) == {"type", "from", "hints"}
        assert set(message["hints"]) == {
            "seqs",
            "changed",
            "accounts",
            "typing",
            "positions",
            "queue",
        }

    async def test_rubbish_on_the_layer_is_passed_over(self, processes: Two, layer: Layer) -> None:
        here, there = processes
        for rubbish in ({}, {"hints": None}, {"hints": []}, {"hints": {"seqs": [1]}}):
            await layer.group_send(GROUP, {"type": "hints", **rubbish})
        here.relay.add(Hints(changed={ONE}))
        await until(lambda: bool(there.heard))
        assert there.heard == Hints(changed={ONE})
        assert layer.joined == 2

    async def test_listening_survives_whoever_listens_badly(
        self, processes: Two, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here, there = processes

        def fails(hints: Hints) -> None:
            raise ValueError("Amina skriver")

        with monkeypatch.context() as patched:
            patched.setattr(there.relay, "_heard", fails)
            here.relay.add(Hints(changed={ONE}))
            await asyncio.sleep(0.05)
        await until_heard(here, there)


async def until_heard(here: Process, there: Process) -> None:
    """Says something again and again until the other process hears it."""
    async with asyncio.timeout(5):
        while TWO not in there.heard.changed:
            here.relay.add(Hints(changed={TWO}))
            await asyncio.sleep(0.02)


class TestADeadLayer:
    async def test_nobody_notices_but_the_log_and_it_recovers_by_itself(
        self, processes: Two, layer: Layer, caplog: pytest.LogCaptureFixture
    ) -> None:
        here, there = processes
        layer.dead = True
        for seq in range(1, 30):
            here.relay.add(Hints(seqs={ONE: seq}))
            await asyncio.sleep(0.002)
        assert not there.heard
        assert "ConnectionError" in caplog.text
        assert "Amina" not in caplog.text
        layer.dead = False
        await until_heard(here, there)

    async def test_after_two_failures_it_rests(
        self, processes: Two, layer: Layer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(relay, "REST_SECONDS", 3600)
        here, _ = processes
        layer.dead = True
        for seq in range(1, 20):
            here.relay.add(Hints(seqs={ONE: seq}))
            await asyncio.sleep(0.002)
        assert layer.tried == 2

    async def test_what_was_said_while_it_rested_is_said_afterwards(
        self, processes: Two, layer: Layer
    ) -> None:
        here, there = processes
        layer.dead = True
        for seq in (1, 2):
            here.relay.add(Hints(seqs={ONE: seq}))
            await until(lambda seq=seq: layer.tried == seq)  # type: ignore[misc]
        here.relay.add(Hints(seqs={TWO: 5}))
        layer.dead = False
        await until(lambda: there.heard.seqs == {TWO: 5})

    async def test_one_success_forgets_the_failures(
        self, processes: Two, layer: Layer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(relay, "REST_SECONDS", 3600)
        here, there = processes
        for seq in range(1, 5):
            layer.dead = True
            here.relay.add(Hints(seqs={ONE: seq}))
            await until(lambda: layer.tried % 2 == 1)
            layer.dead = False
            here.relay.add(Hints(seqs={TWO: seq}))
            await until(lambda seq=seq: there.heard.seqs.get(TWO) == seq)  # type: ignore[misc]

    async def test_a_process_that_starts_without_it_hears_once_it_is_there(
        self, layer: Layer
    ) -> None:
        layer.dead = True
        here, there = Process(), Process()
        await asyncio.sleep(0.05)
        layer.dead = False
        await until_heard(here, there)
        await asyncio.gather(here.relay.stop(), there.relay.stop())


class TestAHungLayer:
    async def test_a_sending_that_hangs_is_given_up(self, processes: Two, layer: Layer) -> None:
        here, there = processes
        layer.hung = True
        here.relay.add(Hints(changed={ONE}))
        await until(lambda: layer.tried == 1)
        layer.hung = False
        here.relay.add(Hints(changed={TWO}))
        await until(lambda: there.heard == Hints(changed={TWO}))

    async def test_it_can_be_stopped_in_the_middle(self, layer: Layer) -> None:
        layer.hung = True
        one = Process()
        one.relay.add(Hints(changed={ONE}))
        await asyncio.sleep(0.01)
        async with asyncio.timeout(5):
            await one.relay.stop()
        assert all(task.done() for task in one.relay._tasks)


class TestAForgetfulLayer:
    async def test_a_lost_group_is_joined_again(
        self, layer: Layer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(relay, "RENEW_SECONDS", 0.1)
        here, there = Process(), Process()
        await until(lambda: layer.joined >= 2)
        layer.groups.clear()  # flushed: nobody is told
        await until_heard(here, there)
        await asyncio.gather(here.relay.stop(), there.relay.stop())

    async def test_dropped_hints_hurt_nothing_that_comes_later(
        self, processes: Two, layer: Layer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here, there = processes

        async def drop(group: str, message: dict[str, Any]) -> None:
            return None

        with monkeypatch.context() as patched:
            patched.setattr(layer, "group_send", drop)
            here.relay.add(Hints(seqs={ONE: 1}))
            await asyncio.sleep(0.02)
        here.relay.add(Hints(seqs={ONE: 2}))
        await until(lambda: there.heard.seqs == {ONE: 2})


async def test_a_process_that_serves_nobody_only_sends(layer: Layer) -> None:
    engine = HintRelay()
    engine.start()
    engine.add(Hints(queue=True))
    await until(lambda: len(layer.sent) == 1)
    assert layer.joined == 0
    await engine.stop()
