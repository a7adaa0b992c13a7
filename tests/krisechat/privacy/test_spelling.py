"""What somebody meant who typed a word of the return code."""

import random

import pytest

from krisechat.privacy.spelling import meant
from krisechat.privacy.words import WORDS

LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"


def test_a_word_of_the_list_is_itself() -> None:
    assert [word for word in WORDS if meant(word) != word] == []


@pytest.mark.parametrize(
    "letters", [{"æ": "ae", "ø": "oe", "å": "aa"}, {"æ": "e", "ø": "o", "å": "a"}]
)
def test_without_danish_letters_it_is_found(letters: dict[str, str]) -> None:
    typed = {word: word.translate(str.maketrans(letters)) for word in WORDS}
    assert [word for word, spelled in typed.items() if meant(spelled) != word] == []


@pytest.mark.parametrize(
    ("typed", "word"),
    [("cykl", "cykel"), ("kafffe", "kaffe"), ("kaffa", "kaffe"), ("kafef", "kaffe"), ("bork", "")],
)
def test_one_slip_is_forgiven_where_one_word_is_meant(typed: str, word: str) -> None:
    assert meant(typed) == (word or typed)


def test_most_slips_are_forgiven_and_none_leads_astray() -> None:
    """A slip may be as near to another word; then nothing is guessed but that one, or nothing."""
    chance = random.Random(7)
    forgiven = wrong = 0
    for word in chance.sample(WORDS, 300):
        at = chance.randrange(len(word))
        slip = word[:at] + chance.choice(LETTERS) + word[at + 1 :]
        found = meant(slip)
        forgiven += found == word
        wrong += found in WORDS and found != word
    assert forgiven > 285
    assert wrong <= 3


@pytest.mark.parametrize("typed", ["", "x", "xyzxyzxyz", "k" * 5_000, "\ud800", "кава"])
def test_what_is_no_word_stays_as_it_is(typed: str) -> None:
    assert meant(typed) == typed
