"""`manage.py drill`: exit status 0 only if the restored copy holds, and nothing is left behind."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from krisechat.foundation import clock, keyring
from krisechat.management.drill import copies
from krisechat.models import AuditEntry, Citizen, Conversation, DataKey, Message
from krisechat.operations import audit, conversations, week_keys
from krisechat.operations.opening import Opened
from krisechat.privacy import current, data_keys, sealing
from krisechat.queries import soundness
from tests.support import people
from tests.support.quick import quick_return_codes

__all__ = ["quick_return_codes"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_keys")]

NOW = datetime(2027, 1, 10, 21, 40, tzinfo=UTC)
DEAD_SINCE = datetime(2026, 11, 21, 21, 40, tzinfo=UTC)  # its week's key was due on 23 December


class World:
    """One conversation that can be read, one whose week is dead, one that was erased."""

    def __init__(self) -> None:
        self.lives: Opened = people.amina("grævlingen sover", at=NOW)
        people.writes(self.lives, "i skuret", at=NOW)
        people.amina(at=DEAD_SINCE)
        erased = people.amina(at=NOW)
        conversations.erase(conversation=erased.conversation, at=NOW)
        week_keys.destroy_due(at=NOW)
        audit.seal(at=NOW + timedelta(minutes=1))
        sealing.forget()

    @property
    def conversation(self) -> UUID:
        return self.lives.conversation


@pytest.fixture
def world(own_keys: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return World()


def drill(scratch: Path) -> str:
    said = StringIO()
    call_command("drill", "--directory", str(scratch), stdout=said, stderr=said)
    return said.getvalue()


def failed(scratch: Path) -> str:
    said = StringIO()
    with pytest.raises(CommandError, match="does not hold") as ended:
        call_command("drill", "--directory", str(scratch), stdout=said, stderr=said)
    assert ended.value.returncode == 1
    return said.getvalue()


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    """Where backup and copy lie; empty afterwards, and no database more than before."""
    directory, before = tmp_path / "scratch", databases()
    directory.mkdir()
    yield directory
    assert list(directory.iterdir()) == []
    assert databases() == before


def databases() -> list[str]:
    if connection.vendor == "sqlite":
        return [str(connection.settings_dict["NAME"])]
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def test_it_holds_and_says_what_was_shown(world: World, scratch: Path) -> None:
    said = drill(scratch)
    assert "a server would start on it" in said
    assert f"{AuditEntry.objects.count()} entries chained and signed, the head as at" in said
    assert "2 messages of 3 conversations open, no gap; 2 data keys open, 2 are dead" in said
    assert "another ring with keys of the same weeks is refused and opens nothing" in said
    assert "The restore holds. " in said
    for secret in ("grævlingen", "skuret", world.lives.token, world.lives.return_code):
        assert secret not in said


def test_the_source_is_as_it_was_and_still_in_use(world: World, scratch: Path) -> None:
    before = soundness.facts(connection.cursor())
    drill(scratch)
    assert soundness.facts(connection.cursor()) == before
    people.writes(world.lives, "og vi skriver videre", at=NOW)


def test_what_is_written_while_it_is_taken_is_not_in_it(
    world: World, scratch: Path, monkeypatch: pytest.MonkeyPatch, own_keys: Path
) -> None:
    """Counted and copied from one snapshot: a message between the two is in neither."""
    facts, counted = soundness.facts, []

    def slow(cursor: Any) -> soundness.Facts:
        found = facts(cursor)
        if not counted:
            counted.append(found)
            written_by_somebody_else(world)
        return found

    monkeypatch.setattr(soundness, "facts", slow)
    assert "The restore holds." in drill(scratch)
    assert Message.objects.count() == counted[0].rows["krisechat_message"] + 1


def written_by_somebody_else(world: World) -> None:
    """In another connection, as another server would."""
    from threading import Thread

    def write() -> None:
        people.writes(world.lives, "imens", at=NOW)
        connection.close()

    other = Thread(target=write)
    other.start()
    other.join(timeout=20)
    assert not other.is_alive()


class TestItFails:
    """One thing is wrong with the copy; the drill says which and ends with 1."""

    def test_a_message_that_does_not_open(self, world: World, scratch: Path) -> None:
        row = Message.objects.get(conversation_id=world.conversation, seq=2)
        Message.objects.filter(id=row.id).update(body_sealed=bytes(row.body_sealed)[:-1] + b"x")
        assert f"Message 2 of conversation {world.conversation} does not open" in failed(scratch)

    def test_a_gap(self, world: World, scratch: Path) -> None:
        Message.objects.filter(conversation_id=world.conversation, seq=1).delete()
        assert f"Conversation {world.conversation} has a gap" in failed(scratch)

    def test_a_key_that_was_destroyed_too_early(
        self, world: World, scratch: Path, own_keys: Path
    ) -> None:
        keyring.destroy(own_keys, week="2027-W01", retention_class="citizen")
        lost = Citizen.objects.get(conversation=world.conversation)
        assert f"The data key of citizen {lost.id} is lost" in failed(scratch)

    def test_a_week_that_should_be_dead(
        self, world: World, scratch: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        later = NOW + timedelta(days=60)
        monkeypatch.setattr(clock, "now", lambda: later)
        monkeypatch.setattr("krisechat.management.start_up._refuse_missing_week", lambda: None)
        assert f"conversation {world.conversation} is undead" in failed(scratch)

    def test_a_key_that_was_edited(self, world: World, scratch: Path) -> None:
        rows = DataKey.objects.filter(owner_id=world.conversation)
        rows.update(wrapped=bytes(rows.get().wrapped)[:-1] + b"x")
        assert f"conversation {world.conversation} is spoilt" in failed(scratch)

    def test_something_left_of_what_was_erased(self, world: World, scratch: Path) -> None:
        Conversation.objects.filter(id=world.conversation).update(state="erased", ended_at=NOW)
        assert "was erased, and something of it is there" in failed(scratch)

    def test_an_audit_log_that_was_changed(self, world: World, scratch: Path) -> None:
        AuditEntry.objects.filter(position=2).update(action="x")
        assert "The audit log does not hold" in failed(scratch)

    def test_rows_that_are_lacking(
        self, world: World, scratch: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The copy is cut before it is looked at."""
        in_use = copies._in_use

        def cut(name: str) -> Any:
            from contextlib import contextmanager

            @contextmanager
            def cut_copy() -> Iterator[None]:
                with in_use(name):
                    Citizen.objects.filter(conversation=None).delete()
                    Message.objects.all().delete()
                    yield

            return cut_copy()

        monkeypatch.setattr(copies, "_in_use", cut)
        assert "Other numbers of rows than in the source: krisechat_message." in failed(scratch)
        assert Message.objects.exists()

    def test_wrong_keys_that_are_taken(
        self, world: World, scratch: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(data_keys, "refuse_foreign_ring", lambda: None)
        assert "Wrong keys are not refused at the start" in failed(scratch)

    def test_no_keys(self, world: World, scratch: Path, own_keys: Path) -> None:
        (own_keys / "root.key").unlink()
        current.forget()
        said = failed(scratch)
        assert "A server would not start on it." in said
        assert "root.key is missing" in said


def test_a_place_that_is_not_there(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no place to lie: No such file"):
        drill(tmp_path / "none")
