"""P28: change the log behind its back, and the verifier names the first bad row."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F

from krisechat.foundation import hash_chain
from krisechat.foundation.append_only import KEPT_DAYS
from krisechat.foundation.hash_chain import Head
from krisechat.models import AuditEntry, AuditSeal
from krisechat.operations import audit
from krisechat.operations.audit import Actor
from krisechat.privacy import current
from krisechat.queries import audit_chain
from krisechat.queries.audit_chain import Verification

AT = datetime(2026, 11, 21, 21, 40, tzinfo=UTC)
NOW = AT + timedelta(days=1)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys", "superuser")]


@pytest.fixture(autouse=True)
def log(own_keys: Any, superuser: None) -> Iterator[None]:
    """Nine entries, sealed three at a time."""
    for nth in range(9):
        at = AT + timedelta(minutes=nth)
        audit.record(
            actor=Actor("volunteer", str(nth)),
            action="read",
            object_kind="conversation",
            object_id=nth,
            at=at,
        )
        if nth % 3 == 2:
            assert audit.seal(at=at + timedelta(seconds=10)) == 3
    yield


def verify(**how: Any) -> Verification:
    return audit_chain.verify(at=NOW, **how)


def exported() -> tuple[Head, bytes]:
    """What `audit head` printed before the attack."""
    seal = audit_chain.newest_seal()
    assert seal is not None
    return audit_chain.head_of(seal), bytes(seal.signature)


def at_position(position: int) -> Any:
    return AuditEntry.objects.filter(position=position)


def rechain(start: int) -> None:
    """What an intruder without the signing key can do: recompute all links from `start` on."""
    before = at_position(start - 1).first()
    previous = bytes(before.hash) if before else hash_chain.BEFORE_THE_FIRST
    for row in AuditEntry.objects.filter(position__gte=start).order_by("position"):
        row.previous_hash = previous
        row.hash = previous = audit_chain.link_of(row, position=row.position, previous=previous)
        row.save()


def test_an_untouched_log_is_sound() -> None:
    found = verify(head=exported())
    assert found.sound
    assert (found.chained, found.unchained) == (9, 0)
    assert found.head == exported()[0]


def test_an_empty_log_is_sound() -> None:
    AuditEntry.objects.all().delete()
    AuditSeal.objects.all().delete()
    assert verify().sound


def test_entries_not_yet_chained_are_counted() -> None:
    audit.record(actor=Actor("system"), action="x", object_kind="y", object_id=1, at=NOW)
    assert (verify().sound, verify().unchained) == (True, 1)


@pytest.mark.parametrize("position", [1, 5, 9])
@pytest.mark.parametrize(
    "edit",
    [
        {"id": F("id") + 1000},
        {"at": F("at") + timedelta(microseconds=1)},
        {"actor_kind": "system"},
        {"actor_id": "0017"},
        {"action": "Read"},
        {"object_kind": "note"},
        {"object_id": "77"},
        {"purpose": "x"},
        {"detail": {"x": 1}},
        {"hash": bytes(32)},
        {"previous_hash": b"\1" * 32},
    ],
    ids=lambda edit: next(iter(edit)),
)
def test_an_edited_row_is_named(position: int, edit: dict[str, Any]) -> None:
    at_position(position).update(**edit)
    row = at_position(position).get()
    found = verify()
    assert (found.bad_position, found.bad_entry) == (position, row.id)


@pytest.mark.parametrize("position", [1, 2, 3, 5, 9])
def test_a_removed_row_is_named(position: int) -> None:
    at_position(position).delete()
    found = verify()
    assert not found.sound
    assert (found.bad_position, found.bad_entry) == (position, None)


def test_a_row_taken_out_of_the_chain_is_named() -> None:
    at_position(5).update(position=None, previous_hash=None, hash=None)
    assert verify().bad_position == 5


def test_reordered_rows_are_named() -> None:
    one, other = at_position(4).get(), at_position(6).get()
    at_position(4).update(position=40)
    at_position(6).update(position=4)
    at_position(40).update(position=6)
    found = verify()
    assert (found.bad_position, found.bad_entry) == (4, other.id)
    assert one.id != other.id


def test_a_chain_rewritten_from_an_edit_on_is_caught_by_the_next_seal() -> None:
    at_position(5).update(purpose="x")
    rechain(5)
    found = verify()
    assert found.bad_position == 4  # the last agreed seal stands at 3
    assert "between positions 4 and 6" in str(found.problem)


def test_also_when_a_row_was_removed_and_the_rest_moved_up() -> None:
    at_position(5).delete()
    for position in range(6, 10):
        at_position(position).update(position=position - 1)
    rechain(5)
    assert verify().bad_position == 4


def test_also_when_the_later_seals_were_removed_with_it() -> None:
    at_position(5).update(purpose="x")
    rechain(5)
    AuditSeal.objects.filter(position__gt=3).delete()
    found = verify()
    assert found.bad_position == 4
    assert "not signed" in str(found.problem)


@pytest.mark.parametrize("edit", [{"signature": bytes(64)}, {"sealed_at": NOW}])
def test_a_forged_seal_is_named(edit: dict[str, Any]) -> None:
    AuditSeal.objects.filter(position=6).update(**edit)
    found = verify()
    assert found.bad_position == 6
    assert "not signed with our key" in str(found.problem)


def test_a_seal_taken_from_another_place_is_named() -> None:
    good = AuditSeal.objects.get(position=3)
    AuditSeal.objects.filter(position=6).update(
        head_hash=good.head_hash, signature=good.signature, sealed_at=good.sealed_at
    )
    assert verify().bad_position == 6


def test_a_cut_at_the_end_shows_against_the_exported_head() -> None:
    head = exported()
    AuditEntry.objects.filter(position__gt=6).delete()
    AuditSeal.objects.filter(position__gt=6).delete()
    assert verify().sound  # from within it looks whole
    found = verify(head=head)
    assert found.bad_position == 7
    assert "signed up to position 9" in str(found.problem)


def test_a_cut_that_forgot_the_seal_shows_by_itself() -> None:
    AuditEntry.objects.filter(position__gt=8).delete()
    assert verify().bad_position == 9


def test_an_end_sealed_anew_shows_against_the_exported_head() -> None:
    head = exported()
    AuditSeal.objects.filter(position__gt=6).delete()
    AuditEntry.objects.filter(position__gt=6).update(position=None, previous_hash=None, hash=None)
    AuditEntry.objects.filter(position=None, actor_id="7").update(purpose="x")
    audit.seal(at=NOW)
    assert verify().sound
    found = verify(head=head)
    assert not found.sound
    assert found.bad_position == 9
    assert "sealed anew" in str(found.problem)


def test_an_older_exported_head_is_still_good() -> None:
    seal = AuditSeal.objects.get(position=3)
    assert verify(head=(audit_chain.head_of(seal), bytes(seal.signature))).sound


def test_an_exported_head_that_is_not_ours_is_said() -> None:
    head, signature = exported()
    found = verify(head=(head._replace(position=2), signature))
    assert "exported head is not signed" in str(found.problem)


class TestAMissingBeginning:
    old = AT + timedelta(days=KEPT_DAYS + 1)

    def test_is_accepted_up_to_a_seal_of_that_age(self) -> None:
        AuditEntry.objects.filter(position__lte=3).delete()
        found = audit_chain.verify(at=self.old, head=exported())
        assert (found.sound, found.chained) == (True, 6)

    def test_is_not_while_that_seal_is_young(self) -> None:
        AuditEntry.objects.filter(position__lte=3).delete()
        assert verify().bad_position == 1

    def test_is_not_without_a_seal_there(self) -> None:
        AuditEntry.objects.filter(position__lte=4).delete()
        assert audit_chain.verify(at=self.old).bad_position == 1

    def test_is_not_when_the_seal_was_backdated(self) -> None:
        AuditEntry.objects.filter(position__lte=3).delete()
        years_ago = AT - timedelta(days=2 * KEPT_DAYS)
        AuditSeal.objects.filter(position=3).update(sealed_at=years_ago)
        assert "not signed with our key" in str(verify().problem)

    def test_is_not_when_everything_young_is_gone(self) -> None:
        AuditEntry.objects.all().delete()
        assert verify().bad_position == 1


def test_another_key_signs_nothing_here() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    at_position(9).update(purpose="x")
    rechain(9)
    head = Head(position=9, hash=bytes(at_position(9).get().hash), sealed_at=NOW)
    AuditSeal.objects.filter(position=9).update(
        head_hash=head.hash,
        sealed_at=NOW,
        signature=head.signed_by(Ed25519PrivateKey.generate()),
    )
    assert verify().bad_position == 9
    assert current.keyring().signing_key() is not None


def test_what_is_chained_while_it_reads_is_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sealer runs between the verifier's two reads."""
    original = AuditSeal.objects.order_by

    def seal_first(*fields: str) -> Any:
        monkeypatch.undo()
        audit.record(actor=Actor("system"), action="x", object_kind="y", object_id=1, at=AT)
        audit.seal(at=NOW)
        return original(*fields)

    monkeypatch.setattr(AuditSeal.objects, "order_by", seal_first)
    found = verify()
    assert (found.sound, found.chained) == (True, 10)
