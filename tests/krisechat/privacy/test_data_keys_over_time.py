"""Data keys as time goes by: a change of class, a last contact, a week's turn, 400 days."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from krisechat.foundation import envelope, keyring
from krisechat.foundation.keyring import KeyDestroyed
from krisechat.models import DataKey
from krisechat.privacy import data_keys
from krisechat.privacy.data_keys import OwnerErased, RetentionOver
from krisechat.privacy.retention import DAYS, RetentionClass, key_due_at

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


def _change(conversation: UUID, retention_class: RetentionClass, *, at: datetime) -> None:
    data_keys.change_class(
        owner_kind="conversation", owner_id=conversation, retention_class=retention_class, at=at
    )


class TestChangingClass:
    def test_it_opens_as_before_and_lives_by_the_new_days(self, own_keys: Path) -> None:
        conversation, sealed = begin()
        _change(conversation, ACUTE, at=MONDAY)
        row = row_of(conversation)
        assert (row.retention_class, row.week) == ("acute", "2026-W47")
        assert row.counts_from == SATURDAY_NIGHT
        assert row.backups_dead_at == key_due_at(ACUTE, week="2026-W47")
        destroy(own_keys, "2026-W47", ORDINARY)
        assert opened(conversation, sealed) == WORDS
        destroy(own_keys, "2026-W47", ACUTE)
        with pytest.raises(KeyDestroyed):
            opened(conversation, sealed)

    def test_the_old_wrapping_is_gone_from_the_live_row(self) -> None:
        conversation, _ = begin()
        before = bytes(row_of(conversation).wrapped)
        _change(conversation, ACUTE, at=MONDAY)
        assert bytes(row_of(conversation).wrapped) != before
        assert DataKey.objects.count() == 1

    def test_a_backup_of_before_dies_with_the_old_class(self, own_keys: Path) -> None:
        conversation, sealed = begin()
        backup = Backup()
        _change(conversation, ACUTE, at=MONDAY)
        destroy(own_keys, "2026-W47", ORDINARY)
        backup.restore()
        with pytest.raises(KeyDestroyed):
            opened(conversation, sealed)

    def test_back_again_lengthens_nothing_and_tells_the_truth_of_backups(self) -> None:
        conversation, sealed = begin()
        _change(conversation, ACUTE, at=MONDAY)
        _change(conversation, ORDINARY, at=MONDAY + timedelta(days=1))
        row = row_of(conversation)
        assert (row.retention_class, row.week) == ("conversation", "2026-W47")
        assert row.counts_from == SATURDAY_NIGHT
        assert opened(conversation, sealed) == WORDS
        # A backup of the day between holds the acute wrapping.
        dead_at = data_keys.erase(owner_kind="conversation", owner_id=conversation)
        assert dead_at == key_due_at(ACUTE, week="2026-W47")

    def test_to_a_class_whose_days_are_over_is_refused(self, own_keys: Path) -> None:
        conversation, sealed = begin()
        _change(conversation, ACUTE, at=MONDAY)
        with pytest.raises(RetentionOver):
            _change(conversation, ORDINARY, at=SATURDAY_NIGHT + timedelta(days=30))
        destroy(own_keys, "2026-W47", ORDINARY)
        with pytest.raises(KeyDestroyed):
            _change(conversation, ORDINARY, at=MONDAY)
        assert row_of(conversation).retention_class == "acute"
        assert opened(conversation, sealed) == WORDS

    def test_to_the_same_class_changes_nothing(self) -> None:
        conversation, _ = begin()
        before = bytes(row_of(conversation).wrapped)
        _change(conversation, ORDINARY, at=MONDAY)
        assert bytes(row_of(conversation).wrapped) == before

    def test_who_is_erased_stays_erased(self) -> None:
        with pytest.raises(OwnerErased):
            _change(uuid4(), ACUTE, at=MONDAY)

    def test_a_change_made_meanwhile_is_not_overwritten(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        conversation, _ = begin()
        stale = row_of(conversation)
        data_keys.renew(owner_kind="conversation", owner_id=conversation, at=MONDAY)
        fresh = data_keys._row
        reads: Iterator[Any] = iter([lambda *_: stale, fresh])
        monkeypatch.setattr(data_keys, "_row", lambda *owner: next(reads)(*owner))
        _change(conversation, ACUTE, at=MONDAY)
        monkeypatch.undo()
        row = row_of(conversation)
        assert (row.retention_class, row.counts_from, row.week) == ("acute", MONDAY, "2026-W48")


class TestRenewing:
    def test_the_days_count_from_the_last_contact(self, own_keys: Path) -> None:
        conversation, sealed = begin()
        backup = Backup()
        data_keys.renew(owner_kind="conversation", owner_id=conversation, at=MONDAY)
        row = row_of(conversation)
        assert (row.week, row.counts_from) == ("2026-W48", MONDAY)
        destroy(own_keys, "2026-W47", ORDINARY)
        assert opened(conversation, sealed) == WORDS
        backup.restore()
        with pytest.raises(KeyDestroyed):
            opened(conversation, sealed)

    def test_it_never_goes_back(self) -> None:
        conversation, _ = begin(MONDAY)
        data_keys.renew(owner_kind="conversation", owner_id=conversation, at=SATURDAY_NIGHT)
        assert row_of(conversation).counts_from == MONDAY

    def test_in_the_same_week_only_the_moment_moves(self) -> None:
        conversation, sealed = begin()
        later = SATURDAY_NIGHT + timedelta(hours=12)
        data_keys.renew(owner_kind="conversation", owner_id=conversation, at=later)
        assert row_of(conversation).counts_from == later
        assert row_of(conversation).week == "2026-W47"
        assert opened(conversation, sealed) == WORDS


class TestOverdue:
    def test_each_class_by_its_days_oldest_first(self) -> None:
        late, _ = begin(SATURDAY_NIGHT + timedelta(hours=1))
        early, _ = begin(SATURDAY_NIGHT)
        begin(SATURDAY_NIGHT, ACUTE)
        month_later = SATURDAY_NIGHT + timedelta(days=30)

        def due(at: datetime, limit: int = 100) -> list[UUID]:
            return data_keys.overdue(owner_kind="conversation", at=at, limit=limit)

        assert due(month_later - timedelta(microseconds=1)) == []
        assert due(month_later) == [early]
        assert due(month_later + timedelta(hours=1)) == [early, late]
        assert due(month_later + timedelta(hours=1), limit=1) == [early]
        assert len(due(SATURDAY_NIGHT + timedelta(days=180))) == 3
        assert data_keys.overdue(owner_kind="citizen", at=month_later) == []


def test_the_writing_key_changes_while_everybody_writes(own_keys: Path) -> None:
    """P23: Sunday to Monday, with `keys make` running all the time, nothing fails, and what was
    written under either week's key can be read."""
    done, failures = threading.Event(), []

    def make() -> None:
        ahead = 9
        while not done.is_set():
            ahead += 1
            try:
                keyring.make(
                    own_keys,
                    weeks_ahead=min(ahead, 40),
                    now=SATURDAY_NIGHT.date(),
                    classes=list(RetentionClass),
                )
            except Exception as failure:
                failures.append(failure)

    maker = threading.Thread(target=make)
    maker.start()
    sunday = datetime(2026, 11, 22, 23, 59, 0, tzinfo=UTC)
    written = [begin(sunday + timedelta(seconds=second)) for second in range(120)]
    for conversation, sealed in written:
        assert opened(conversation, sealed) == WORDS
    done.set()
    maker.join()
    assert failures == []
    weeks = set(DataKey.objects.values_list("week", flat=True))
    assert weeks == {"2026-W47", "2026-W48"}


def test_day_by_day_for_400_days_nothing_outlives_its_class(own_keys: Path) -> None:
    """P22 and P64: every night keys are made and destroyed, the overdue erased, and every tenth
    night every backup so far is restored beside the ring of that night."""
    lives: dict[UUID, tuple[bytes, RetentionClass, datetime]] = {}
    backups: list[Backup] = []
    for day in range(400):
        tonight = SATURDAY_NIGHT + timedelta(days=day)
        keyring.make(own_keys, weeks_ahead=1, now=tonight.date(), classes=list(RetentionClass))
        if day < 210 and day % 3 == 0:
            for retention_class in (ORDINARY, ACUTE):
                conversation, sealed = begin(tonight, retention_class)
                lives[conversation] = (sealed, retention_class, tonight)
        _end_of_day(own_keys, tonight)
        _assert_readable(lives, tonight, slack=timedelta(0))
        if day % 10 == 0:
            now = Backup()
            backups.append(now)
            for each in backups[-20::4]:
                each.restore()
                _assert_readable(lives, tonight, slack=timedelta(days=7), restored=True)
            now.restore()
    assert not DataKey.objects.exists()
    for each in backups:
        each.restore()
        assert data_keys.ciphers_of("conversation", list(lives)) == {}


def _end_of_day(own_keys: Path, tonight: datetime) -> None:
    for conversation in data_keys.overdue(owner_kind="conversation", at=tonight):
        data_keys.erase(owner_kind="conversation", owner_id=conversation)
    for name in keyring.week_keys(own_keys):
        if key_due_at(RetentionClass(name.retention_class), week=name.week) <= tonight:
            keyring.destroy(own_keys, week=name.week, retention_class=name.retention_class)


def _assert_readable(
    lives: dict[UUID, tuple[bytes, RetentionClass, datetime]],
    tonight: datetime,
    *,
    slack: timedelta,
    restored: bool = False,
) -> None:
    """Nothing older than its class and `slack` opens; live, all that is younger does."""
    readable = data_keys.ciphers_of("conversation", list(lives))
    for conversation, (_, retention_class, began) in lives.items():
        age = tonight - began
        if conversation in readable:
            assert age < timedelta(days=DAYS[retention_class]) + slack
        elif not restored:
            assert age >= timedelta(days=DAYS[retention_class])
