"""What handovers say, in and out of their sealed columns: each under a data key of its own.

The content is bound to its version too, so that an earlier one put back does not open.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from krisechat.privacy import data_keys, sealing
from krisechat.privacy.retention import RetentionClass
from routing.privacy import handover_content
from routing.privacy.handover_content import Content

OWNER = "handover"


def new_key(handover: UUID, *, at: datetime) -> None:
    """The handover's own data key; its days count from `at`, until it is delivered."""
    data_keys.create(
        owner_kind=OWNER, owner_id=handover, retention_class=RetentionClass.HANDOVER, at=at
    )


def cipher(handover: UUID) -> AESGCM:
    """Raises what data_keys.cipher_of raises."""
    return data_keys.cipher_of(owner_kind=OWNER, owner_id=handover)


def ciphers(handovers: Collection[UUID]) -> dict[UUID, AESGCM]:
    """Those of many in one query; whose key is gone is not among them."""
    return data_keys.ciphers_of(OWNER, handovers)


def destroy_key(handover: UUID) -> None:
    """From the commit on nothing of it opens any more."""
    data_keys.erase(owner_kind=OWNER, owner_id=handover)


def seal(handover: UUID, *, version: int, content: Content) -> bytes:
    """The content, sealed for this version of this handover."""
    return sealing.seal(
        cipher(handover),
        table="handover",
        column="content",
        owner=handover,
        row=version,
        text=handover_content.to_json(content),
    )


def unseal(key: AESGCM, handover: UUID, *, version: int, sealed: bytes | memoryview) -> Content:
    """The content again. Raises envelope.Tampered for anything else."""
    text = sealing.unseal(
        key, table="handover", column="content", owner=handover, row=version, sealed=sealed
    )
    return handover_content.from_json(text)


def seal_word(handover: UUID, *, word: UUID, body: str) -> bytes:
    """A word between the two sides, under the same key."""
    return sealing.seal(
        cipher(handover),
        table="handover_word",
        column="body",
        owner=handover,
        row=word,
        text=body,
    )


def unseal_word(key: AESGCM, handover: UUID, *, word: UUID, sealed: bytes | memoryview) -> str:
    return sealing.unseal(
        key, table="handover_word", column="body", owner=handover, row=word, sealed=sealed
    )
