"""Planted words, and the search for them in what leaked: in every form a dump may hold them in."""

import base64
import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

SHORTEST = 6


def forms(word: str) -> set[bytes]:
    """The word as UTF-8 and UTF-16, plain, in capitals, and as base64 at each of its three
    offsets, hexadecimal, URL-encoded and JSON-escaped."""
    assert len(word) >= SHORTEST, "a short word is found by chance"
    plain = {word, word.upper(), word.lower()}
    encoded = {each.encode(code) for each in plain for code in ("utf-8", "utf-16-le", "utf-16-be")}
    found = set(encoded)
    for each in encoded:
        found |= {each.hex().encode(), each.hex().upper().encode(), *_base64(each)}
    for each in plain:
        found |= {quote(each).encode(), quote(each).lower().encode(), quote_plus(each).encode()}
        found.add(json.dumps(each)[1:-1].encode())
    return found


def leaked(words: Iterable[str], *places: bytes) -> dict[str, int]:
    """Which of the words are in any of the places, in any form, and in how many."""
    hits: dict[str, int] = {}
    for word in words:
        wanted = forms(word)
        count = sum(any(form in place for form in wanted) for place in places)
        if count:
            hits[word] = count
    return hits


def _base64(value: bytes) -> set[bytes]:
    """The letters that do not depend on what stands before and after, at each offset."""
    found: set[bytes] = set()
    for offset in range(3):
        padded = b"\0" * offset + value
        whole = len(padded) - len(padded) % 3
        first = 4 if offset else 0
        for code in (base64.b64encode, base64.urlsafe_b64encode):
            found.add(code(padded[:whole])[first:])
    return {each for each in found if len(each) >= SHORTEST}
