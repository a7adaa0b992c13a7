"""A rehearsal agrees with what queueing theory knows, within its own confidence interval."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import sqrt
from statistics import mean, stdev

import pytest

from routing.rehearsal import rota
from routing.rehearsal.arrivals import Arrival
from routing.rehearsal.figures import Figures
from routing.rehearsal.night import Night
from tests.routing.rehearsal.erlang import erlang_a, erlang_c

BEGIN = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
PEOPLE, SERVICE, PATIENCE = 3, 600.0, 300.0
RUNS, ARRIVALS = 8, 3000
T_99_OF_7 = 3.499  # Student's t, two-sided 99 %, 7 degrees of freedom


def arrivals(per_second: float, *, patience: float | None, seed: int) -> list[Arrival]:
    chance = random.Random(seed)
    at, found = BEGIN, []
    for _ in range(ARRIVALS):
        at += timedelta(seconds=chance.expovariate(per_second))
        found.append(
            Arrival(
                at=at,
                service=chance.expovariate(1 / SERVICE),
                patience=None if patience is None else chance.expovariate(1 / patience),
            )
        )
    return found


def replicated(load: float, *, patience: float | None) -> list[Figures]:
    per_second = load * PEOPLE / SERVICE
    return [
        Night(
            arrivals(per_second, patience=patience, seed=run),
            rota.throughout(PEOPLE),
            places=1,
            soon=120,
        ).play()
        for run in range(RUNS)
    ]


def assert_agrees(runs: list[Figures], figure: Callable[[Figures], float], expected: float) -> None:
    """Theory lies within the interval, and the interval is narrow enough to say something."""
    found = [figure(each) for each in runs]
    half = T_99_OF_7 * stdev(found) / sqrt(RUNS)
    assert half < 0.25 * expected
    assert abs(mean(found) - expected) <= half, (mean(found), half, expected)


@pytest.mark.parametrize("load", [0.5, 0.7, 0.8])
def test_where_nobody_leaves_the_mean_wait_is_erlang_c(load: float) -> None:
    runs = replicated(load, patience=None)
    theory = erlang_c(per_second=load * PEOPLE / SERVICE, service=SERVICE, servers=PEOPLE)
    assert_agrees(runs, lambda run: run.report()["wait_seconds"]["mean"], theory.mean_wait)
    assert_agrees(runs, lambda run: run.report()["occupancy"], load)
    assert all(run.abandoned == 0 for run in runs)


@pytest.mark.parametrize("load", [0.6, 0.9, 1.3])
def test_where_people_leave_wait_and_share_are_erlang_a(load: float) -> None:
    runs = replicated(load, patience=PATIENCE)
    theory = erlang_a(
        per_second=load * PEOPLE / SERVICE, service=SERVICE, patience=PATIENCE, servers=PEOPLE
    )
    assert_agrees(runs, lambda run: run.report()["wait_seconds"]["mean"], theory.mean_wait)
    assert_agrees(runs, lambda run: run.abandoned / run.offered, theory.abandoned)


def test_the_formulas_agree_with_known_values_and_each_other() -> None:
    # One server, load 0.8: M/M/1, mean wait = load / (1 - load) talks.
    assert erlang_c(per_second=0.8, service=1, servers=1).mean_wait == pytest.approx(4.0)
    # Two servers, load 1 of 2: the chance to wait is 1/3, the wait then 1 talk.
    assert erlang_c(per_second=1, service=1, servers=2).mean_wait == pytest.approx(1 / 3)
    patient = erlang_a(per_second=0.8, service=1, patience=1e7, servers=1)
    assert patient.mean_wait == pytest.approx(4.0, rel=1e-3)
    # As patient as a talk is long: as many places as people, so nobody is ever held up by others
    # and the number there is Poisson; with one server and load 1, 1/e of the time nobody is there.
    same = erlang_a(per_second=1, service=1, patience=1, servers=1)
    assert same.abandoned == pytest.approx(2.718281828459045**-1)
