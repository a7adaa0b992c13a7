"""Patience from waits that an answer cut short."""

import random
from statistics import mean

import pytest

from routing.rehearsal.patience import Wait, estimate


def left(seconds: float) -> Wait:
    return Wait(seconds, abandoned=True)


def answered(seconds: float) -> Wait:
    return Wait(seconds, abandoned=False)


def test_the_textbook_example() -> None:
    """Kaplan and Meier 1958, section 2: deaths at 0.8, 3.1, 5.4, 9.2, losses at 1.0, 2.7, 7.0,
    12.1. Their estimates of survival: 7/8, 7/10, 21/40, 21/80."""
    waits = [left(s) for s in (0.8, 3.1, 5.4, 9.2)] + [answered(s) for s in (1.0, 2.7, 7.0, 12.1)]
    found = estimate(waits)
    assert found.after == (0.8, 3.1, 5.4, 9.2)
    assert found.left_by == pytest.approx((1 / 8, 3 / 10, 19 / 40, 59 / 80))
    assert found.share_left(0.5) == 0
    assert found.share_left(6) == pytest.approx(19 / 40)


def test_who_was_answered_at_the_same_second_was_still_there() -> None:
    assert estimate([left(5), answered(5)]).left_by == (0.5,)


def test_where_nobody_left_nobody_leaves() -> None:
    assert estimate([answered(5), answered(9)]).draw(random.Random(1)) is None
    assert estimate([]).draw(random.Random(1)) is None


def test_what_is_drawn_follows_the_estimate() -> None:
    found = estimate([left(10), left(20), answered(15), left(30)])
    chance = random.Random(1)
    drawn = [found.draw(chance) for _ in range(4000)]
    assert set(drawn) == {10, 20, 30}
    for seconds in (10, 20, 30):
        share = mean(each is not None and each <= seconds for each in drawn)
        assert share == pytest.approx(found.share_left(seconds), abs=0.03)


def test_beyond_the_last_leaving_people_go_at_the_rate_of_before() -> None:
    found = estimate([left(10), answered(50), answered(40)])  # one left in 100 seconds
    chance = random.Random(1)
    beyond = [s for s in (found.draw(chance) for _ in range(6000)) if s is not None and s > 10]
    assert len(beyond) / 6000 == pytest.approx(2 / 3, abs=0.03)
    assert mean(beyond) - 10 == pytest.approx(100, rel=0.05)


def test_it_finds_the_patience_of_people_whose_answers_hid_it() -> None:
    """Exponential patience of 60 s, cut short by answers after 30 s on average."""
    chance = random.Random(1)
    waits = []
    for _ in range(4000):
        patience, answer = chance.expovariate(1 / 60), chance.expovariate(1 / 30)
        waits.append(Wait(min(patience, answer), abandoned=patience < answer))
    assert estimate(waits).share_left(60) == pytest.approx(1 - 2.718281828459045**-1, abs=0.04)
