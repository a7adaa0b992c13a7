"""How far each person has received and read: only ever forward."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from krisechat.models import Participant
from krisechat.operations import positions
from krisechat.queries import conversations
from krisechat.realtime import publish
from krisechat.realtime.hints import Position
from tests.support import people

pytestmark = pytest.mark.django_db


def somebody() -> Position:
    """A citizen who has received nothing yet."""
    one = people.amina("").conversation
    return Position(one, conversations.snapshot(one).citizen().participant)


def of(person: Position) -> tuple[int, int]:
    """(delivered, read) as it is stored."""
    row = Participant.objects.get(pk=person.participant)
    return row.delivered_seq, row.read_seq


def test_many_at_once_each_its_own() -> None:
    one, two, three = somebody(), somebody(), somebody()
    positions.record([one._replace(delivered=4, read=3), two._replace(delivered=2)])
    assert (of(one), of(two), of(three)) == ((4, 3), (2, 0), (0, 0))


def test_a_lower_one_changes_nothing() -> None:
    one = somebody()
    positions.record([one._replace(delivered=4, read=4)])
    positions.record([one._replace(delivered=2, read=1)])
    assert of(one) == (4, 4)


def test_each_moves_without_the_other() -> None:
    one = somebody()
    positions.record([one._replace(delivered=4)])
    positions.record([one._replace(read=3)])
    assert of(one) == (4, 3)


def test_both_are_two_updates_however_many_people(django_assert_num_queries: Any) -> None:
    many = [somebody() for _ in range(6)]
    with django_assert_num_queries(4):  # two of them the transaction's
        positions.record([each._replace(delivered=3, read=2) for each in many])
    assert {of(each) for each in many} == {(3, 2)}


steps = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9), st.booleans()), max_size=12)


@given(steps=steps)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_they_come_the_highest_stands(
    steps: list[tuple[int, int, bool]],
) -> None:
    many = [somebody() for _ in range(3)]
    highest = dict.fromkeys(many, (0, 0))
    for number, seq, is_read in steps:
        one = many[number]
        news = one._replace(read=seq) if is_read else one._replace(delivered=seq)
        positions.record([news])
        delivered, read = highest[one]
        highest[one] = (max(delivered, news.delivered), max(read, news.read))
        assert of(one) == highest[one]


def test_they_are_told_once_they_are_stored(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[object] = []
    monkeypatch.setattr(publish, "positions", told.append)
    news = [somebody()._replace(read=1), somebody()._replace(delivered=2)]
    with django_capture_on_commit_callbacks(execute=True):
        positions.record(news)
        assert told == []
    assert told == [news]
