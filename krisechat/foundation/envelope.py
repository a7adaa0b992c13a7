"""The envelope every secret value is stored in: AES-256-GCM, bound to the place it belongs to.

A sealed value is `version (1 byte) + nonce (12 random bytes) + ciphertext + tag (16 bytes)`.
The context (associated data) names the product, the version, the table, the column, the owner of
the data key and the row, each with its length in front, so that no two places share a context and
a value moved elsewhere does not open. It is not stored: who opens must know where the value lay.

Random 96-bit nonces are safe for about 2**32 values under one key (NIST SP 800-38D, 8.3); a data
key belongs to one conversation or citizen, far below that. The nonce comes straight from the
kernel: a pool in the process would hand out the same nonces on both sides of a fork.
"""

from functools import lru_cache
from os import urandom
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
DOMAIN = b"krisechat"
NONCE_BYTES = 12
OVERHEAD_BYTES = len(VERSION) + NONCE_BYTES + 16


class Tampered(Exception):
    """The value was edited, moved from another place, or sealed under another key.

    Its text is always the same: nothing of the value, the key or the place is in it.
    """

    def __str__(self) -> str:
        return "A stored value does not open in its place; it is refused."


def seal(*, cipher: AESGCM, plaintext: bytes, context: bytes) -> bytes:
    """Seal `plaintext` for the place `context` names. About 2 microseconds for a message."""
    nonce = urandom(NONCE_BYTES)
    return VERSION + nonce + cipher.encrypt(nonce, plaintext, context)


def open_sealed(*, cipher: AESGCM, sealed: bytes | memoryview, context: bytes) -> bytes:
    """The plaintext of a value sealed with the same cipher and context.

    Raises Tampered for everything else, without saying which part was wrong.
    """
    if len(sealed) < OVERHEAD_BYTES or sealed[:1] != VERSION:
        raise Tampered
    try:
        return cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], context)
    except InvalidTag:
        # `from None`: the cause would carry this frame's values into a logged traceback.
        raise Tampered from None


def context(*, table: str, column: str, owner: UUID, row: str | UUID | int) -> bytes:
    """The context of one column of one row whose data key belongs to `owner`.

    `row` is what identifies the row and never changes: its id, or a number within the owner.
    """
    return context_prefix(table=table, column=column, owner=owner) + context_row(row)


def context_prefix(*, table: str, column: str, owner: UUID) -> bytes:
    """The part of a context that all rows of one owner share; add `context_row` to it."""
    return _place(table, column) + _counted(owner.bytes)


def context_row(row: str | UUID | int) -> bytes:
    """The row's part of a context. A number, its digits as text, and an id all differ."""
    if isinstance(row, UUID):
        return _counted(b"u" + row.bytes)
    if isinstance(row, int):
        return _counted(b"i%d" % row)
    return _counted(b"s" + row.encode())


@lru_cache(maxsize=256)
def _place(table: str, column: str) -> bytes:
    parts = (DOMAIN, VERSION, table.encode(), column.encode())
    return b"".join(_counted(part) for part in parts)


def _counted(part: bytes) -> bytes:
    return len(part).to_bytes(2, "big") + part
