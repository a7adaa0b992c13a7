"""A long text in parts: none too long, nothing lost between them."""

from hypothesis import given
from hypothesis import strategies as st

from krisechat.outbound import parts

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(TEXTS, st.integers(min_value=8, max_value=120))
def test_joined_they_are_the_text_and_none_is_too_long(text: str, limit: int) -> None:
    pieces = parts.split(text, limit=limit)
    assert "".join(pieces) == text
    assert all(parts.units(each) <= limit for each in pieces)
    assert all(pieces) or pieces == [""]


def test_a_short_one_stays_whole() -> None:
    assert parts.split("æøå " * 400) == ["æøå " * 400]


def test_an_emoji_counts_as_two() -> None:
    assert [len(each) for each in parts.split("💛" * 801)] == [800, 1]


def test_it_parts_between_words() -> None:
    first, second = parts.split("ord " * 500)
    assert first.endswith(" ")
    assert second.startswith("ord")


def test_four_thousand_characters_are_three_parts() -> None:
    assert len(parts.split("x" * 4_000)) == 3
