"""The data keys: one per owner (a conversation, a citizen), made, read, rewrapped, erased.

A data key is stored wrapped under the week key of the moment its retention counts from, and of
its class. The rules that keep "a backup restored after its week's key was destroyed decrypts
nothing" true (P22):

* A change of class keeps the moment that retention counts from, and so the week: an acute
  conversation has 180 days from when it began, whenever the danger was seen, and changing to and
  fro lengthens nothing. The old wrapping is overwritten; older backups keep it, and die with the
  old class's key.
* `renew` moves that moment, for what is counted from a last contact or from a conversation's end.
  Old backups keep the old wrapping and die earlier.
* `backups_dead_at` never moves back: it is when the last week key that ever wrapped this data key
  is due for destruction, which is what the citizen is told at an erasure.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import Q

from krisechat.foundation import envelope
from krisechat.foundation.keyring import KeyDestroyed, KeyringUnusable
from krisechat.models.data_key import DataKey
from krisechat.privacy import current
from krisechat.privacy.retention import DAYS, RetentionClass, erase_at, key_due_at, week_of

DATA_KEY_BITS = 256


class OwnerErased(Exception):
    """There is no data key for this owner: it was erased, or never had one."""


class RetentionOver(Exception):
    """The owner is too old for the class it was to change to; it can only stay or be erased."""


def create(
    *, owner_kind: str, owner_id: UUID, retention_class: RetentionClass, at: datetime
) -> AESGCM:
    """A new data key for an owner that has none, stored wrapped; its days count from `at`.

    Raises IntegrityError when the owner has one, KeyringUnusable when this week's key was never
    made: then nothing new can be stored until `keys make` has run.
    """
    dek = AESGCM.generate_key(DATA_KEY_BITS)
    row = DataKey(owner_kind=owner_kind, owner_id=owner_id, created_at=at)
    try:
        _wrap(row, dek, retention_class=retention_class, counts_from=at)
    except KeyDestroyed as missing:
        raise KeyringUnusable(f"{missing} Run `manage.py keys make`.") from None
    row.backups_dead_at = key_due_at(retention_class, week=row.week)
    row.save(force_insert=True)
    return AESGCM(dek)


def cipher_of(*, owner_kind: str, owner_id: UUID) -> AESGCM:
    """The cipher that opens and seals this owner's values.

    Raises OwnerErased when the data key is gone, KeyDestroyed when its week's key is, Tampered
    when the row was edited or belongs to another owner.
    """
    return AESGCM(unwrapped(_row(owner_kind, owner_id)))


def ciphers_of(owner_kind: str, owner_ids: Collection[UUID]) -> dict[UUID, AESGCM]:
    """The ciphers of many owners in one query. Who is erased, or whose week's key is destroyed,
    is not among them. Raises Tampered for an edited row."""
    found: dict[UUID, AESGCM] = {}
    for row in DataKey.objects.filter(owner_kind=owner_kind, owner_id__in=owner_ids):
        try:
            found[row.owner_id] = AESGCM(unwrapped(row))
        except KeyDestroyed:
            continue
    return found


def erase(*, owner_kind: str, owner_id: UUID) -> datetime | None:
    """Deletes the owner's data key: everything it sealed is unreadable from the commit on.

    Returns when the last backup that still holds the wrapped key becomes unreadable too; None
    when there was no data key.
    """
    rows = DataKey.objects.filter(owner_kind=owner_kind, owner_id=owner_id)
    dead_at = rows.values_list("backups_dead_at", flat=True).first()
    rows.delete()
    return dead_at


def backups_dead_at(*, owner_kind: str, owner_id: UUID) -> datetime | None:
    """When the last backup becomes unreadable if the owner is erased now; None when they are."""
    rows = DataKey.objects.filter(owner_kind=owner_kind, owner_id=owner_id)
    return rows.values_list("backups_dead_at", flat=True).first()


def change_class(
    *, owner_kind: str, owner_id: UUID, retention_class: RetentionClass, at: datetime
) -> None:
    """Wraps the data key under the new class's key of the same week; the old wrapping goes.

    Raises RetentionOver when the new class's days are over at `at`, OwnerErased, or KeyDestroyed;
    nothing is changed then.
    """
    row = _row(owner_kind, owner_id)
    while row.retention_class != retention_class:
        counts_from = row.counts_from
        if erase_at(retention_class, counts_from=counts_from) <= at:
            raise RetentionOver(f"The days of class {retention_class} are over for this owner.")
        if _rewrapped(row, retention_class=retention_class, counts_from=counts_from):
            return
        row = _row(owner_kind, owner_id)


def renew(*, owner_kind: str, owner_id: UUID, at: datetime) -> None:
    """Lets the owner's days count from `at`, if that is later: a last contact, an end.

    Within the same week only the moment moves; later, the data key is wrapped under the key of
    the new week. Raises OwnerErased, KeyDestroyed (too late, or this week's key is missing).
    """
    row = _row(owner_kind, owner_id)
    while row.counts_from < at:
        retention_class = RetentionClass(row.retention_class)
        if _rewrapped(row, retention_class=retention_class, counts_from=at):
            return
        row = _row(owner_kind, owner_id)


def overdue(*, owner_kind: str, at: datetime, limit: int = 100) -> list[UUID]:
    """Owners whose days are over at `at`, oldest first, at most `limit`: to be erased."""
    rows = DataKey.objects.filter(_too_old(at), owner_kind=owner_kind).order_by("counts_from")
    return list(rows.values_list("owner_id", flat=True)[:limit])


def is_overdue(*, owner_kind: str, owner_id: UUID, at: datetime) -> bool:
    """Whether the owner's days are over; asked again under the owner's lock, since a last contact
    may have renewed them."""
    rows = DataKey.objects.filter(_too_old(at), owner_kind=owner_kind, owner_id=owner_id)
    return rows.exists()


def _too_old(at: datetime) -> Q:
    too_old = Q()
    for retention_class, days in DAYS.items():
        too_old |= Q(retention_class=retention_class, counts_from__lte=at - timedelta(days=days))
    return too_old


def erase_overdue(*, owner_kind: str, owner_id: UUID, at: datetime) -> bool:
    """Deletes the owner's data key if its days are over; False when they are not (any more)."""
    rows = DataKey.objects.filter(_too_old(at), owner_kind=owner_kind, owner_id=owner_id)
    return rows.delete()[0] > 0


def refuse_foreign_ring() -> None:
    """Raises KeyringUnusable when the newest data keys do not open: the ring is another's.

    A start-up check: a service with the wrong keys must not run, and must not write.
    """
    newest = DataKey.objects.order_by("-id")[:20]  # ids sort by time
    for row in newest:
        try:
            unwrapped(row)
        except KeyDestroyed:
            continue
        except envelope.Tampered:
            raise KeyringUnusable(
                "KRISECHAT_KEYS holds other keys than those this database was written with."
            ) from None


def _row(owner_kind: str, owner_id: UUID) -> DataKey:
    row = DataKey.objects.filter(owner_kind=owner_kind, owner_id=owner_id).first()
    if row is None:
        raise OwnerErased(f"This {owner_kind} has no data key.")
    return row


def _context(row: DataKey) -> bytes:
    return envelope.context(
        table="data_key", column="wrapped", owner=row.owner_id, row=row.owner_kind
    )


def unwrapped(row: DataKey) -> bytes:
    """The data key itself. Raises KeyDestroyed, or Tampered when the row was edited or moved."""
    return current.keyring().unwrap(
        row.wrapped, week=row.week, retention_class=row.retention_class, context=_context(row)
    )


def _wrap(
    row: DataKey, dek: bytes, *, retention_class: RetentionClass, counts_from: datetime
) -> None:
    row.counts_from, row.week = counts_from, week_of(counts_from)
    row.retention_class = retention_class
    row.wrapped = current.keyring().wrap(
        dek, week=row.week, retention_class=retention_class, context=_context(row)
    )


def _rewrapped(row: DataKey, *, retention_class: RetentionClass, counts_from: datetime) -> bool:
    """Overwrites the wrapping, if nobody else changed the row since it was read."""
    unchanged = DataKey.objects.filter(id=row.id, wrapped=bytes(row.wrapped))
    _wrap(row, unwrapped(row), retention_class=retention_class, counts_from=counts_from)
    dead_at = max(row.backups_dead_at, key_due_at(retention_class, week=row.week))
    changed = unchanged.update(
        week=row.week,
        retention_class=retention_class,
        counts_from=counts_from,
        wrapped=row.wrapped,
        backups_dead_at=dead_at,
    )
    return changed == 1
