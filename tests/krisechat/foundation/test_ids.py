"""Ids that sort by time."""

import time
import uuid

import pytest

from krisechat.foundation import ids
from krisechat.foundation.ids import new_id

MOMENT_NS = 1_795_297_200_123 * 1_000_000


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> object:
    """Sets what the machine's clock says, in nanoseconds since 1970."""
    return lambda ns: monkeypatch.setattr(time, "time_ns", lambda: ns)


def test_it_is_a_uuid_of_version_7() -> None:
    for _ in range(200):
        one = new_id()
        assert (one.version, one.variant) == (7, uuid.RFC_4122)


def test_the_first_48_bits_are_milliseconds_since_1970(at) -> None:  # type: ignore[no-untyped-def]
    at(MOMENT_NS)
    assert new_id().int >> 80 == MOMENT_NS // 1_000_000


def test_a_later_millisecond_sorts_later_as_uuid_text_and_bytes(at) -> None:  # type: ignore[no-untyped-def]
    made = []
    for millisecond in range(50):
        at(MOMENT_NS + millisecond * 1_000_000)
        made.append(new_id())
    assert made == sorted(made)
    assert [str(one) for one in made] == sorted(str(one) for one in made)
    assert [one.bytes for one in made] == sorted(one.bytes for one in made)


def test_within_one_millisecond_none_comes_twice(at) -> None:  # type: ignore[no-untyped-def]
    at(MOMENT_NS)
    assert len({new_id() for _ in range(5000)}) == 5000


def test_all_74_random_bits_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    monkeypatch.setattr(ids.os, "urandom", lambda count: b"\xff" * count)
    assert new_id().int.bit_count() == 74 + 3 + 1  # version 7 is three ones, the variant one
