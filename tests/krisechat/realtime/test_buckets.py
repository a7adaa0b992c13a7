"""Rate limits, with time as a value."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from krisechat.realtime import buckets
from krisechat.realtime.buckets import Buckets


def thirty_a_minute() -> Buckets:
    return Buckets(per_second=0.5, burst=10)


def test_a_burst_at_once_and_then_one_each_two_seconds() -> None:
    limit = thirty_a_minute()
    assert [limit.take("a", now=0) for _ in range(10)] == [0] * 10
    assert limit.take("a", now=0) == 2
    assert limit.take("a", now=1) == 1
    assert limit.take("a", now=2) == 0
    assert limit.take("a", now=2) == 2


def test_what_is_refused_costs_nothing() -> None:
    limit = thirty_a_minute()
    for _ in range(50):
        limit.take("a", now=0)
    assert limit.take("a", now=2) == 0


def test_rest_fills_it_up_to_the_burst_and_no_further() -> None:
    limit = thirty_a_minute()
    for _ in range(10):
        limit.take("a", now=0)
    assert [limit.take("a", now=3600) > 0 for _ in range(11)] == [False] * 10 + [True]


def test_one_key_is_not_anothers() -> None:
    limit = Buckets(per_second=1, burst=1)
    assert (limit.take("a", now=0), limit.take("b", now=0)) == (0, 0)
    assert limit.take("a", now=0) > 0


def test_only_so_many_keys_are_kept_and_the_longest_unused_goes() -> None:
    limit = Buckets(per_second=0.001, burst=1, keys=2)
    limit.take("a", now=0), limit.take("b", now=1), limit.take("a", now=2)
    limit.take("c", now=3)
    assert limit.take("a", now=4) > 0
    assert limit.take("b", now=5) == 0
    assert len(limit._buckets) == 2


def test_off_is_off(settings: Any) -> None:
    settings.KRISECHAT_RATE_LIMITS = False
    limit = Buckets(per_second=1, burst=1)
    assert {limit.take("a", now=0) for _ in range(100)} == {0}


def test_forgotten_is_as_new() -> None:
    limit = Buckets(per_second=1, burst=1)
    for forget in (lambda: limit.forget("a"), limit.clear):
        limit.take("a", now=0)
        assert limit.take("a", now=0) > 0
        forget()
        assert limit.take("a", now=0) == 0
    limit.forget("nobody")


@given(
    pauses=st.lists(st.floats(0, 30), max_size=60),
    per_second=st.floats(0.1, 20),
    burst=st.integers(1, 20),
)
def test_never_more_than_the_burst_and_the_rate_allow(
    pauses: list[float], per_second: float, burst: int
) -> None:
    limit, now, taken = Buckets(per_second=per_second, burst=burst), 0.0, 0
    for pause in pauses:
        now += pause
        taken += limit.take("a", now=now) == 0
        assert taken <= burst + per_second * now + 1e-6


@given(tries=st.integers(1, 30), per_second=st.floats(0.1, 20), burst=st.integers(1, 20))
def test_who_waits_as_long_as_they_were_told_gets_through(
    tries: int, per_second: float, burst: int
) -> None:
    limit, now = Buckets(per_second=per_second, burst=burst), 0.0
    for _ in range(tries):
        wait = limit.take("a", now=now)
        if wait:
            now += wait + 1e-6
            assert limit.take("a", now=now) == 0


def test_the_limits_of_the_contract() -> None:
    """30 sends a minute, 10 at once; frames of any kind far above what a person's page sends."""
    assert [buckets.sends.take(1, now=0) for _ in range(11)] == [0] * 10 + [2]
    assert [buckets.frames.take(1, now=0) for _ in range(300)] == [0] * 300
