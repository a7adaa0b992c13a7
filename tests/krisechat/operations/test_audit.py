import itertools
import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction

from krisechat.foundation.append_only import KEPT_DAYS, remove_append_only
from krisechat.models import AuditEntry, AuditSeal
from krisechat.operations import audit
from krisechat.operations.audit import Actor, UnfitForAudit
from krisechat.privacy import current
from krisechat.queries.audit_chain import last_head

AT = datetime(2026, 11, 21, 21, 40, tzinfo=UTC)
LATER = AT + timedelta(seconds=10)
BO = Actor("volunteer", "17")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys", "append_only")]


def record(at: datetime = AT, **changes: Any) -> None:
    values: dict[str, Any] = {
        "actor": BO,
        "action": "read",
        "object_kind": "conversation",
        "object_id": UUID(int=1),
        "purpose": "answering",
        "detail": {"seq": 7},
        "at": at,
    }
    audit.record(**values | changes)


class TestRecording:
    def test_who_what_which_purpose_and_when(self) -> None:
        record()
        row = AuditEntry.objects.get()
        assert (row.actor_kind, row.actor_id, row.action) == ("volunteer", "17", "read")
        assert (row.object_kind, row.object_id) == ("conversation", str(UUID(int=1)))
        assert (row.purpose, row.detail, row.at) == ("answering", {"seq": 7}, AT)
        assert (row.position, row.previous_hash, row.hash) == (None, None, None)

    def test_it_lives_and_dies_with_its_cause(self) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record()
            raise ZeroDivisionError
        assert not AuditEntry.objects.exists()

    @pytest.mark.parametrize(
        "change",
        [
            {"actor": Actor("volunteer", "Bo Hansen")},
            {"actor": Actor("frivillig på vagt")},
            {"action": "læste"},
            {"object_id": "+4520123456"},
            {"object_id": "010190-1234 "},
            {"purpose": "fordi hun var bange"},
            {"purpose": "x" * 65},
            {"detail": {"reason": "han slår"}},
            {"detail": {"phone": "20123456"}},
            {"detail": {"phone": "+4520123456"}},
            {"detail": {"a word": 1}},
            {"detail": {"words": ["ok", "nu er det nok"]}},
            {"detail": {"more": {"deep": 1}}},
            {"detail": {"share": 0.5}},
            {"detail": {"line": "two\nlines"}},
        ],
    )
    def test_words_names_and_numbers_are_refused_unquoted(self, change: dict[str, Any]) -> None:
        with pytest.raises(UnfitForAudit) as refused:
            record(**change)
        for word in ("Hansen", "vagt", "bange", "slår", "2012", "0101", "nok", "deep"):
            assert word not in str(refused.value)
        assert not AuditEntry.objects.exists()

    def test_codes_ids_numbers_and_lists_are_taken(self) -> None:
        detail = {"risk": "high", "to": str(uuid4()), "n": 3, "late": True, "by": None}
        record(detail={**detail, "tags": ["a", "b-c", 1]}, object_id=12_345_678)
        assert AuditEntry.objects.get().detail == {**detail, "tags": ["a", "b-c", 1]}


class TestSealing:
    def test_settled_entries_are_chained_in_order_and_signed(self) -> None:
        for _ in range(3):
            record()
        assert audit.seal(at=LATER) == 3
        rows = list(AuditEntry.objects.order_by("id"))
        assert [row.position for row in rows] == [1, 2, 3]
        assert bytes(rows[0].previous_hash or b"") == bytes(32)
        for before, after in itertools.pairwise(rows):
            assert bytes(after.previous_hash or b"") == bytes(before.hash or b"")
        head = last_head()
        assert head is not None
        assert (head.position, head.hash) == (3, bytes(rows[2].hash or b""))
        seal, key = AuditSeal.objects.get(), current.keyring().signing_key()
        assert head.is_signed(bytes(seal.signature), by=key)

    def test_the_chain_goes_on_where_it_stopped(self) -> None:
        record()
        audit.seal(at=LATER)
        record(at=LATER)
        assert audit.seal(at=LATER + timedelta(seconds=10)) == 1
        assert [row.position for row in AuditEntry.objects.order_by("id")] == [1, 2]
        assert audit.verify(at=LATER).sound

    def test_what_has_not_settled_waits(self) -> None:
        record(at=AT)
        assert audit.seal(at=AT + timedelta(seconds=1)) == 0
        assert audit.seal(at=AT + timedelta(seconds=2)) == 1

    def test_nothing_to_seal_makes_no_seal(self) -> None:
        assert audit.seal(at=LATER) == 0
        assert not AuditSeal.objects.exists()

    def test_a_lower_id_that_was_committed_late_comes_after(self) -> None:
        record()
        record()
        first = AuditEntry.objects.order_by("id")[0]
        AuditEntry.objects.filter(id=first.id + 1).update(
            position=1,
            previous_hash=bytes(32),
            hash=audit.link_of(
                AuditEntry.objects.get(id=first.id + 1), position=1, previous=bytes(32)
            ),
        )
        row = AuditEntry.objects.get(position=1)
        audit._sign(audit.Head(position=1, hash=bytes(row.hash or b""), sealed_at=AT))
        assert audit.seal(at=LATER) == 1
        first.refresh_from_db()
        assert first.position == 2
        assert audit.verify(at=LATER).sound

    def test_ids_may_have_gaps(self) -> None:
        for _ in range(3):
            record()
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                record()
                raise ZeroDivisionError
        assert audit.seal(at=LATER) == 3
        assert audit.verify(at=LATER).sound

    def test_a_long_backlog_is_taken_in_bites(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(audit, "AT_ONCE", 2)
        for _ in range(5):
            record()
        assert [audit.seal(at=LATER) for _ in range(4)] == [2, 2, 1, 0]
        assert audit.verify(at=LATER).chained == 5


class TestTwoSealersAtOnce:
    def test_the_one_with_an_old_head_changes_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record()
        audit.seal(at=LATER)
        record()
        now = last_head()
        heads = iter([None, now])
        monkeypatch.setattr(audit, "last_head", lambda: next(heads))
        assert audit.seal(at=LATER) == 0
        monkeypatch.undo()
        assert AuditEntry.objects.filter(position=None).count() == 1
        assert audit.seal(at=LATER) == 1
        assert audit.verify(at=LATER).sound

    def test_the_one_with_old_entries_changes_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record()
        stale = list(AuditEntry.objects.all())
        audit.seal(at=LATER)
        record()
        with transaction.atomic(), pytest.raises(audit._LostRace), transaction.atomic():
            rows = [*AuditEntry.objects.filter(position=None), *stale]
            audit._chain(rows, after=last_head(), at=AT)
        assert AuditEntry.objects.filter(position=None).count() == 1
        assert AuditSeal.objects.count() == 1

    def test_trouble_that_is_no_race_is_not_swallowed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record()
        monkeypatch.setattr(audit, "_sign", _integrity_error)
        with pytest.raises(IntegrityError):
            audit.seal(at=LATER)
        assert AuditEntry.objects.filter(position=None).count() == 1


def _integrity_error(head: object) -> None:
    raise IntegrityError


class TestPruning:
    def test_what_is_over_twelve_months_old_goes_and_the_rest_verifies(self) -> None:
        now = datetime.now(UTC)
        old = now - timedelta(days=KEPT_DAYS + 2)
        for at in (old, old + timedelta(hours=1), now):
            record(at=at)
            record(at=at)
            audit.seal(at=at + timedelta(seconds=10))
        assert audit.prune(at=now) == 4
        assert [row.position for row in AuditEntry.objects.order_by("id")] == [5, 6]
        found = audit.verify(at=now)
        assert (found.sound, found.chained) == (True, 2)
        assert audit.prune(at=now) == 0

    def test_nothing_younger_goes(self) -> None:
        record()
        audit.seal(at=LATER)
        assert audit.prune(at=AT + timedelta(days=KEPT_DAYS)) == 0
        assert AuditEntry.objects.count() == 1

    def test_when_all_of_it_is_old_the_chain_still_goes_on(self) -> None:
        now = datetime.now(UTC)
        old = now - timedelta(days=KEPT_DAYS + 2)
        record(at=old)
        audit.seal(at=old + timedelta(seconds=10))
        audit.prune(at=now)
        assert audit.verify(at=now).sound
        record(at=now)
        audit.seal(at=now + timedelta(seconds=10))
        assert AuditEntry.objects.get().position == 2
        assert audit.verify(at=now).sound


@pytest.fixture
def tables_that_can_be_emptied(transactional_db: None) -> None:
    """Emptying them after the test is refused while the triggers are on."""
    remove_append_only(connection.schema_editor())


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tables_that_can_be_emptied")
def test_four_sealers_at_once_make_one_chain() -> None:
    remove_append_only(connection.schema_editor())
    for _ in range(60):
        record()
    failures: list[Exception] = []
    sealed: list[int] = []
    start = threading.Barrier(4)

    def run() -> None:
        start.wait()
        try:
            for _ in range(5):
                sealed.append(audit.seal(at=LATER))
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failures == []
    assert sum(sealed) == 60
    found = audit.verify(at=LATER)
    assert (found.sound, found.chained, found.unchained) == (True, 60, 0)
