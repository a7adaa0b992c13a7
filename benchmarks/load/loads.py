"""The three loads: everybody writes at once, 600 messages a second, and one pair alone."""

import asyncio
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from benchmarks.load.ends import Deaf, End, Pair

SECONDS_TO_ARRIVE = 15


@dataclass
class Heard:
    """What came back during a load. Latencies are in seconds."""

    sent: int = 0
    acks: list[float] = field(default_factory=list)
    deliveries: list[float] = field(default_factory=list)
    refusals: list[bytes] = field(default_factory=list)
    seconds: float = 0.0
    late: float = 0.0

    @property
    def lost(self) -> int:
        """How many sent messages never reached the other side."""
        return self.sent - len(self.deliveries)


class _Load:
    """Numbers the messages, and notes when each was sent, acknowledged and arrived."""

    def __init__(self) -> None:
        self.heard = Heard()
        self._sent_at: list[float] = []
        self.running = True

    def say(self, end: End) -> None:
        marker = len(self._sent_at)
        self._sent_at.append(perf_counter())
        self.heard.sent += 1
        end.say(marker)

    def acked(self, end: End, now: float) -> None:
        self.heard.acks.append(now - end.sent_at)

    def arrived(self, end: End, marker: int, now: float) -> None:
        self.heard.deliveries.append(now - self._sent_at[marker])

    def refused(self, end: End, payload: bytes) -> None:
        self.heard.refusals.append(payload[:300])

    async def drain(self) -> None:
        """Wait until all that was sent has arrived, or nothing more does."""
        deadline = perf_counter() + SECONDS_TO_ARRIVE
        while self.heard.lost > 0 and perf_counter() < deadline:
            await asyncio.sleep(0.02)


class _Closed(_Load):
    """Each end has one message in flight: its acknowledgement sends the next."""

    def acked(self, end: End, now: float) -> None:
        self.heard.acks.append(now - end.sent_at)
        if self.running:
            self.say(end)


class _InTurn(_Load):
    """Two people in turn: the next writes when the last is acknowledged and has arrived."""

    def __init__(self, pair: Pair) -> None:
        super().__init__()
        self._next = {pair.citizen: pair.volunteer, pair.volunteer: pair.citizen}
        self._done = 0

    def acked(self, end: End, now: float) -> None:
        super().acked(end, now)
        self._one_more(self._next[end])

    def arrived(self, end: End, marker: int, now: float) -> None:
        super().arrived(end, marker, now)
        self._one_more(end)

    def _one_more(self, turn: End) -> None:
        self._done += 1
        if self.running and self._done % 2 == 0:
            self.say(turn)


async def closed_loop(pairs: Sequence[Pair], *, seconds: float) -> Heard:
    """All ends at once, one message in flight each, for `seconds`."""
    load = _Closed()
    with _listening(load, pairs):
        began = perf_counter()
        for pair in pairs:
            for end in pair.ends():
                load.say(end)
        await asyncio.sleep(seconds)
        load.heard.seconds = perf_counter() - began
        load.running = False
        in_time = len(load.heard.acks)
        await load.drain()
        del load.heard.acks[in_time:]
    return load.heard


async def open_loop(pairs: Sequence[Pair], *, rate: int, seconds: float) -> Heard:
    """`rate` messages a second spread over all ends, whether or not earlier ones were answered."""
    load = _Load()
    turns = _in_turn([end for pair in pairs for end in pair.ends()])
    with _listening(load, pairs):
        began = perf_counter()
        for number in range(int(rate * seconds)):
            due = began + number / rate
            while (early := due - perf_counter()) > 0:
                await asyncio.sleep(early)
            load.heard.late = max(load.heard.late, perf_counter() - due)
            load.say(next(turns))
        load.heard.seconds = perf_counter() - began
        await load.drain()
    return load.heard


async def one_pair(pair: Pair, *, seconds: float) -> Heard:
    """Two people writing in turn, nobody else."""
    load = _InTurn(pair)
    with _listening(load, [pair]):
        began = perf_counter()
        load.say(pair.citizen)
        await asyncio.sleep(seconds)
        load.running = False
        load.heard.seconds = perf_counter() - began
        await load.drain()
    return load.heard


def _in_turn(ends: Sequence[End]) -> Iterator[End]:
    while True:
        yield from ends


@contextmanager
def _listening(load: _Load, pairs: Sequence[Pair]) -> Iterator[None]:
    """Let `load` hear all ends, with no garbage collection in the generator meanwhile."""
    ends = [end for pair in pairs for end in pair.ends()]
    for end in ends:
        end.listener = load
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        for end in ends:
            end.listener = Deaf()
