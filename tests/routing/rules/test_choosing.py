"""Who is asked, of several who could."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.rules.matching import (
    NO_HOLDS,
    OWN_LANGUAGE_FIRST,
    OWN_PEOPLE_FIRST,
    Answering,
    Choice,
    Earlier,
    choose,
    may_take,
    speaks,
)
from routing.rules.priority import Waiting

NIGHT = datetime(2026, 11, 22, tzinfo=UTC)
SECOND = timedelta(seconds=1)
AMINA = Waiting(conversation=UUID(int=99), waiting_since=NIGHT, language="da", topic="violence")


def person(number: int, **what: object) -> Answering:
    can: dict[str, object] = {"languages": ["da"], "places": 2, "idle_since": NIGHT, **what}
    return Answering(account=UUID(int=number), **can)  # type: ignore[arg-type]


def chosen(
    one: Waiting, *people: Answering, second: int = 0, earlier: Earlier | None = None
) -> int | None:
    """The number of who is asked."""
    choice = choose(
        one, people, at=NIGHT + second * SECOND, earlier=earlier or Earlier(declined={})
    )
    return choice and choice.account.int


@pytest.mark.parametrize(
    "cannot",
    [
        {"taken": 2},
        {"offered": True},
        {"holds_acute": True},
        {"subjects": ["debt"]},
        {"places": 0},
    ],
)
def test_who_cannot_is_not_asked(cannot: dict[str, object]) -> None:
    assert chosen(AMINA, person(1, **cannot)) is None
    assert chosen(AMINA, person(1, **cannot), person(2)) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"leads": True}),
        ({}, {"missed_at": NIGHT - 10 * SECOND}),
        ({"asked_at": NIGHT - 10 * SECOND}, {}),
        ({}, {"taken": 1}),
        ({"idle_since": NIGHT - 60 * SECOND}, {"idle_since": NIGHT - 50 * SECOND}),
        ({"idle_since": None}, {"idle_since": NIGHT - 600 * SECOND}),
        ({"asked_at": NIGHT - 10 * SECOND, "taken": 1}, {}),  # readiness before ease
    ],
)
def test_of_two_who_can_the_better_is_asked(
    first: dict[str, object], second: dict[str, object]
) -> None:
    assert chosen(AMINA, person(2, **first), person(1, **second)) == 2
    assert chosen(AMINA, person(1, **second), person(2, **first)) == 2


def test_who_asked_or_missed_long_ago_is_as_everybody() -> None:
    old = NIGHT - timedelta(minutes=6)
    assert chosen(AMINA, person(2, asked_at=old), person(1)) == 1
    assert chosen(AMINA, person(1, missed_at=old), person(2)) == 1


def test_who_talked_with_them_before_comes_before_the_less_busy() -> None:
    back = replace(AMINA, returning_to=frozenset({UUID(int=2)}))
    asking = person(1, asked_at=NIGHT)
    assert chosen(back, asking, person(2, taken=1)) == 2
    assert chosen(back, asking, person(2, taken=2)) == 1


class TestTheChosenOrganisation:
    ONE = replace(AMINA, organisation="headspace")
    THEIRS = person(2, organisations=["headspace"], taken=1)
    LATER = int(OWN_PEOPLE_FIRST / SECOND)

    def test_its_people_come_first(self) -> None:
        assert chosen(self.ONE, person(1), self.THEIRS) == 2
        assert chosen(self.ONE, person(1), self.THEIRS, second=self.LATER) == 2

    def test_while_they_are_busy_others_wait_for_a_while(self) -> None:
        busy = replace(self.THEIRS, taken=2)
        assert chosen(self.ONE, person(1), busy, second=self.LATER - 1) is None
        assert chosen(self.ONE, person(1), busy, second=self.LATER) == 1

    def test_when_none_of_them_is_there_or_can_others_are_asked_at_once(self) -> None:
        assert chosen(self.ONE, person(1)) == 1
        assert chosen(self.ONE, person(1), replace(self.THEIRS, languages=["en"])) == 1
        assert chosen(self.ONE, person(1), replace(self.THEIRS, subjects=["debt"])) == 1
        said_no = Earlier(declined={UUID(int=2): NIGHT})
        assert chosen(self.ONE, person(1), self.THEIRS, earlier=said_no) == 1

    def test_the_while_begins_anew_when_they_are_given_back(self) -> None:
        back = replace(self.ONE, given_back_at=NIGHT + timedelta(hours=1))
        busy = replace(self.THEIRS, taken=2)
        assert chosen(back, person(1), busy, second=3600 + self.LATER - 1) is None

    def test_who_asks_for_the_next_is_held_to_it_too(self) -> None:
        other, busy = person(1), replace(self.THEIRS, taken=2)
        assert not may_take(self.ONE, other, [other, busy], at=NIGHT)
        assert may_take(self.ONE, busy, [other, busy], at=NIGHT)


class TestTheirLanguage:
    ONE = replace(AMINA, language="ar")
    SPEAKS = person(2, languages=["da", "ar"], taken=1)
    LATER = int(OWN_LANGUAGE_FIRST / SECOND)

    def test_who_speaks_it_comes_first(self) -> None:
        assert chosen(self.ONE, person(1), self.SPEAKS) == 2
        assert chosen(self.ONE, person(1), self.SPEAKS, second=self.LATER) == 2

    def test_while_they_are_busy_others_wait_for_a_while(self) -> None:
        busy = replace(self.SPEAKS, taken=2)
        assert chosen(self.ONE, person(1), busy, second=self.LATER - 1) is None
        assert chosen(self.ONE, person(1), busy, second=self.LATER) == 1

    def test_where_nobody_speaks_it_everybody_is_asked_at_once(self) -> None:
        assert chosen(self.ONE, person(1)) == 1
        assert chosen(self.ONE, person(1), replace(self.SPEAKS, subjects=["debt"])) == 1
        said_no = Earlier(declined={UUID(int=2): NIGHT})
        assert chosen(self.ONE, person(1), self.SPEAKS, earlier=said_no) == 1

    def test_somebody_who_can_be_called_in_is_waited_for_too(self) -> None:
        def asked(second: int) -> Choice | None:
            at = NIGHT + second * SECOND
            return choose(self.ONE, [person(1)], at=at, within_call=["ar"])

        assert asked(self.LATER - 1) is None
        assert asked(self.LATER) is not None

    def test_it_says_so_to_whoever_is_asked(self) -> None:
        choice = choose(self.ONE, [person(1)], at=NIGHT)
        assert choice is not None and choice.reasons == (
            "longest_wait", "other_language", "only_one",
        )  # fmt: skip
        choice = choose(self.ONE, [self.SPEAKS], at=NIGHT)
        assert choice is not None and "other_language" not in choice.reasons


class TestEarlierOffers:
    def test_who_said_no_is_not_asked_for_a_while_and_then_last(self) -> None:
        said = Earlier(declined={UUID(int=1): NIGHT})
        later = int(NO_HOLDS / SECOND)
        assert chosen(AMINA, person(1), second=later - 1, earlier=said) is None
        assert chosen(AMINA, person(1), second=later, earlier=said) == 1
        busy = person(2, taken=1)
        assert chosen(AMINA, person(1), busy, second=later, earlier=said) == 2

    def test_who_let_it_pass_is_asked_again_when_nobody_else_can(self) -> None:
        passed = Earlier(declined={}, passed={UUID(int=1)})
        assert chosen(AMINA, person(1), person(2, taken=1), earlier=passed) == 2
        assert chosen(AMINA, person(1), person(2, taken=2), earlier=passed) == 1


def test_it_says_why_this_one_and_why_this_person() -> None:
    one = replace(
        AMINA, risk="acute", organisation="headspace", returning_to=frozenset({UUID(int=1)})
    )
    ready = person(1, organisations=["headspace"], asked_at=NIGHT)
    assert choose(one, [ready, person(2)], at=NIGHT) == Choice(
        account=UUID(int=1),
        reasons=("risk_acute", "talked_before", "organisation", "asked", "only_one"),
    )
    assert choose(AMINA, [person(1), person(2)], at=NIGHT) == Choice(
        account=UUID(int=1), reasons=("longest_wait", "least_busy")
    )


numbers = st.integers(1, 5)
moments = st.none() | st.integers(-900, 0).map(lambda second: NIGHT + second * SECOND)


@st.composite
def teams(draw: st.DrawFn) -> list[Answering]:
    return [
        Answering(
            account=UUID(int=number),
            languages=draw(st.sets(st.sampled_from(["da", "en"]))),
            subjects=draw(st.sets(st.sampled_from(["violence", "debt"]))),
            organisations=draw(st.sets(st.just("headspace"))),
            places=draw(st.integers(0, 2)),
            taken=draw(st.integers(0, 2)),
            leads=draw(st.booleans()),
            holds_acute=draw(st.booleans()),
            offered=draw(st.booleans()),
            idle_since=draw(moments),
            asked_at=draw(moments),
            missed_at=draw(moments),
        )
        for number in draw(st.sets(numbers))
    ]


@st.composite
def waits(draw: st.DrawFn) -> Waiting:
    return replace(
        AMINA,
        language=draw(st.sampled_from(["", "da", "en", "ar"])),
        topic=draw(st.sampled_from(["", "violence", "debt"])),
        organisation=draw(st.sampled_from(["", "headspace"])),
        returning_to=frozenset(UUID(int=each) for each in draw(st.sets(numbers))),
    )


@given(one=waits(), team=teams(), second=st.integers(0, 900), data=st.data())
def test_whoever_is_chosen_may_and_the_order_of_the_rows_decides_nothing(
    one: Waiting, team: list[Answering], second: int, data: st.DataObject
) -> None:
    at = NIGHT + second * SECOND
    choice = choose(one, team, at=at)
    assert choose(one, data.draw(st.permutations(team)), at=at) == choice
    if choice is not None:
        [best] = [each for each in team if each.account == choice.account]
        assert best.free
        assert may_take(one, best, team, at=at)


@given(one=waits(), team=teams(), within_call=st.sets(st.sampled_from(["da", "en", "ar"])))
def test_after_the_while_nobody_waits_while_somebody_is_free_whatever_they_speak(
    one: Waiting, team: list[Answering], within_call: set[str]
) -> None:
    later = NIGHT + max(OWN_PEOPLE_FIRST, OWN_LANGUAGE_FIRST)
    could = [
        each
        for each in team
        if each.free and (not each.subjects or not one.topic or one.topic in each.subjects)
    ]
    chosen = choose(one, team, at=later, within_call=within_call)
    assert (chosen is not None) == bool(could)


@given(one=waits(), team=teams(), second=st.integers(0, 900))
def test_nobody_is_asked_in_a_language_they_lack_while_one_who_has_it_could_be(
    one: Waiting, team: list[Answering], second: int
) -> None:
    at = NIGHT + second * SECOND
    choice = choose(one, team, at=at)
    if choice is not None and "other_language" in choice.reasons:
        ready = [each for each in team if each.free and may_take(one, each, team, at=at)]
        own = [each for each in ready if one.organisation in each.organisations]
        assert not any(speaks(one, each.languages) for each in own or ready)
