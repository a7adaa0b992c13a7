"""STOP alone is a wish, inside a plea it is a word; and a plea is never taken for an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.rules import texted

STOPS = sorted(texted.STOPS)
AROUND = st.text(alphabet=" .!?,;:-\n\t\"'", max_size=4)
WORDS = st.text(st.characters(categories=["L"]), min_size=1, max_size=12)


def cased(word: str) -> st.SearchStrategy[str]:
    return st.lists(st.booleans(), min_size=len(word), max_size=len(word)).map(
        lambda ups: "".join(c.upper() if up else c for c, up in zip(word, ups, strict=True))
    )


@given(st.sampled_from(STOPS).flatmap(cased), AROUND, AROUND, st.booleans())
def test_alone_in_any_case_and_punctuation_it_is_a_stop(
    word: str, before: str, after: str, ours: bool
) -> None:
    assert texted.is_stop(before + word + after, after_our_own_words=ours)


@given(
    st.sampled_from(STOPS), st.lists(WORDS, min_size=1, max_size=6), st.booleans(), st.booleans()
)
def test_with_any_other_word_it_is_not(
    word: str, others: list[str], first: bool, ours: bool
) -> None:
    text = " ".join([word, *others] if first else [*others, word])
    assert not texted.is_stop(text, after_our_own_words=ours)


@pytest.mark.parametrize(
    "plea",
    [
        "stop ham, han slår",
        "STOP HAM",
        "slut med ham nu",
        "jeg kan ikke stop",
        "stop stop",
        "stopp mig",
    ],
)
def test_a_plea_is_no_stop(plea: str) -> None:
    assert not texted.is_stop(plea, after_our_own_words=True)


@given(st.booleans())
def test_nej_is_one_only_after_words_of_our_own(ours: bool) -> None:
    assert texted.is_stop(" NEJ. ", after_our_own_words=ours) is ours


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ja", "yes"),
        ("JA!", "yes"),
        ("Ja tak :)", "yes"),
        ("yes", "yes"),
        ("lidt", "partly"),
        ("Delvist.", "partly"),
        ("partly", "partly"),
        ("nej", "no"),
        ("Nej, tak", "no"),
        ("no", "no"),
        ("nej han slår mig", ""),
        ("ja men jeg er bange", ""),
        ("måske", ""),
        ("", ""),
        ("?", ""),
    ],
)
def test_an_answer_is_an_answer_alone(text: str, answer: str) -> None:
    assert texted.helped(text) == answer


@given(st.sampled_from(["ja", "lidt", "nej"]), st.lists(WORDS, min_size=2, max_size=6))
def test_with_a_sentence_behind_it_people_read_it(word: str, others: list[str]) -> None:
    assert not texted.helped(" ".join([word, *others]))


@pytest.mark.parametrize(
    "text",
    [
        "han slår mig",
        "jeg vil ikke leve mere",
        "hjælp",
        "jeg er bange",
        "at nogen kommer nu",
        "er der nogen?",
        "I want to die",
        "jeg har taget piller",
    ],
)
def test_what_could_be_a_plea_is_one(text: str) -> None:
    assert texted.is_a_plea(text)


@pytest.mark.parametrize("text", ["længere tid at skrive i", "kortere ventetid", "more time"])
def test_what_is_a_wish_is_none(text: str) -> None:
    assert not texted.is_a_plea(text)


@pytest.mark.parametrize(
    ("text", "language", "answer"),
    [
        ("Так!", "uk", "yes"),
        ("трохи", "uk", "partly"),
        ("لا", "ar", "no"),
        ("Evet.", "tr", "yes"),
        ("HAYIR", "tr", "no"),
        ("tak", "pl", "yes"),
        ("tak", "da", ""),  # thanks, in Danish
        ("tak", "", ""),
        ("ja", "pl", "yes"),  # they may answer in Danish, too
        ("так, але", "uk", ""),
    ],
)
def test_the_answer_counts_in_the_language_it_was_asked_in(
    text: str, language: str, answer: str
) -> None:
    assert texted.helped(text, language=language) == answer


@pytest.mark.parametrize("text", ["мені страшно", "أنا خائف", "boję się"])
def test_a_text_in_letters_that_are_not_ours_is_read_by_somebody(text: str) -> None:
    assert texted.is_a_plea(text)


def test_danish_letters_are_ours() -> None:
    assert not texted.is_a_plea("et sted at være og sove, tak. Måske ærø?".replace("?", ""))
