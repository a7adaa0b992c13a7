"""What is lacking is asked for, not at once, not too often, and not when it has come."""

from krisechat.management.replay.behind import Behind
from krisechat.management.replay.pace import Pace


def behind() -> Behind:
    return Behind(pace=Pace(gap_s=1, resend_s=5))


def test_who_has_everything_asks_for_nothing() -> None:
    lag = behind()
    lag.heard_of(3)
    lag.stands(3, now=10)
    assert lag.ask_in(100) is None


def test_a_gap_is_asked_for_after_a_moment() -> None:
    lag = behind()
    lag.heard_of(3)
    lag.stands(1, now=10)
    assert lag.ask_in(10) == 1
    assert lag.ask_in(11) == 0


def test_it_is_asked_for_again_only_after_a_while() -> None:
    lag = behind()
    lag.heard_of(3)
    lag.stands(1, now=10)
    lag.asked_at = 11
    assert lag.ask_in(12) == 4
    assert lag.ask_in(16) == 0


def test_what_comes_late_needs_no_asking_and_a_new_connection_begins_anew() -> None:
    lag = behind()
    lag.heard_of(3)
    lag.stands(1, now=10)
    lag.stands(3, now=10.5)
    assert lag.ask_in(100) is None
    lag.heard_of(4)
    lag.stands(3, now=20)
    lag.again()
    assert lag.ask_in(100) is None
