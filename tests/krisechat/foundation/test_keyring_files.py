"""Making, destroying and checking the files of a key ring."""

import os
import threading
from datetime import date
from pathlib import Path

import pytest

from krisechat.foundation import keyring
from krisechat.foundation.envelope import Tampered
from krisechat.foundation.keyring import Keyring, KeyringUnusable, WeekKey

TODAY = date(2026, 11, 22)
CLASSES = ["conversation", "acute", "citizen"]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    path = tmp_path / "keys"
    keyring.make(path, weeks_ahead=4, now=TODAY, classes=CLASSES)
    return path


class TestMaking:
    def test_one_key_a_week_and_class_from_this_week_on(self, directory: Path) -> None:
        weeks = ["2026-W47", "2026-W48", "2026-W49", "2026-W50", "2026-W51"]
        assert keyring.week_keys(directory) == [
            WeekKey(week, each) for week in weeks for each in sorted(CLASSES)
        ]

    def test_weeks_follow_the_iso_year(self, tmp_path: Path) -> None:
        keyring.make(tmp_path / "k", weeks_ahead=2, now=date(2026, 12, 28), classes=["acute"])
        weeks = [each.week for each in keyring.week_keys(tmp_path / "k")]
        assert weeks == ["2026-W53", "2027-W01", "2027-W02"]

    def test_only_its_owner_can_read_it(self, directory: Path) -> None:
        for each in [directory, *directory.rglob("*")]:
            assert each.stat().st_mode & 0o777 == (0o700 if each.is_dir() else 0o600)

    def test_even_under_a_careless_umask(self, tmp_path: Path) -> None:
        before = os.umask(0)
        try:
            keyring.make(tmp_path / "k", weeks_ahead=0, now=TODAY, classes=CLASSES)
        finally:
            os.umask(before)
        Keyring.load(tmp_path / "k")

    def test_a_second_time_changes_nothing(self, directory: Path) -> None:
        def contents() -> dict[Path, bytes]:
            return {each: each.read_bytes() for each in directory.rglob("*.key")}

        before = contents()
        assert keyring.make(directory, weeks_ahead=4, now=TODAY, classes=CLASSES) == []
        assert contents() == before

    def test_later_it_adds_the_weeks_that_lack(self, directory: Path) -> None:
        made = keyring.make(
            directory, weeks_ahead=4, now=date(2026, 11, 30), classes=["conversation"]
        )
        assert made == [("2026-W52", "conversation"), ("2026-W53", "conversation")]

    def test_a_destroyed_key_of_the_past_is_not_made_again(self, directory: Path) -> None:
        keyring.destroy(directory, week="2026-W47", retention_class="acute")
        keyring.make(directory, weeks_ahead=4, now=date(2026, 11, 23), classes=CLASSES)
        assert ("2026-W47", "acute") not in keyring.week_keys(directory)

    @pytest.mark.parametrize("lost", ["root.key", "lookup.key"])
    def test_a_lost_main_key_is_never_replaced_by_a_new_one(
        self, directory: Path, lost: str
    ) -> None:
        (directory / lost).unlink()
        with pytest.raises(KeyringUnusable, match=lost):
            keyring.make(directory, weeks_ahead=4, now=TODAY, classes=CLASSES)
        assert not (directory / lost).exists()

    def test_it_goes_on_where_a_crash_broke_it_off(self, tmp_path: Path) -> None:
        path = tmp_path / "keys"
        keyring.make(path, weeks_ahead=0, now=TODAY, classes=[])
        (path / "root.key").unlink()  # it died after lookup.key, which comes first
        lookup = (path / "lookup.key").read_bytes()
        keyring.make(path, weeks_ahead=0, now=TODAY, classes=CLASSES)
        assert (path / "lookup.key").read_bytes() == lookup
        assert keyring.check(path, now=TODAY, weeks_ahead=0) == []

    def test_several_at_once_make_one_ring(self, tmp_path: Path) -> None:
        path, failures = tmp_path / "keys", []
        start = threading.Barrier(8)

        def run() -> None:
            start.wait()
            try:
                keyring.make(path, weeks_ahead=8, now=TODAY, classes=CLASSES)
            except Exception as failure:
                failures.append(failure)

        threads = [threading.Thread(target=run) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert failures == []
        assert keyring.check(path, now=TODAY, classes=CLASSES, weeks_ahead=8) == []

    def test_keys_are_unlike(self, directory: Path) -> None:
        contents = {each.read_bytes() for each in directory.rglob("*.key")}
        assert len(contents) == 2 + 5 * len(CLASSES)


class TestDestroying:
    def test_none_there_is_said(self, directory: Path) -> None:
        assert not keyring.destroy(directory, week="2020-W01", retention_class="acute")

    def test_what_a_crashed_make_left_of_it_goes_too(self, directory: Path) -> None:
        key = directory / "weeks/2026-W47.acute.key"
        left = key.with_name(f".{key.name}.0123456789abcdef.part")
        os.link(key, left)
        kept = left.open("rb")
        keyring.destroy(directory, week="2026-W47", retention_class="acute")
        assert not left.exists()
        assert not key.exists()
        assert b"W47" not in kept.read()

    def test_the_content_is_overwritten_before_the_name_goes(self, directory: Path) -> None:
        key = directory / "weeks/2026-W47.acute.key"
        before = key.read_bytes()
        with key.open("rb") as still_open:
            keyring.destroy(directory, week="2026-W47", retention_class="acute")
            after = still_open.read()
        assert len(after) == len(before)
        assert after != before

    def test_a_path_is_no_name(self, directory: Path) -> None:
        with pytest.raises(Tampered):
            keyring.destroy(directory, week="../root", retention_class="acute")


class TestChecking:
    def test_all_well(self, directory: Path) -> None:
        assert keyring.check(directory, now=TODAY, classes=CLASSES) == []
        assert keyring.check(directory, now=TODAY) == []

    def test_weeks_that_lack_are_named_before_they_come(self, directory: Path) -> None:
        assert keyring.check(directory, now=date(2026, 11, 22), classes=["acute"]) == []
        assert keyring.check(directory, now=date(2026, 11, 23), classes=["acute"]) == [
            "There is no key for week 2026-W52, class acute."
        ]

    def test_a_class_without_keys_is_named(self, directory: Path) -> None:
        problems = keyring.check(directory, now=TODAY, classes=["handover"], weeks_ahead=0)
        assert problems == ["There is no key for week 2026-W47, class handover."]

    def test_an_empty_ring_is_not_well(self, tmp_path: Path) -> None:
        keyring.make(tmp_path / "k", weeks_ahead=0, now=TODAY, classes=[])
        assert keyring.check(tmp_path / "k", now=TODAY) == ["There is no week key at all."]

    def test_what_cannot_be_loaded_is_said(self, directory: Path) -> None:
        directory.chmod(0o755)
        assert len(keyring.check(directory, now=TODAY)) == 1


def test_iso_weeks() -> None:
    days = {date(2026, 1, 1): "2026-W01", date(2027, 1, 3): "2026-W53", TODAY: "2026-W47"}
    assert {day: keyring.iso_week(day) for day in days} == days
