"""Words, names and numbers in and out of their sealed columns.

Each sealed value is bound to its table, column, owner and row: what is moved or edited does not
open. The keys of conversations are kept in memory for five seconds, for the write path; erasing a
conversation deletes its rows, so that nothing is left for a kept key to open.
"""

import time
from collections import OrderedDict
from collections.abc import Collection
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from krisechat.foundation import envelope
from krisechat.privacy import data_keys

KEPT_SECONDS = 5.0
KEPT_AT_MOST = 10_000

_kept: OrderedDict[UUID, tuple[AESGCM, float]] = OrderedDict()


def conversation_ciphers(conversations: Collection[UUID]) -> dict[UUID, AESGCM]:
    """The ciphers of these conversations, one query for those not in memory."""
    now = time.monotonic()
    found: dict[UUID, AESGCM] = {}
    missing: list[UUID] = []
    for each in conversations:
        kept = _kept.get(each)
        if kept is not None and kept[1] > now:
            found[each] = kept[0]
        else:
            missing.append(each)
    if missing:
        read = data_keys.ciphers_of("conversation", missing)
        _keep(read, until=now + KEPT_SECONDS)
        found.update(read)
    return found


def _keep(ciphers: dict[UUID, AESGCM], *, until: float) -> None:
    for each, cipher in ciphers.items():
        _kept[each] = (cipher, until)
    while len(_kept) > KEPT_AT_MOST:
        _kept.popitem(last=False)


def forget(conversation: UUID | None = None) -> None:
    """Drops one kept cipher, or all of them."""
    if conversation is None:
        _kept.clear()
    else:
        _kept.pop(conversation, None)


def conversation_cipher(conversation: UUID) -> AESGCM:
    """The cipher of one conversation. Raises what data_keys.cipher_of raises."""
    cipher = conversation_ciphers([conversation]).get(conversation)
    return cipher or data_keys.cipher_of(owner_kind="conversation", owner_id=conversation)


def seal_body(cipher: AESGCM, *, conversation: UUID, seq: int, body: str) -> bytes:
    """A message's words, bound to their place in the conversation."""
    return seal(cipher, table="message", column="body", owner=conversation, row=seq, text=body)


def open_body(cipher: AESGCM, *, conversation: UUID, seq: int, sealed: bytes | memoryview) -> str:
    """The words again. Raises envelope.Tampered when they are not what was written there."""
    return unseal(
        cipher, table="message", column="body", owner=conversation, row=seq, sealed=sealed
    )


def seal(
    cipher: AESGCM, *, table: str, column: str, owner: UUID, row: UUID | int | str, text: str
) -> bytes:
    """`text` sealed for this one cell."""
    context = envelope.context(table=table, column=column, owner=owner, row=row)
    return envelope.seal(cipher=cipher, plaintext=text.encode(), context=context)


def unseal(
    cipher: AESGCM,
    *,
    table: str,
    column: str,
    owner: UUID,
    row: UUID | int | str,
    sealed: bytes | memoryview,
) -> str:
    """What was sealed for this cell. Raises envelope.Tampered for anything else."""
    context = envelope.context(table=table, column=column, owner=owner, row=row)
    return envelope.open_sealed(cipher=cipher, sealed=bytes(sealed), context=context).decode()
