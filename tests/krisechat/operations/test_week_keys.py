"""The week keys by the clock: never run out, never differ between machines, gone when due."""

import logging
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from krisechat.foundation import key_files, keyring
from krisechat.foundation.keyring import KeyringUnusable, WeekKey
from krisechat.models import WeekKeyMark
from krisechat.operations import week_keys
from krisechat.privacy import current, data_keys
from krisechat.privacy.retention import RetentionClass, key_due_at

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
LAST = WeekKey("2027-W20", "conversation")  # 25 weeks ahead: nobody has it before the clock runs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]


def on(directory: Path, settings: Any) -> Path:
    """As if this were the machine with that copy of the ring."""
    settings.KRISECHAT_KEYS = directory
    current.forget()
    return directory


class TestMaking:
    def test_half_a_year_ahead_and_then_a_week_each_week(self, own_keys: Path) -> None:
        assert week_keys.weeks_left(at=NOW) == 9
        assert week_keys.make_ahead(at=NOW) == 17 * 5
        assert week_keys.weeks_left(at=NOW) == 26
        assert week_keys.make_ahead(at=NOW) == 0
        assert week_keys.make_ahead(at=NOW + timedelta(weeks=1)) == 5
        assert week_keys.weeks_left(at=NOW + timedelta(weeks=1)) == 26

    def test_week_after_week_never_without_keys(self, own_keys: Path) -> None:
        for day in range(0, 140, 7):
            at = NOW + timedelta(days=day)
            week_keys.make_ahead(at=at)
            week_keys.destroy_due(at=at)
            data_keys.create(
                owner_kind="citizen",
                owner_id=uuid4(),
                retention_class=RetentionClass.CITIZEN,
                at=at,
            )
            assert week_keys.weeks_left(at=at) == 26

    def test_a_machine_that_lacks_a_key_makes_none_of_its_own(
        self, own_keys: Path, tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        other = shutil.copytree(own_keys, tmp_path / "other")
        week_keys.make_ahead(at=NOW)
        assert LAST in keyring.week_keys(own_keys)
        on(other, settings)
        assert week_keys.make_ahead(at=NOW) == 0
        assert LAST not in keyring.week_keys(other)
        assert "85 week keys of other machines are not in this copy" in caplog.text

    def test_of_two_who_make_one_at_the_same_moment_one_keeps_it(
        self, own_keys: Path, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = shutil.copytree(own_keys, tmp_path / "other")
        marks = week_keys._marks
        seen: list[object] = []

        def slow(names: list[WeekKey]) -> dict[WeekKey, bytes]:
            """The other one makes its keys after we have looked."""
            found = marks(names)
            if not seen:
                seen.append(names)
                on(other, settings)
                week_keys.make_ahead(at=NOW)
                on(own_keys, settings)
            return found

        monkeypatch.setattr(week_keys, "_marks", slow)
        week_keys.make_ahead(at=NOW)
        assert LAST in keyring.week_keys(other)
        assert LAST not in keyring.week_keys(own_keys)
        assert week_keys.different(at=NOW) == []

    def test_a_copy_with_another_key_is_refused(
        self, own_keys: Path, tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Somebody ran `keys make` on each machine instead of copying."""
        other = shutil.copytree(own_keys, tmp_path / "other")
        week_keys.make_ahead(at=NOW)
        week_keys.refuse_different(at=NOW)
        on(other, settings)
        keyring.make_weeks(other, [LAST])
        with pytest.raises(KeyringUnusable, match="every machine needs the same copy"):
            week_keys.refuse_different(at=NOW)
        week_keys.make_ahead(at=NOW)
        assert "a week key in this copy is not the one the others use" in caplog.text

    def test_what_is_known_of_a_key_is_not_the_key(self, own_keys: Path) -> None:
        week_keys.make_ahead(at=NOW)
        mark = bytes(WeekKeyMark.objects.get(week=LAST.week, retention_class="conversation").mark)
        assert len(mark) == 32
        assert mark.hex() not in (own_keys / "weeks" / LAST.file_name).read_text()


class TestDestroying:
    def test_to_the_moment_and_nothing_else(self, own_keys: Path) -> None:
        week_keys.make_ahead(at=NOW)
        due = key_due_at(RetentionClass.RECEIPT, week="2026-W47")
        assert week_keys.destroy_due(at=due - timedelta(microseconds=1)) == 0
        before = set(keyring.week_keys(own_keys))
        assert week_keys.destroy_due(at=due) == 1
        assert before - set(keyring.week_keys(own_keys)) == {("2026-W47", "receipt")}
        assert not WeekKeyMark.objects.filter(week="2026-W47", retention_class="receipt").exists()
        assert week_keys.destroy_due(at=due) == 0

    def test_each_machine_destroys_in_its_own_copy(
        self, own_keys: Path, tmp_path: Path, settings: Any
    ) -> None:
        other = shutil.copytree(own_keys, tmp_path / "other")
        a_year_later = NOW + timedelta(days=365)
        assert week_keys.destroy_due(at=a_year_later) == 50
        on(other, settings)
        assert week_keys.destroy_due(at=a_year_later) == 50

    def test_without_the_right_to_it_says_so_by_kind_and_goes_on(
        self, own_keys: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        caplog.set_level(logging.ERROR)
        allowed = key_files.destroy

        def refuse_one(path: Path) -> bool:
            if path.name == "2026-W47.acute.key":
                raise PermissionError(13, "Permission denied", str(path))
            return allowed(path)

        monkeypatch.setattr(key_files, "destroy", refuse_one)
        assert week_keys.destroy_due(at=NOW + timedelta(days=365)) == 49
        assert "not destroyed: PermissionError" in caplog.text
        assert "2026-W47" not in caplog.text
        assert keyring.week_keys(own_keys) == [("2026-W47", "acute")]
