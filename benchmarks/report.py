"""The table of ratios and the figures behind it, as Markdown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.load.figures import middle
from benchmarks.measure import CONVERSATIONS, RATE, Round

OURS, USUAL_WAY, BARE_CHANNELS = "krisechat", "usual-way", "bare-channels"


@dataclass
class Results:
    """All that one run measured, by candidate key; `idle` is in bytes for one more socket."""

    titles: dict[str, str] = field(default_factory=dict)
    rounds: dict[str, list[Round]] = field(default_factory=dict)
    idle: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What the ratio to the reference `against` should be at least, or at most."""

    against: str
    bound: float
    at_least: bool = False

    def judged(self, ratio: float, *, title: str) -> str:
        """The aim in words, and whether `ratio` reaches it."""
        reached = ratio >= self.bound if self.at_least else ratio <= self.bound
        word = "at least" if self.at_least else "at most"
        return f"{word} {self.bound:g} × {title}: {'reached' if reached else 'not reached'}"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One measured thing: its name, how it is read from a round, how it is printed."""

    name: str
    of: Callable[[Round], float]
    digits: int = 2
    aim: Aim | None = None


LINES = (
    Line(
        name=f"messages/s ({2 * CONVERSATIONS} sockets, one in flight each)",
        of=lambda one: one.messages_a_second,
        digits=0,
        aim=Aim(against=USUAL_WAY, bound=10, at_least=True),
    ),
    Line(
        name="CPU seconds per 1,000 messages, whole server side",
        of=lambda one: one.cpu_seconds_per_1000,
        digits=3,
    ),
    Line(name="ack p50 under that load, ms", of=lambda one: one.ack_p50_ms, digits=1),
    Line(name="ack p99 under that load, ms", of=lambda one: one.ack_p99_ms, digits=1),
    Line(name=f"deliver p50 at {RATE} messages/s, ms", of=lambda one: one.deliver_p50_at_rate_ms),
    Line(name=f"deliver p99 at {RATE} messages/s, ms", of=lambda one: one.deliver_p99_at_rate_ms),
    Line(
        name="ack p50, one pair, ms",
        of=lambda one: one.pair_ack_p50_ms,
        aim=Aim(against=USUAL_WAY, bound=1),
    ),
    Line(name="deliver p50, one pair, ms", of=lambda one: one.pair_deliver_p50_ms),
)
MEMORY = "memory per idle socket, KB"
MEMORY_AIM = Aim(against=BARE_CHANNELS, bound=1.5)


def ratios(results: Results) -> str:
    """Krisechat as a multiple of each reference: the median of the rounds' ratios, and spread.

    A round measures every candidate one after the other, so what disturbs the machine for a while
    disturbs both sides of a ratio.
    """
    references = [key for key in results.titles if key != OURS]
    if OURS not in results.titles or not references:
        return ""
    head = [
        f"{results.titles[OURS]} as a multiple of …",
        *(results.titles[key] for key in references),
        "aim",
    ]
    rows = [_ratio_row(results, line, references) for line in LINES]
    return _table(head, [*rows, _memory_ratio_row(results, references)])


def figures(results: Results) -> str:
    """What was measured: medians over the rounds, and the lowest and highest."""
    keys = list(results.titles)
    rows = [[line.name, *(_figure(results, line, key) for key in keys)] for line in LINES]
    rows.append([MEMORY, *(_kilobytes(results.idle.get(key)) for key in keys)])
    return _table(["", *(results.titles[key] for key in keys)], rows)


def warnings(results: Results) -> list[str]:
    """What a reader must know before believing the figures; one sentence each."""
    found = []
    for key, rounds in results.rounds.items():
        title = results.titles[key]
        lost = sum(one.lost for one in rounds)
        sent = sum(one.messages for one in rounds)
        if lost:
            found.append(f"{title}: {lost} of {sent} messages never reached the other side.")
        refusals = [words for one in rounds for words in one.refusals]
        if refusals:
            found.append(f"{title}: refusals, the first of them: {refusals[0]}")
        if max(one.generator_share for one in rounds) > 0.9:
            found.append(f"{title}: the load generator's core was more than 90 % busy.")
        if (share := max(one.foreign_share for one in rounds)) > 0.05:
            found.append(f"{title}: others took up to {share:.0%} of the server side's core.")
        if (late := max(one.generator_late_ms for one in rounds)) > 20:
            found.append(f"{title}: the load generator was up to {late:.0f} ms late.")
    return found


def parts(results: Results) -> str:
    """Where the processor time goes: server, PostgreSQL, Redis, per 1,000 messages."""
    rows = []
    for key, rounds in results.rounds.items():
        names = rounds[0].cpu_parts_per_1000
        middles = [middle([one.cpu_parts_per_1000[name] for one in rounds]) for name in names]
        rows.append([results.titles[key], *(f"{value:.3f}" for value in middles)])
    return _table(["CPU seconds per 1,000 messages", "server", "PostgreSQL", "Redis"], rows)


def _ratio_row(results: Results, line: Line, references: Sequence[str]) -> list[str]:
    cells = []
    for key in references:
        both = zip(results.rounds.get(OURS, []), results.rounds.get(key, []), strict=False)
        shares = [line.of(mine) / line.of(theirs) for mine, theirs in both if line.of(theirs)]
        cells.append((key, shares))
    aim = ""
    if line.aim:
        against = dict(cells).get(line.aim.against)
        if against:
            title = results.titles[line.aim.against]
            aim = line.aim.judged(middle(against), title=title)
    return [line.name, *(_spread(shares, 2) for _, shares in cells), aim]


def _memory_ratio_row(results: Results, references: Sequence[str]) -> list[str]:
    mine = results.idle.get(OURS)
    cells, aim = [], ""
    for key in references:
        theirs = results.idle.get(key)
        ratio = mine / theirs if mine and theirs else None
        cells.append(f"{ratio:.2f}" if ratio else "–")
        if ratio and key == MEMORY_AIM.against:
            aim = MEMORY_AIM.judged(ratio, title=results.titles[key])
    return [MEMORY, *cells, aim]


def _figure(results: Results, line: Line, key: str) -> str:
    return _spread([line.of(one) for one in results.rounds.get(key, [])], line.digits)


def _spread(values: Sequence[float], digits: int) -> str:
    if not values:
        return "–"
    low, high = min(values), max(values)
    return f"{middle(values):,.{digits}f} ({low:,.{digits}f}–{high:,.{digits}f})"


def _kilobytes(size: float | None) -> str:
    return f"{size / 1024:.1f}" if size else "–"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        return f"| {' | '.join(padded)} |"

    rule = f"| {' | '.join('-' * width for width in widths)} |"
    return "\n".join([line(head), rule, *map(line, rows)])
