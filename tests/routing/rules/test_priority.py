"""Who is next."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from routing.rules.priority import Waiting, order

NIGHT = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
# Few moments, so that many came at the same one.
moments = st.integers(0, 5).map(lambda minute: NIGHT + timedelta(minutes=minute))


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


def somebody(entry: int, *, minute: int, given_back: int | None = None) -> Waiting:
    return Waiting(
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
