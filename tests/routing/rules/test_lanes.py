"""Few from one source stand where they came; very many stand behind them, in their own order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.rules import lanes, priority
from routing.rules.lanes import FEW_OF_A_SOURCE, LONGEST, MARKED, Open, Room
from routing.rules.priority import LONGEST_WAIT_BEHIND_OTHERS, Waiting, order, score

NIGHT = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def coming(minutes: list[int]) -> list[Waiting]:
    """Those who come from one source at these minutes, of whom nobody is answered."""
    line: list[Waiting] = []
    for number, minute in enumerate(sorted(minutes), start=1):
        came = NIGHT + minute * MINUTE
        turn = lanes.stands_from(
            came,
            Open(
                of_source=len(line),
                of_network=lanes.of_network([len(line)]),
                last_turn=line[-1].stands_from if line else None,
            ),
        )
        line.append(
            Waiting(
                conversation=UUID(int=number),
                entry=number,
                waiting_since=came,
                stands_from=turn,
                lane=b"one",
            )
        )
    return line


many = st.lists(st.integers(0, 12 * 60), max_size=80).map(coming)


def somebody(entry: int, *, minute: int, **kinds: object) -> Waiting:
    came = NIGHT + minute * MINUTE
    return Waiting(conversation=UUID(int=entry), entry=entry, waiting_since=came, **kinds)  # type: ignore[arg-type]


@given(line=many)
def test_few_are_never_touched(line: list[Waiting]) -> None:
    assert all(one.stands_from == one.waiting_since for one in line[:FEW_OF_A_SOURCE])


@given(line=many)
def test_a_lane_alone_stands_in_the_order_in_which_it_came(line: list[Waiting]) -> None:
    assert order(line[::-1]) == line


@given(line=many)
def test_nobody_is_put_back_by_more_than_the_longest(line: list[Waiting]) -> None:
    for one in line:
        assert one.stands_from is not None
        assert timedelta(0) <= one.stands_from - one.waiting_since <= LONGEST


@given(line=many, late=st.integers(0, 48 * 60))
def test_the_order_is_that_of_the_scores_at_any_moment(line: list[Waiting], late: int) -> None:
    others = [somebody(1000 + minute, minute=minute) for minute in range(0, 720, 60)]
    scores = [score(one, at=NIGHT + late * MINUTE) for one in order([*line, *others])]
    assert scores == sorted(scores, reverse=True)


@given(line=many, others=st.lists(st.integers(0, 48 * 60), max_size=8))
def test_nobody_is_passed_by_who_comes_later_than_the_longest(
    line: list[Waiting], others: list[int]
) -> None:
    """So nobody starves, whoever comes, without end."""
    late = [
        somebody(1000 + place, minute=minute, risk="acute", given_back_at=None)
        for place, minute in enumerate(others)
    ]
    stands = order([*line, *late])
    for one in line:
        for other in late:
            if other.waiting_since > one.waiting_since + LONGEST_WAIT_BEHIND_OTHERS:
                assert stands.index(one) < stands.index(other)


def test_beyond_a_few_each_stands_ten_minutes_further_back() -> None:
    back = [one.stands_from - one.waiting_since for one in coming([0] * 6) if one.stands_from]
    assert [each // MINUTE for each in back] == [0, 0, 0, 10, 20, 30]


def test_who_comes_alone_stands_before_all_of_a_flood_but_its_few() -> None:
    flood = coming([0] * 250)
    late = somebody(1000, minute=5)
    assert order([*flood, late]).index(late) == FEW_OF_A_SOURCE


def test_danger_somebody_has_seen_beats_it_and_so_does_having_been_talked_with() -> None:
    last = coming([0] * 50)[-1]
    assert last.put_back and last.is_crowd
    for known in (
        replace(last, risk="acute"),
        replace(last, risk="concern"),
        replace(last, given_back_at=NIGHT + MINUTE),
    ):
        assert not known.put_back and not known.is_crowd
        assert score(known, at=NIGHT) == score(replace(known, stands_from=None), at=NIGHT)


@given(line=many, risk=st.sampled_from(["concern", "high", "acute"]))
def test_more_danger_never_moves_anybody_back(line: list[Waiting], risk: str) -> None:
    for one in line:
        assert score(replace(one, risk=risk), at=NIGHT) >= score(one, at=NIGHT)


def test_a_flood_from_one_address_does_not_put_its_neighbours_back() -> None:
    neighbour = Open(of_source=0, of_network=lanes.of_network([250]))
    assert lanes.stands_from(NIGHT, neighbour) == NIGHT


def test_a_flood_from_a_whole_network_does() -> None:
    neighbour = Open(of_source=0, of_network=lanes.of_network([1] * 250))
    assert lanes.stands_from(NIGHT, neighbour) == NIGHT + LONGEST


@pytest.mark.parametrize(
    ("people", "marked"), [([], False), (["bo"], False), (["bo", "bo"], False), ("ab", True)]
)
def test_one_persons_mark_does_nothing(people: list[str], marked: bool) -> None:
    assert lanes.is_marked(people) == marked


def test_what_is_marked_stands_back_from_the_first_one_on() -> None:
    assert lanes.stands_from(NIGHT, Open(), marked=True) == NIGHT + MARKED


# ── Places ────────────────────────────────────────────────────────────────────────────────────


def filled(places: int, wanting: list[bytes]) -> list[bytes]:
    """Who gets a place when nobody has one yet."""
    room = Room(places=places, free=places, held=[])
    took = []
    for lane in wanting:
        if room.has_place_for(lane):
            room.took(lane)
            took.append(lane)
    return took


@pytest.mark.parametrize(
    ("places", "one_lane", "four_lanes"),
    [(1, 1, 1), (2, 1, 1), (3, 2, 2), (6, 2, 5), (10, 2, 8), (24, 4, 16), (100, 20, 80)],
)
def test_a_crowd_has_a_fifth_of_the_places_and_all_of_them_leave_some(
    places: int, one_lane: int, four_lanes: int
) -> None:
    assert len(filled(places, [b"a"] * 100)) == one_lane
    assert len(filled(places, [b"a", b"b", b"c", b"d"] * 100)) == four_lanes


@given(
    places=st.integers(1, 60),
    taken=st.integers(0, 60),
    wanting=st.lists(st.sampled_from([b"a", b"b", b"c"]), max_size=80),
)
def test_a_place_stays_free_wherever_there_are_two(
    places: int, taken: int, wanting: list[bytes]
) -> None:
    free = max(places - taken, 0)
    room = Room(places=places, free=free, held=[])
    for lane in wanting:
        if room.has_place_for(lane):
            room.took(lane)
            free -= 1
    assert free >= min(1, max(places - taken, 0)) or places == 1


def test_others_places_count_too() -> None:
    room = Room(places=3, free=2, held=[])
    room.took(None)
    assert not room.has_place_for(b"a")


def test_what_a_crowd_holds_already_counts() -> None:
    room = Room(places=10, free=8, held=[b"a", b"a"])
    assert not room.has_place_for(b"a")
    assert room.has_place_for(b"b")


def test_priority_knows_the_longest() -> None:
    assert priority.LONGEST_WAIT_BEHIND_OTHERS == priority.LONGEST_HEAD_START + LONGEST
