"""Hints: that something is new, never what."""

import copy
import json
from dataclasses import fields
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krisechat.realtime.hints import Hints, Position

# Few of each, so that two hints often speak of the same.
ids = st.integers(1, 4).map(lambda number: UUID(int=number))
seqs = st.dictionaries(ids, st.integers(1, 9), max_size=4)
# A participant belongs to one conversation.
positions = st.dictionaries(
    st.integers(1, 4), st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=3
).map(lambda found: {who: Position(UUID(int=who), who, *far) for who, far in found.items()})
sides = st.sampled_from(["citizen", "volunteer"])


def hints(*, said: st.SearchStrategy[Any]) -> st.SearchStrategy[Hints]:
    return st.builds(
        Hints,
        seqs=seqs,
        changed=st.sets(ids),
        accounts=st.sets(ids),
        typing=said,
        positions=positions,
        queue=st.booleans(),
    )


news = hints(said=st.dictionaries(st.tuples(ids, sides), st.booleans(), max_size=3))
# What people type is the one kind of news in which the later word counts.
lasting = hints(said=st.just({}))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


def merged(*several: Hints) -> Hints:
    whole = Hints()
    for each in several:
        whole.merge(copy.deepcopy(each))
    return whole


@given(one=lasting, two=lasting)
def test_in_which_order_two_come_makes_no_difference(one: Hints, two: Hints) -> None:
    assert merged(one, two) == merged(two, one)


@given(one=lasting, two=lasting, three=lasting)
def test_how_they_are_gathered_makes_no_difference(one: Hints, two: Hints, three: Hints) -> None:
    assert merged(merged(one, two), three) == merged(one, merged(two, three))


@given(one=news, two=news)
def test_one_that_comes_twice_is_one_that_came_once(one: Hints, two: Hints) -> None:
    assert merged(one, two, two) == merged(one, two)


@given(one=news, two=news)
def test_nothing_is_lost_in_a_merge(one: Hints, two: Hints) -> None:
    both = merged(one, two)
    assert both.changed == one.changed | two.changed
    assert both.accounts == one.accounts | two.accounts
    assert both.queue == (one.queue or two.queue)
    for conversation in one.seqs.keys() | two.seqs.keys():
        known = [each.seqs.get(conversation, 0) for each in (one, two)]
        assert both.seqs[conversation] == max(known)


@given(one=news, two=news)
def test_of_typing_the_later_word_counts(one: Hints, two: Hints) -> None:
    assert merged(one, two).typing == {**one.typing, **two.typing}


@given(one=news, two=news)
def test_a_merge_leaves_the_other_as_it_was(one: Hints, two: Hints) -> None:
    before = copy.deepcopy(two)
    one.merge(two)
    one.changed.add(UUID(int=99))
    assert two == before


@given(one=news)
def test_it_comes_back_from_the_wire_as_it_went(one: Hints) -> None:
    wire = json.loads(json.dumps(one.to_wire()))  # only what every layer can carry
    assert Hints.from_wire(wire) == one


@given(one=news)
def test_it_is_true_when_it_says_anything(one: Hints) -> None:
    assert bool(one) == (one != Hints())


def test_each_kind_of_news_alone_is_news() -> None:
    one = UUID(int=1)
    kinds: dict[str, Any] = {
        "seqs": {one: 1},
        "changed": {one},
        "accounts": {one},
        "typing": {(one, "citizen"): False},
        "positions": {1: Position(one, 1, delivered=1)},
        "queue": True,
    }
    assert set(kinds) == {each.name for each in fields(Hints)}
    for name, value in kinds.items():
        assert Hints(**{name: value})


@given(found=anything, field=st.sampled_from(sorted(Hints().to_wire())))
def test_what_is_no_hint_is_refused_and_nothing_else_happens(found: Any, field: str) -> None:
    for wire in (found, {**Hints().to_wire(), field: found}):
        try:
            assert isinstance(Hints.from_wire(wire), Hints)
        except ValueError:
            continue


@pytest.mark.parametrize("wire", [None, [], "x", 1, {}, {"seqs": {}}, {"seqs": [], "changed": []}])
def test_some_that_are_none(wire: Any) -> None:
    with pytest.raises(ValueError, match="hint"):
        Hints.from_wire(wire)
