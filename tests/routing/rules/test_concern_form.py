"""What a report about a child still lacks. It stops nobody."""

from hypothesis import given
from hypothesis import strategies as st

from routing.rules import concern_form

WHOLE = {
    "reporter": "Bo Lund, Dialog mod Vold",
    "child": "Noah",
    "child_age": 9,
    "place": "8210 Aarhus V",
    "problem": "violence",
    "observed": "Han siger, at han sover i kælderen, når faren drikker. Det sker hver fredag nu. "
    "I går havde han blå mærker på begge arme, og han ville ikke sige hvorfor.",
    "since": "i efteråret",
}
NOTHING = {**dict.fromkeys(WHOLE, ""), "child_age": None}


def test_a_whole_one_lacks_nothing() -> None:
    assert concern_form.missing(**WHOLE) == []


def test_an_empty_one_lacks_everything_the_most_important_first() -> None:
    assert concern_form.missing(**NOTHING) == [
        "problem", "observed", "child_age", "child", "place", "reporter", "since",
    ]  # fmt: skip


def test_a_newborn_has_an_age() -> None:
    assert concern_form.missing(**{**WHOLE, "child_age": 0}) == []


def test_too_short_is_not_the_same_as_nothing() -> None:
    assert concern_form.missing(**{**WHOLE, "observed": "Han er bange."}) == ["observed_short"]


@given(st.sets(st.sampled_from(sorted(WHOLE))))
def test_exactly_what_is_left_out_is_named(left_out: set[str]) -> None:
    form = {field: NOTHING[field] if field in left_out else WHOLE[field] for field in WHOLE}
    assert set(concern_form.missing(**form)) == left_out
