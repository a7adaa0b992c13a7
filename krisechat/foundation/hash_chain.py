"""A chain of hashes over records, and a signature over its newest link.

Each link covers its record, its position and the link before it: an edited, removed or reordered
record breaks every later link. Who rewrites all later links cannot sign the new head.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

BEFORE_THE_FIRST = bytes(32)


class Head(NamedTuple):
    """The newest link at one moment: what is signed, exported and compared."""

    position: int
    hash: bytes
    sealed_at: datetime

    def signed_by(self, key: Ed25519PrivateKey) -> bytes:
        """The signature over this head: 64 bytes, Ed25519."""
        return key.sign(self._signed_bytes())

    def is_signed(self, signature: bytes, *, by: Ed25519PrivateKey) -> bool:
        """Whether `signature` was made over exactly this head with that key."""
        try:
            by.public_key().verify(signature, self._signed_bytes())
        except InvalidSignature:
            return False
        return True

    def _signed_bytes(self) -> bytes:
        moment = self.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
        return _canonical(["krisechat audit head 1", self.position, self.hash.hex(), moment])


def link(*, position: int, previous: bytes, record: Mapping[str, Any]) -> bytes:
    """The hash of a record at its position (from 1) after the link `previous`: 32 bytes.

    The record holds texts, whole numbers, booleans, null, moments, and lists and objects of
    these: what comes out of any database as it went in.
    """
    content = ["krisechat audit link 1", position, previous.hex(), dict(record)]
    return hashlib.sha256(_canonical(content)).digest()


def _canonical(content: object) -> bytes:
    text = json.dumps(
        content,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
        allow_nan=False,
        default=_moment,
    )
    return text.encode("ascii")


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"{type(value).__name__} has no place in a chain.")
