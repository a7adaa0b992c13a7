"""One round of one candidate: the three loads and, apart, the memory of idle sockets."""

import asyncio
from dataclasses import dataclass, field

from benchmarks.candidates import SERVER_CORE, Candidate, Running, ServerSide
from benchmarks.cost import Meter, resident_bytes
from benchmarks.load.ends import Pair
from benchmarks.load.figures import middle, percentile, slope
from benchmarks.load.loads import Heard, closed_loop, one_pair, open_loop

CONVERSATIONS = 100
RATE = 600
SECONDS_TO_WARM_UP = 1.0
SECONDS_TO_SETTLE = 2.0
IDLE_STEPS = 4


@dataclass
class Round:
    """The figures of one round. Times in milliseconds, shares from 0 to 1 of one core."""

    messages_a_second: float
    cpu_seconds_per_1000: float
    cpu_parts_per_1000: dict[str, float]
    ack_p50_ms: float
    ack_p99_ms: float
    deliver_p99_at_rate_ms: float
    deliver_p50_at_rate_ms: float
    reached_rate: float
    pair_ack_p50_ms: float
    pair_deliver_p50_ms: float
    messages: int
    lost: int
    foreign_share: float
    generator_share: float
    generator_late_ms: float
    refusals: list[str] = field(default_factory=list)


async def loads(candidate: Candidate, side: ServerSide, *, seconds: float) -> Round:
    """All three loads on a fresh server, `seconds` each."""
    with candidate.running(side) as running:
        pairs = await candidate.open_pairs(running, count=CONVERSATIONS)
        try:
            return await _three_loads(running, pairs, seconds=seconds)
        finally:
            for pair in pairs:
                for end in pair.ends():
                    end.drop()


async def _three_loads(running: Running, pairs: list[Pair], *, seconds: float) -> Round:
    alone = await one_pair(pairs[0], seconds=seconds / 2)
    await closed_loop(pairs, seconds=SECONDS_TO_WARM_UP)
    meter = Meter(running.families, core=SERVER_CORE)
    full = await closed_loop(pairs, seconds=seconds)
    spent = meter.read()
    steady = await open_loop(pairs, rate=RATE, seconds=seconds)
    thousands = full.sent / 1000
    parts = {name: round(cpu / thousands, 4) for name, cpu in spent.processor.items()}
    return Round(
        messages_a_second=len(full.acks) / full.seconds,
        cpu_seconds_per_1000=spent.total / thousands,
        cpu_parts_per_1000=parts,
        ack_p50_ms=1000 * middle(full.acks),
        ack_p99_ms=1000 * percentile(full.acks, 0.99),
        deliver_p99_at_rate_ms=1000 * percentile(steady.deliveries, 0.99),
        deliver_p50_at_rate_ms=1000 * middle(steady.deliveries),
        reached_rate=steady.sent / steady.seconds,
        pair_ack_p50_ms=1000 * middle(alone.acks),
        pair_deliver_p50_ms=1000 * middle(alone.deliveries),
        messages=full.sent + steady.sent + alone.sent,
        lost=full.lost + steady.lost + alone.lost,
        foreign_share=spent.foreign_share,
        generator_share=spent.generator_share,
        generator_late_ms=1000 * steady.late,
        refusals=[*_refusals(full, steady, alone), *_closed(pairs)],
    )


def _refusals(*heard: Heard) -> list[str]:
    return [payload.decode(errors="replace") for each in heard for payload in each.refusals][:5]


def _closed(pairs: list[Pair]) -> list[str]:
    gone = [end for pair in pairs for end in pair.ends() if end.lost]
    if not gone:
        return []
    return [f"{len(gone)} sockets were closed, the first with {gone[0].close_code or 1006}"]


async def idle_bytes(candidate: Candidate, side: ServerSide, *, sockets: int) -> float:
    """How many bytes the server process grows by for one more idle socket."""
    with candidate.running(side) as running:
        ends, steps = [], []
        guests = await candidate.guests(running, count=sockets)
        # The first sockets fill pools and caches: they are not part of the slope.
        size = max(1, sockets // (IDLE_STEPS + 1))
        for start in range(0, sockets, size):
            ends += [await guest() for guest in guests[start : start + size]]
            await asyncio.sleep(SECONDS_TO_SETTLE)
            steps.append((len(ends), resident_bytes(running.server)))
        alive = sum(not end.lost for end in ends)
        for end in ends:
            end.drop()
    if alive < len(ends):
        raise RuntimeError(f"{len(ends) - alive} of {len(ends)} idle sockets were closed.")
    return slope(steps)
