"""Who is next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from routing.rules import priority
from routing.rules.priority import (
    GIVEN_BACK,
    HEAD_START,
    LONGEST_HEAD_START,
    Waiting,
    order,
    score,
    why,
)

NIGHT = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
# Few moments, so that many came at the same one.
moments = st.integers(0, 5).map(lambda minute: NIGHT + timedelta(minutes=minute))
risks = st.sampled_from(["none", "concern", "high", "acute"])
MINUTE = timedelta(minutes=1)


@st.composite
def people(draw: st.DrawFn, *, minutes: int = 12 * 60, entry: int | None = None) -> Waiting:
    """Somebody of any kind who came at any time of a long night."""
    came = NIGHT + draw(st.integers(0, minutes)) * MINUTE
    back = draw(st.none() | st.integers(0, 5 * 60).map(lambda minute: came + minute * MINUTE))
    number = draw(st.integers(1, 10**6)) if entry is None else entry
    return Waiting(
        conversation=UUID(int=number),
        entry=number,
        waiting_since=came,
        given_back_at=back,
        risk=draw(risks),
    )


@st.composite
def queues(draw: st.DrawFn) -> list[Waiting]:
    entries = draw(st.lists(st.integers(1, 99), unique=True, max_size=8))
    return [
        Waiting(
            conversation=UUID(int=entry),
            entry=entry,
            waiting_since=draw(moments),
            given_back_at=draw(st.none() | moments),
        )
        for entry in entries
    ]


def somebody(
    entry: int, *, minute: int, given_back: int | None = None, risk: str = "none"
) -> Waiting:
    return Waiting(
        risk=risk,
        conversation=UUID(int=entry),
        entry=entry,
        waiting_since=NIGHT + timedelta(minutes=minute),
        given_back_at=None if given_back is None else NIGHT + timedelta(minutes=given_back),
    )


def test_whoever_has_waited_longest_is_next() -> None:
    early, late = somebody(2, minute=1), somebody(1, minute=2)
    assert order([late, early]) == [early, late]


def test_who_was_given_back_comes_before_all_others() -> None:
    waiting, given_back = somebody(1, minute=1), somebody(2, minute=50, given_back=60)
    assert order([waiting, given_back]) == [given_back, waiting]


def test_of_those_given_back_the_first_to_be_given_back_is_next() -> None:
    one, two = somebody(1, minute=1, given_back=9), somebody(2, minute=5, given_back=8)
    assert order([one, two]) == [two, one]


@given(queue=queues(), data=st.data())
def test_the_order_does_not_depend_on_how_the_rows_came(
    queue: list[Waiting], data: st.DataObject
) -> None:
    assert order(data.draw(st.permutations(queue))) == order(queue)


@given(queue=queues())
def test_nobody_is_lost_or_doubled(queue: list[Waiting]) -> None:
    assert sorted(one.entry for one in order(queue)) == sorted(one.entry for one in queue)


@given(queue=queues())
def test_nobody_is_overtaken_by_somebody_of_their_kind_who_came_later(
    queue: list[Waiting],
) -> None:
    line = order(queue)
    for place, one in enumerate(line):
        for behind in line[place + 1 :]:
            assert one.given_back_at is not None or behind.given_back_at is None
            if one.given_back_at is None:
                assert one.waiting_since <= behind.waiting_since
            elif behind.given_back_at is not None:
                assert one.given_back_at <= behind.given_back_at


@given(queue=queues(), newcomer=st.integers(100, 110))
def test_who_comes_last_stands_last(queue: list[Waiting], newcomer: int) -> None:
    late = somebody(newcomer, minute=6)
    assert order([late, *queue])[-1] == late


@given(queue=queues())
def test_when_the_first_goes_the_others_keep_their_order(queue: list[Waiting]) -> None:
    line = order(queue)
    assert order(line[1:]) == line[1:]


def test_danger_comes_first_in_its_degrees() -> None:
    line = [
        somebody(1, minute=30, risk="acute"),
        somebody(2, minute=20, risk="high"),
        somebody(3, minute=10, risk="concern"),
        somebody(4, minute=9),
    ]
    assert order(line[::-1]) == line


def test_danger_comes_before_who_was_given_back() -> None:
    given_back, danger = somebody(1, minute=0, given_back=59), somebody(2, minute=60, risk="acute")
    assert order([given_back, danger]) == [danger, given_back]


def test_a_long_talk_given_back_counts_no_less_than_if_it_had_never_been_taken() -> None:
    never, given_back = somebody(1, minute=1), somebody(2, minute=0, given_back=5 * 60)
    assert order([never, given_back]) == [given_back, never]


def test_the_score_is_the_seconds_waited_and_the_head_start() -> None:
    at = NIGHT + 10 * MINUTE
    assert score(somebody(1, minute=0), at=at) == 600
    assert score(somebody(1, minute=0, risk="high"), at=at) == 600 + 1800
    assert score(somebody(1, minute=0, given_back=9), at=at) == 60 + GIVEN_BACK.total_seconds()


def test_why_is_said_in_codes() -> None:
    assert why(somebody(1, minute=0)) == ("longest_wait",)
    assert why(somebody(1, minute=0, given_back=1, risk="acute")) == ("risk_acute", "given_back")


@given(line=st.lists(people(), max_size=8, unique_by=lambda one: one.entry), data=st.data())
def test_everybody_always_sees_one_order(line: list[Waiting], data: st.DataObject) -> None:
    assert order(data.draw(st.permutations(line))) == order(line)


@given(line=st.lists(people(), max_size=8), late=st.integers(0, 24 * 60))
def test_the_order_is_that_of_the_scores_at_any_moment(line: list[Waiting], late: int) -> None:
    at = NIGHT + late * MINUTE
    scores = [score(one, at=at) for one in order(line)]
    assert scores == sorted(scores, reverse=True)


@given(one=people(), other=people())
def test_nobody_is_ever_passed_by_who_comes_later_than_the_longest_head_start(
    one: Waiting, other: Waiting
) -> None:
    if other.waiting_since > one.waiting_since + LONGEST_HEAD_START:
        assert order([other, one]) == [one, other]


@given(one=people(minutes=0, entry=1), risk=risks)
def test_more_danger_never_moves_anybody_back(one: Waiting, risk: str) -> None:
    at = one.stays_since
    more = sorted((one.risk, risk), key=lambda each: HEAD_START.get(each, timedelta()))[1]
    assert score(replace(one, risk=more), at=at) >= score(one, at=at)


@given(
    risk=risks.filter(lambda risk: risk != "acute"),
    every=st.integers(1, 20),
    crowd=st.integers(0, 40),
)
def test_nobody_starves_while_acute_ones_come_without_end(
    risk: str, every: int, crowd: int
) -> None:
    """As fast as one is served another comes, always in greater danger, and some are given back;
    somebody without danger is served nevertheless."""
    patient = somebody(1, minute=0, risk=risk)
    line = [patient, *(somebody(n + 2, minute=0, risk="acute") for n in range(crowd))]
    served = None
    for turn in range(10_000):
        minute = turn * every
        back = minute if turn % 3 == 0 else None
        line.append(somebody(1000 + turn, minute=minute, given_back=back, risk="acute"))
        served, *line = sorted(line, key=priority.rank)
        if served == patient:
            break
    assert served == patient
    assert minute * MINUTE <= LONGEST_HEAD_START + (crowd + 1) * every * MINUTE
