"""A volunteer asks for the next conversation once, with a place free and somebody waiting."""

import random

from krisechat.management.replay.next_up import NextUp
from krisechat.management.replay.pace import Pace


def next_up() -> NextUp:
    return NextUp(pace=Pace(resend_s=5), dice=random.Random(1))


def test_without_a_place_or_anybody_waiting_nobody_is_asked_for() -> None:
    asking = next_up()
    assert not asking.due(1, free=True, known=False)[0]
    asking.queue(2)
    assert not asking.due(1, free=False, known=True)[0]
    assert asking.due(1, free=True, known=False)[0]


def test_one_question_at_a_time_until_its_answer_is_overdue() -> None:
    asking = next_up()
    assert asking.due(1, free=True, known=True)[0]
    assert not asking.due(2, free=True, known=True)[0]
    assert asking.due(11, free=True, known=True)[0]


def test_after_an_assignment_the_next_is_asked_for_at_once() -> None:
    asking = next_up()
    asking.queue(2)
    asking.due(1, free=True, known=False)
    asking.answered(2)
    assert asking.due(2, free=True, known=False)[0]
    asking.answered(3)
    assert not asking.due(3, free=True, known=False)[0]


def test_a_refusal_is_respected_for_as_long_as_it_says() -> None:
    asking = next_up()
    asking.queue(1)
    asking.due(1, free=True, known=False)
    asking.refused({"code": "unavailable", "retry_after": 7}, now=2)
    assert not asking.due(8.9, free=True, known=False)[0]
    assert asking.due(9, free=True, known=False)[0]


def test_nothing_waiting_means_that_until_somebody_says_otherwise() -> None:
    asking = next_up()
    asking.queue(1)
    asking.due(1, free=True, known=False)
    asking.refused({"code": "nothing_waiting"}, now=2)
    assert not asking.due(60, free=True, known=False)[0]
    assert asking.due(60, free=True, known=True)[0]


def test_who_leaves_it_to_the_server_asks_only_after_a_while() -> None:
    asking = next_up()
    asking.holds_s = 3
    assert asking.due(1, free=True, known=True) == (False, 3)
    assert not asking.due(3.9, free=True, known=True)[0]
    assert asking.due(4, free=True, known=True)[0]
    asking.answered(5)
    assert not asking.due(6, free=True, known=True)[0]
    assert asking.due(9, free=True, known=True)[0]
