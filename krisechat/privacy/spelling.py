"""Which word of the return code somebody meant who was tired, or typed on another keyboard.

The list was made so that it can be asked: no two of its words differ by a single letter, or become
the same without æ, ø and å (see words.py). A guess gains nothing by it, since whoever guesses
spells well: a code stays one of 1,024 to the fourth.
"""

from functools import cache
from itertools import product

from krisechat.privacy.words import WORDS

_TYPED_AS = {"æ": ("æ", "ae", "e", "a"), "ø": ("ø", "oe", "o"), "å": ("å", "aa", "a")}


def meant(typed: str) -> str:
    """The word of the list in whose place `typed`, in lower case, stands: the same without Danish
    letters, or with one slip (a letter too many, too few, wrong, or two that changed places). As
    it was typed where none or several could be meant."""
    return _spellings().get(typed) or _with_one_slip(typed) or typed


@cache
def _spellings() -> dict[str, str]:
    """Every way to type each word without its Danish letters; what fits two words is left out."""
    words: dict[str, set[str]] = {}
    for word in WORDS:
        for letters in product(*(_TYPED_AS.get(letter, (letter,)) for letter in word)):
            words.setdefault("".join(letters), set()).add(word)
    found = {spelled: fits.pop() for spelled, fits in words.items() if len(fits) == 1}
    return found | {word: word for word in WORDS}


def _with_one_slip(typed: str) -> str:
    fits = {word for spelled, word in _spellings().items() if _one_slip_apart(spelled, typed)}
    return fits.pop() if len(fits) == 1 else ""


def _one_slip_apart(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    pairs = zip(short, long, strict=False)
    start = next((at for at, (a, b) in enumerate(pairs) if a != b), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[start : start + 2] == long[start : start + 2][::-1]
    after = start + (2 if swapped else 1)
    return short[after:] == long[after:]
