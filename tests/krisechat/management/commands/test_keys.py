from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from krisechat.foundation import clock, keyring
from krisechat.privacy import current, data_keys
from krisechat.privacy.retention import RetentionClass

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the keys are to be; it is 22 November 2026."""
    settings.KRISECHAT_KEYS = str(tmp_path / "keys")
    at(NOW, monkeypatch)
    current.forget()
    return tmp_path / "keys"


def at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def keys(*words: str) -> str:
    """What the command said; raises CommandError or SystemExit as the shell would see it."""
    said = StringIO()
    call_command("keys", *words, stdout=said, stderr=said)
    return said.getvalue()


def problems(*words: str) -> str:
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("keys", *words, stdout=said, stderr=said)
    assert ended.value.code == 1
    return said.getvalue()


class TestMake:
    def test_a_ring_for_half_a_year(self, directory: Path) -> None:
        said = keys("make")
        assert "135 week keys made" in said  # 27 weeks, five classes
        assert "there are keys to 2027-W20" in said
        assert keys("check") == f"The keys in {directory} are well.\n"

    def test_again_it_makes_nothing(self, directory: Path) -> None:
        keys("make", "--weeks-ahead", "8")
        assert "0 week keys made" in keys("make", "--weeks-ahead", "8")

    def test_a_lost_root_key_is_refused(self, directory: Path) -> None:
        keys("make")
        (directory / "root.key").unlink()
        with pytest.raises(CommandError, match=r"root\.key is missing"):
            keys("make")

    def test_a_place_that_cannot_be_written_is_a_sentence(
        self, directory: Path, settings: Any
    ) -> None:
        settings.KRISECHAT_KEYS = "/proc/keys"
        with pytest.raises(CommandError, match=r"^/proc/keys: "):
            keys("make")

    @pytest.mark.parametrize("weeks", ["-1", "521"])
    def test_a_silly_number_is_refused(self, directory: Path, weeks: str) -> None:
        with pytest.raises(CommandError, match="--weeks-ahead"):
            keys("make", f"--weeks-ahead={weeks}")


class TestDestroy:
    def test_what_is_due_goes_and_nothing_else(
        self, directory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys("make", "--weeks-ahead", "8")
        assert "0 week keys destroyed" in keys("destroy", "--due")
        at(datetime(2026, 12, 22, 23, 59, tzinfo=UTC), monkeypatch)
        # A webhook's week of days was over for the weeks before.
        assert "4 week keys destroyed" in keys("destroy", "--due")
        assert "0 week keys destroyed" in keys("destroy", "--due")
        at(datetime(2026, 12, 23, tzinfo=UTC), monkeypatch)
        before = set(keyring.week_keys(directory))
        due = {("2026-W47", "conversation"), ("2026-W47", "citizen")}
        assert "2 week keys destroyed. Destroy them on every machine" in keys("destroy", "--due")
        assert before - set(keyring.week_keys(directory)) == due

    def test_one_by_name(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        keys("make", "--weeks-ahead", "8")
        at(datetime(2026, 12, 23, tzinfo=UTC), monkeypatch)
        keys("destroy", "--week", "2026-W47", "--class", "citizen")
        assert ("2026-W47", "citizen") not in keyring.week_keys(directory)

    def test_before_its_time_only_when_asked_twice(
        self, directory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys("make", "--weeks-ahead", "8")
        at(datetime(2026, 11, 30, tzinfo=UTC), monkeypatch)
        named = ["destroy", "--week", "2026-W47", "--class", "acute"]
        with pytest.raises(CommandError, match="due on 2027-05-22"):
            keys(*named)
        assert ("2026-W47", "acute") in keyring.week_keys(directory)
        keys(*named, "--early")
        assert ("2026-W47", "acute") not in keyring.week_keys(directory)

    @pytest.mark.parametrize("week", ["2026-W47", "2026-W48"])
    def test_a_week_that_is_still_written_with_never(self, directory: Path, week: str) -> None:
        keys("make", "--weeks-ahead", "8")
        with pytest.raises(CommandError, match="is not over"):
            keys("destroy", "--week", week, "--class", "acute", "--early")

    @pytest.mark.parametrize(
        "words",
        [
            [],
            ["--week", "2026-W47"],
            ["--class", "acute"],
            ["--due", "--week", "2026-W47"],
            ["--due", "--week", "2026-W47", "--class", "acute"],
        ],
    )
    def test_what_is_not_clear_destroys_nothing(self, directory: Path, words: list[str]) -> None:
        keys("make", "--weeks-ahead", "1")
        with pytest.raises(CommandError, match="either --due, or --week and --class"):
            keys("destroy", *words)
        assert len(keyring.week_keys(directory)) == 10

    @pytest.mark.parametrize("week", ["2020-W01", "../../etc", "2026-W99"])
    def test_a_key_that_is_not_there_is_said(self, directory: Path, week: str) -> None:
        keys("make", "--weeks-ahead", "1")
        with pytest.raises(CommandError, match="There is no key"):
            keys("destroy", "--week", week, "--class", "acute")


class TestCheck:
    def test_no_directory(self, directory: Path) -> None:
        assert "cannot be read" in problems("check")

    def test_weeks_that_will_lack(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        keys("make", "--weeks-ahead", "4")
        at(datetime(2026, 11, 23, tzinfo=UTC), monkeypatch)
        said = problems("check")
        for each in RetentionClass:
            assert f"There is no key for week 2026-W52, class {each}." in said

    def test_keys_that_should_be_gone(
        self, directory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys("make")
        at(datetime(2026, 12, 24, tzinfo=UTC), monkeypatch)
        assert "class citizen, should have been destroyed on 2026-12-23" in problems("check")
        keys("destroy", "--due")
        keys("check")

    def test_an_open_file(self, directory: Path) -> None:
        keys("make")
        (directory / "root.key").chmod(0o644)
        assert "root.key has mode 0644" in problems("check")

    def test_keys_of_another_installation(self, directory: Path, settings: Any) -> None:
        keys("make")
        data_keys.create(
            owner_kind="citizen", owner_id=uuid4(), retention_class=RetentionClass.CITIZEN, at=NOW
        )
        keys("check")
        other = directory.with_name("other")
        keyring.make(other, weeks_ahead=4, now=date(2026, 11, 22), classes=list(RetentionClass))
        settings.KRISECHAT_KEYS = str(other)
        assert "holds other keys than those this database was written with" in problems("check")

    def test_it_prints_no_key(self, directory: Path) -> None:
        said = keys("make") + keys("check")
        for each in directory.rglob("*.key"):
            assert each.read_text().strip() not in said
