"""The proof of work is the contract's: SHA-256 of `challenge:proof` begins with zero bits."""

import hashlib

import pytest

from krisechat.management.replay.proof import solve


@pytest.mark.parametrize("bits", [0, 1, 8, 13])
def test_a_solution_has_the_zero_bits(bits: int) -> None:
    found = solve("noget", bits)
    digest = hashlib.sha256(f"noget:{found}".encode()).digest()
    assert f"{int.from_bytes(digest):0256b}".startswith("0" * bits)
