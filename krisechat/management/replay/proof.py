"""The proof of work a server under load may ask for instead of a wait."""

import hashlib
from itertools import count

MOST_BITS = 22
"""Beyond this, waiting is quicker than working."""


def solve(challenge: str, bits: int) -> str:
    """A text for which SHA-256 of `challenge:text` begins with `bits` zero bits."""
    begun = hashlib.sha256(f"{challenge}:".encode())
    for number in count():
        trial = begun.copy()
        trial.update(str(number).encode())
        if int.from_bytes(trial.digest()) >> (256 - bits) == 0:
            return str(number)
    raise AssertionError("unreachable: the numbers do not end")
