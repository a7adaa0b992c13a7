from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from krisechat.foundation import envelope, keyring
from krisechat.foundation.envelope import Tampered
from krisechat.foundation.keyring import KeyDestroyed, KeyringUnusable
from krisechat.models import DataKey
from krisechat.privacy import current, data_keys
from krisechat.privacy.data_keys import OwnerErased
from krisechat.privacy.retention import RetentionClass

SATURDAY_NIGHT = datetime(2026, 11, 21, 21, 40, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ORDINARY, ACUTE = RetentionClass.CONVERSATION, RetentionClass.ACUTE
WORDS = "Jeg tør ikke gå hjem".encode()
PLACE = b"a place"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]


def begin(
    at: datetime = SATURDAY_NIGHT, retention_class: RetentionClass = ORDINARY
) -> tuple[UUID, bytes]:
    """A conversation with one sealed value in it: its id and the value."""
    conversation = uuid4()
    cipher = data_keys.create(
        owner_kind="conversation", owner_id=conversation, retention_class=retention_class, at=at
    )
    return conversation, envelope.seal(cipher=cipher, plaintext=WORDS, context=PLACE)


def opened(conversation: UUID, sealed: bytes) -> bytes:
    cipher = data_keys.cipher_of(owner_kind="conversation", owner_id=conversation)
    return envelope.open_sealed(cipher=cipher, sealed=sealed, context=PLACE)


def row_of(conversation: UUID) -> DataKey:
    return DataKey.objects.get(owner_kind="conversation", owner_id=conversation)


def destroy(own_keys: Path, week: str, retention_class: RetentionClass) -> None:
    assert keyring.destroy(own_keys, week=week, retention_class=retention_class)


class Backup:
    """The table as it was at one moment, which can be put back."""

    def __init__(self) -> None:
        self._rows = list(DataKey.objects.values())

    def restore(self) -> None:
        DataKey.objects.all().delete()
        DataKey.objects.bulk_create(DataKey(**row) for row in self._rows)


class TestCreating:
    def test_what_it_sealed_opens_after_a_restart(self) -> None:
        conversation, sealed = begin()
        current.forget()
        assert opened(conversation, sealed) == WORDS

    def test_the_row_says_when_and_holds_no_key(self) -> None:
        conversation, _ = begin()
        row = row_of(conversation)
        assert (row.week, row.retention_class) == ("2026-W47", "conversation")
        assert row.counts_from == row.created_at == SATURDAY_NIGHT
        assert row.backups_dead_at == datetime(2026, 12, 23, tzinfo=UTC)
        assert data_keys.unwrapped(row) not in bytes(row.wrapped)

    def test_each_owner_has_a_key_of_its_own(self) -> None:
        (one, _), (_, of_other) = begin(), begin()
        with pytest.raises(Tampered):
            opened(one, of_other)

    def test_a_citizen_and_a_conversation_of_one_id_are_two_owners(self) -> None:
        conversation, sealed = begin()
        data_keys.create(
            owner_kind="citizen",
            owner_id=conversation,
            retention_class=RetentionClass.CITIZEN,
            at=SATURDAY_NIGHT,
        )
        assert opened(conversation, sealed) == WORDS

    def test_a_second_key_for_one_owner_is_refused(self) -> None:
        conversation, sealed = begin()
        with pytest.raises(IntegrityError), transaction.atomic():
            data_keys.create(
                owner_kind="conversation",
                owner_id=conversation,
                retention_class=ORDINARY,
                at=SATURDAY_NIGHT,
            )
        assert opened(conversation, sealed) == WORDS

    def test_a_week_without_keys_says_what_to_do(self) -> None:
        with pytest.raises(KeyringUnusable, match=r"2027-W30.*keys make"):
            begin(datetime(2027, 7, 29, tzinfo=UTC))
        assert not DataKey.objects.exists()


class TestReading:
    def test_no_data_key_no_cipher(self) -> None:
        with pytest.raises(OwnerErased):
            data_keys.cipher_of(owner_kind="conversation", owner_id=uuid4())

    def test_a_destroyed_week(self, own_keys: Path) -> None:
        conversation, sealed = begin()
        neighbour, of_neighbour = begin(MONDAY)
        destroy(own_keys, "2026-W47", ORDINARY)
        with pytest.raises(KeyDestroyed):
            opened(conversation, sealed)
        assert opened(neighbour, of_neighbour) == WORDS

    def test_many_in_one_query_without_those_that_are_gone(
        self, own_keys: Path, django_assert_num_queries: Any
    ) -> None:
        living = [begin(MONDAY) for _ in range(5)]
        dead, _ = begin(SATURDAY_NIGHT)
        erased, _ = begin(MONDAY)
        data_keys.erase(owner_kind="conversation", owner_id=erased)
        destroy(own_keys, "2026-W47", ORDINARY)
        wanted = [dead, erased, uuid4(), *(each for each, _ in living)]
        with django_assert_num_queries(1):
            ciphers = data_keys.ciphers_of("conversation", wanted)
        assert set(ciphers) == {each for each, _ in living}
        for each, sealed in living:
            cipher = ciphers[each]
            assert envelope.open_sealed(cipher=cipher, sealed=sealed, context=PLACE) == WORDS

    @pytest.mark.parametrize("change", ["owner", "kind", "bit", "week", "class"])
    def test_a_wrapped_key_moved_or_edited_fails_closed(self, change: str) -> None:
        conversation, _ = begin()
        row = row_of(conversation)
        if change == "owner":
            row.owner_id = conversation = uuid4()
        elif change == "kind":
            row.owner_kind = "citizen"
        elif change == "week":
            row.week = "2026-W48"
        elif change == "class":
            row.retention_class = "acute"
        else:
            row.wrapped = bytes(row.wrapped)[:-1] + bytes([bytes(row.wrapped)[-1] ^ 1])
        row.save()
        with pytest.raises(Tampered):
            data_keys.cipher_of(owner_kind=row.owner_kind, owner_id=row.owner_id)
        with pytest.raises(Tampered):
            data_keys.ciphers_of(row.owner_kind, [row.owner_id])

    def test_keys_swapped_between_two_owners_open_neither(self) -> None:
        (one, _), (other, _) = begin(), begin()
        first, second = row_of(one), row_of(other)
        first.wrapped, second.wrapped = second.wrapped, first.wrapped
        for row in (first, second):
            row.save()
            with pytest.raises(Tampered):
                data_keys.cipher_of(owner_kind="conversation", owner_id=row.owner_id)


class TestErasing:
    def test_it_is_unreadable_at_once_and_says_when_backups_follow(self) -> None:
        conversation, sealed = begin()
        dead_at = data_keys.erase(owner_kind="conversation", owner_id=conversation)
        assert dead_at == datetime(2026, 12, 23, tzinfo=UTC)
        with pytest.raises(OwnerErased):
            opened(conversation, sealed)

    def test_others_stay(self) -> None:
        (one, _), (other, sealed) = begin(), begin()
        data_keys.erase(owner_kind="conversation", owner_id=one)
        assert opened(other, sealed) == WORDS

    def test_who_has_no_key_is_erased_already(self) -> None:
        assert data_keys.erase(owner_kind="conversation", owner_id=uuid4()) is None

    def test_a_backup_of_before_opens_until_the_weeks_key_goes(self, own_keys: Path) -> None:
        conversation, sealed = begin()
        backup = Backup()
        data_keys.erase(owner_kind="conversation", owner_id=conversation)
        backup.restore()
        assert opened(conversation, sealed) == WORDS
        destroy(own_keys, "2026-W47", ORDINARY)
        with pytest.raises(KeyDestroyed):
            opened(conversation, sealed)


class TestTheRightRing:
    def test_the_ring_the_data_was_written_with(self) -> None:
        data_keys.refuse_foreign_ring()
        begin()
        data_keys.refuse_foreign_ring()

    def test_another_ring_is_refused(self, tmp_path: Path, settings: Any) -> None:
        begin()
        other = tmp_path / "other"
        today = date(2026, 11, 22)
        keyring.make(other, weeks_ahead=1, now=today, classes=list(RetentionClass))
        settings.KRISECHAT_KEYS = other
        with pytest.raises(KeyringUnusable, match="other keys than"):
            data_keys.refuse_foreign_ring()

    def test_destroyed_weeks_are_no_reason_to_refuse(self, own_keys: Path) -> None:
        begin()
        destroy(own_keys, "2026-W47", ORDINARY)
        data_keys.refuse_foreign_ring()
