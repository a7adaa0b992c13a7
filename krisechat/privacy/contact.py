"""A citizen's name and number, in and out of their sealed columns, bound to the citizen's row."""

from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from krisechat.privacy import sealing


def seal(cipher: AESGCM, *, citizen: UUID, column: str, text: str) -> bytes:
    """`text` for `column`, name or phone (E.164), under the citizen's own key."""
    return sealing.seal(
        cipher, table="citizen", column=column, owner=citizen, row=citizen, text=text
    )


def unseal(cipher: AESGCM, *, citizen: UUID, column: str, sealed: bytes | memoryview) -> str:
    """What was sealed there. Raises envelope.Tampered for anything else."""
    return sealing.unseal(
        cipher, table="citizen", column=column, owner=citizen, row=citizen, sealed=sealed
    )
