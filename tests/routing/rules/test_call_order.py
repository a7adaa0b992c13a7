"""In every list 112 comes first and two open services follow it closely."""

from hypothesis import given
from hypothesis import strategies as st

from krisechat.foundation.directory import SUBJECTS
from routing.rules.call_order import Listed, arranged, grouped

SUBJECT = st.sampled_from(["violence", "dying", "home"])
FIRST = Listed(first=True, subject="danger", open=True)
OTHERS = st.builds(
    Listed, first=st.just(False), subject=SUBJECT, open=st.sampled_from([True, False, None])
)
LISTS = st.lists(OTHERS, max_size=8).flatmap(lambda others: st.permutations([FIRST, *others]))


@given(LISTS, SUBJECT | st.just(""))
def test_112_leads_and_everything_stands_once(numbers: list[Listed], subject: str) -> None:
    order = arranged(numbers, subject=subject)
    assert sorted(order) == list(range(len(numbers)))
    assert numbers[order[0]] is FIRST


@given(LISTS, SUBJECT | st.just(""))
def test_two_open_ones_are_among_the_first_four_where_there_are_two(
    numbers: list[Listed], subject: str
) -> None:
    order = arranged(numbers, subject=subject)
    there = sum(each.open is True for each in numbers) - 1
    shown = sum(numbers[place].open is True for place in order[1:4])
    assert shown >= min(2, there)


@given(LISTS, SUBJECT)
def test_the_persons_own_subject_is_second_unless_it_is_closed(
    numbers: list[Listed], subject: str
) -> None:
    own = [each for each in numbers if each.subject == subject and each.open is not False]
    order = arranged(numbers, subject=subject)
    assert not own or numbers[order[1]].subject == subject


@given(LISTS, SUBJECT | st.just(""))
def test_what_is_closed_comes_last(numbers: list[Listed], subject: str) -> None:
    closed = [numbers[place].open is False for place in arranged(numbers, subject=subject)]
    assert closed == sorted(closed)


@given(LISTS, SUBJECT | st.just(""))
def test_under_headings_112_leads_then_the_persons_own(numbers: list[Listed], subject: str) -> None:
    groups = grouped(numbers, subjects=tuple(SUBJECTS), subject=subject)
    assert sorted(place for _, places in groups for place in places) == list(range(len(numbers)))
    assert groups[0][0] == "danger" and numbers[groups[0][1][0]] is FIRST
    if subject and any(each.subject == subject for each in numbers):
        assert groups[1][0] == subject
    for _, places in groups:
        ranks = [{True: 0, None: 1, False: 2}[numbers[place].open] for place in places]
        assert ranks == sorted(ranks)
