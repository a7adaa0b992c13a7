"""P28: as the application's role, UPDATE, DELETE and TRUNCATE of the audit log are refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from krisechat.foundation.append_only import KEPT_DAYS, install_append_only, remove_append_only
from krisechat.models import AuditEntry, AuditSeal

NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=KEPT_DAYS + 1)
CHAIN = {"position": 1, "previous_hash": bytes(32), "hash": b"\1" * 32}

pytestmark = pytest.mark.usefixtures("append_only")


def entry(**fields: Any) -> AuditEntry:
    values = {"at": NOW, "actor_kind": "volunteer", "action": "read", "object_kind": "conversation"}
    return AuditEntry.objects.create(**values | {"detail": {"seq": 1}} | fields)


def chained(**fields: Any) -> AuditEntry:
    row = entry(**fields)
    AuditEntry.objects.filter(id=row.id).update(**CHAIN)
    return row


def seal(**fields: Any) -> AuditSeal:
    values = {"position": 1, "head_hash": b"\1" * 32, "signature": bytes(64), "sealed_at": NOW}
    return AuditSeal.objects.create(**values | fields)


def assert_refused(attempt: Any) -> None:
    before = list(AuditEntry.objects.values()), list(AuditSeal.objects.values())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        attempt()
    assert (list(AuditEntry.objects.values()), list(AuditSeal.objects.values())) == before


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


CHANGES = [
    {"at": LONG_AGO},
    {"actor_kind": "system"},
    {"actor_id": "7"},
    {"action": "other"},
    {"object_kind": "note"},
    {"object_id": "7"},
    {"purpose": "other"},
    {"detail": {"seq": 2}},
    {"detail": {}},
    {"id": 999_999},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_no_field_of_an_entry_changes(change: dict[str, Any]) -> None:
    row = entry()
    assert_refused(lambda: AuditEntry.objects.filter(id=row.id).update(**change))
    assert_refused(lambda: AuditEntry.objects.filter(id=row.id).update(**CHAIN, **change))
    AuditEntry.objects.filter(id=row.id).update(**CHAIN)
    assert_refused(lambda: AuditEntry.objects.filter(id=row.id).update(**change))


def test_its_place_in_the_chain_is_set_once_and_whole() -> None:
    row = entry()
    rows = AuditEntry.objects.filter(id=row.id)
    for part in CHAIN:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**{part: CHAIN[part]})
    assert rows.update(**CHAIN) == 1
    assert_refused(lambda: rows.update(**CHAIN | {"position": 2}))
    assert_refused(lambda: rows.update(hash=b"\2" * 32))
    assert_refused(lambda: rows.update(position=None, previous_hash=None, hash=None))


def test_an_entry_cannot_come_in_chained() -> None:
    assert_refused(lambda: entry(**CHAIN))


def test_nothing_is_deleted() -> None:
    entry()
    chained()
    assert_refused(lambda: AuditEntry.objects.all().delete())
    assert_refused(lambda: AuditEntry.objects.filter(position=1).delete())


def test_nothing_is_truncated() -> None:
    chained()
    seal()
    for table in ("krisechat_auditentry", "krisechat_auditseal"):
        verb = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
        assert_refused(lambda table=table, verb=verb: sql(f"{verb} {table}"))


def test_nothing_is_replaced() -> None:
    if connection.vendor == "postgresql":
        return  # it has no REPLACE; ON CONFLICT DO UPDATE is an UPDATE
    row = chained()
    seal()
    columns = ", ".join(f'"{field.column}"' for field in AuditEntry._meta.fields)
    changed = columns.replace('"position"', "NULL").replace('"action"', "'other'")
    changed = changed.replace('"previous_hash"', "NULL").replace('"hash"', "NULL")
    assert_refused(
        lambda: sql(
            f"INSERT OR REPLACE INTO krisechat_auditentry ({columns}) "
            f"SELECT {changed} FROM krisechat_auditentry WHERE id = {row.id}"
        )
    )
    unchained = entry()
    assert_refused(
        lambda: sql(
            "UPDATE OR REPLACE krisechat_auditentry SET position = 1, previous_hash = x'00', "
            f"hash = x'00' WHERE id = {unchained.id}"
        )
    )
    assert_refused(
        lambda: sql(
            "INSERT OR REPLACE INTO krisechat_auditseal (position, head_hash, signature, "
            "sealed_at) VALUES (1, x'00', x'00', '2026-01-01')"
        )
    )


def test_a_seal_never_changes() -> None:
    row = seal()
    for change in ({"signature": b"x"}, {"head_hash": b"x"}, {"sealed_at": LONG_AGO}):
        assert_refused(
            lambda change=change: AuditSeal.objects.filter(position=row.position).update(**change)
        )
    assert_refused(lambda: AuditSeal.objects.all().delete())


def test_what_is_over_twelve_months_old_may_go() -> None:
    old, new = chained(at=LONG_AGO), entry()
    seal(sealed_at=LONG_AGO)
    AuditEntry.objects.filter(id=old.id).delete()
    AuditSeal.objects.all().delete()
    assert list(AuditEntry.objects.all()) == [new]


def test_an_unchained_entry_may_not_however_old_it_says_it_is() -> None:
    row = entry(at=LONG_AGO)
    assert_refused(lambda: AuditEntry.objects.filter(id=row.id).delete())


def test_installing_twice_and_removing() -> None:
    editor = connection.schema_editor()
    install_append_only(editor)
    row = entry()
    assert_refused(lambda: AuditEntry.objects.filter(id=row.id).delete())
    remove_append_only(editor)
    remove_append_only(editor)
    AuditEntry.objects.filter(id=row.id).delete()
