"""The words of the return code are many enough, easy to tell apart, and easy to type."""

import re
from collections import Counter
from itertools import combinations

from krisechat.privacy.words import WORDS

ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"
TWO_LETTERS = str.maketrans({"å": "aa", "æ": "ae", "ø": "oe"})
ONE_LETTER = str.maketrans({"å": "a", "æ": "e", "ø": "o"})


def _repeated(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter added, dropped or changed makes `one` the `other`."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) == len(other):
        return one[start + 1 :] == other[start + 1 :]
    return one[start:] == other[start + 1 :]


def _as_heard(word: str) -> str:
    """A rough spelling of how a word sounds in Danish: silent letters and doubles gone."""
    word = re.sub("^h(?=[vj])", "", word)
    word = re.sub("(?<=[nlr])d$", "", word)
    word = word.translate(str.maketrans({"æ": "e", "å": "o", "c": "k", "z": "s", "w": "v"}))
    return re.sub(r"(.)\1", r"\1", word)


def test_there_are_ten_bits_in_a_word() -> None:
    assert isinstance(WORDS, tuple)
    assert len(WORDS) == 1024
    assert _repeated(list(WORDS)) == []


def test_words_are_short_and_in_danish_lower_case_letters() -> None:
    assert [word for word in WORDS if not re.fullmatch("[a-zæøå]{3,7}", word)] == []


def test_most_words_can_be_typed_on_any_keyboard() -> None:
    assert sum(word.isascii() for word in WORDS) > len(WORDS) * 0.6


def test_words_stay_apart_when_typed_without_danish_letters() -> None:
    assert _repeated([word.translate(TWO_LETTERS) for word in WORDS]) == []
    assert _repeated([word.translate(ONE_LETTER) for word in WORDS]) == []


def test_no_slip_of_one_letter_makes_another_word() -> None:
    for spelled in (list(WORDS), [word.translate(TWO_LETTERS) for word in WORDS]):
        assert [pair for pair in combinations(spelled, 2) if _one_letter_apart(*pair)] == []


def test_no_two_words_sound_alike() -> None:
    assert _repeated([_as_heard(word) for word in WORDS]) == []


def test_the_words_of_the_example_are_there() -> None:
    assert {"birk", "sne", "kaffe", "bro"} <= set(WORDS)


def test_words_stand_in_the_order_of_the_danish_alphabet() -> None:
    assert list(WORDS) == sorted(WORDS, key=lambda word: [ALPHABET.index(each) for each in word])


def test_words_that_frighten_or_point_at_somebody_stay_out() -> None:
    unwanted = (
        "dør død grav kiste kniv blod sår slag bombe kanon pistol gift reb nål bælte sorg angst "
        "syg læge pille kirke præst bibel gud jesus allah moske krig krone parti valg fed grim dum "
        "kusse pik bolle mus so luder sex nøgen mor far søn bror mand kone bo sara ali liv"
    )
    assert set(unwanted.split()) & set(WORDS) == set()
