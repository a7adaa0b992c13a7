"""The telephone numbers of people who work here, in and out of their sealed columns.

They are kept as long as somebody works here, so no week's key would fit them: they are sealed
under a key made from the root key, bound to the row they stand in.
"""

from uuid import UUID

from krisechat.privacy import current, sealing


def seal_phone(*, table: str, row: UUID, account: UUID, phone: str) -> bytes:
    """`phone` (E.164) sealed for this row of `table`; `account` is whose it is."""
    cipher = current.keyring().staff_cipher()
    return sealing.seal(cipher, table=table, column="phone", owner=account, row=row, text=phone)


def open_phone(*, table: str, row: UUID, account: UUID, sealed: bytes | memoryview) -> str:
    """The number again. Raises envelope.Tampered for anything else."""
    cipher = current.keyring().staff_cipher()
    return sealing.unseal(
        cipher, table=table, column="phone", owner=account, row=row, sealed=sealed
    )
