"""The table of ratios says what was measured, and says so when it should not be believed."""

from dataclasses import replace

import pytest

from benchmarks.load.figures import percentile, slope
from benchmarks.measure import Round
from benchmarks.report import Results, figures, ratios, warnings

SLOW = Round(
    messages_a_second=600,
    cpu_seconds_per_1000=1.6,
    cpu_parts_per_1000={"server": 1.3, "postgres": 0.25, "redis": 0.05},
    ack_p50_ms=330,
    ack_p99_ms=500,
    deliver_p99_at_rate_ms=900,
    deliver_p50_at_rate_ms=400,
    reached_rate=600,
    pair_ack_p50_ms=2.0,
    pair_deliver_p50_ms=3.0,
    messages=5000,
    lost=0,
    foreign_share=0.01,
    generator_share=0.2,
    generator_late_ms=2,
)
FAST = replace(SLOW, messages_a_second=7200, pair_ack_p50_ms=1.5)


def results(*ours: Round) -> Results:
    return Results(
        titles={"usual-way": "usual way", "bare-channels": "bare", "krisechat": "Krisechat"},
        rounds={"usual-way": [SLOW for _ in ours], "krisechat": list(ours)},
        idle={"bare-channels": 30_000.0, "krisechat": 50_000.0},
    )


def row(table: str, name: str) -> str:
    return next(line for line in table.splitlines() if line.startswith(f"| {name}"))


def test_a_ratio_is_the_median_of_the_rounds_with_its_spread() -> None:
    rounds = [replace(FAST, messages_a_second=rate) for rate in (6600, 7200, 9000)]
    line = row(ratios(results(*rounds)), "messages/s")
    assert "12.00 (11.00–15.00)" in line
    assert "at least 10 × usual way: reached" in line


def test_an_aim_that_was_missed_is_called_missed() -> None:
    slower = replace(FAST, messages_a_second=4200, pair_ack_p50_ms=2.4)
    table = ratios(results(slower))
    assert "at least 10 × usual way: not reached" in row(table, "messages/s")
    assert "at most 1 × usual way: not reached" in row(table, "ack p50, one pair")
    assert "at most 1.5 × bare: not reached" in row(table, "memory")


def test_what_was_not_measured_is_a_dash_and_no_ratio() -> None:
    bare = figures(results(FAST)).splitlines()[0].index("bare")
    assert row(figures(results(FAST)), "messages/s")[bare:].startswith("–")


@pytest.mark.parametrize(
    ("spoiled", "warning"),
    [
        (replace(FAST, lost=3), "3 of 10000 messages never reached"),
        (replace(FAST, refusals=['{"code":"unavailable"}']), "unavailable"),
        (replace(FAST, generator_share=0.97), "load generator's core"),
        (replace(FAST, foreign_share=0.3), "others took up to 30%"),
        (replace(FAST, generator_late_ms=80), "80 ms late"),
    ],
)
def test_figures_not_to_be_believed_carry_a_warning(spoiled: Round, warning: str) -> None:
    assert any(warning in sentence for sentence in warnings(results(FAST, spoiled)))
    assert warnings(results(FAST)) == []


def test_figures() -> None:
    assert percentile([*map(float, range(1, 101))], 0.99) == 100
    assert percentile([], 0.5) == 0
    assert slope([(100, 5_000_000), (200, 8_000_000), (300, 11_000_000)]) == pytest.approx(30_000)
