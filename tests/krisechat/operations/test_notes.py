"""Notes between those who answer."""

from typing import Any

import pytest

from krisechat.foundation import clock
from krisechat.models import AuditEntry, Note
from krisechat.operations import notes
from krisechat.privacy.masking import MASK
from krisechat.queries import notes as queries
from krisechat.queries import transcripts
from krisechat.realtime import publish
from routing.operations import assignments, queueing
from tests.support import people

AT = clock.now()

pytestmark = pytest.mark.django_db


def write(body: str = "pas på") -> Note:
    bo = people.on_duty(people.bo())
    people.amina("")
    one = assignments.take_next(bo, at=AT)
    return notes.write(conversation=one, account=bo.account, body=body, at=AT)


def test_it_is_sealed_to_its_own_row() -> None:
    note = write("hun er alene hjemme")
    assert b"alene" not in bytes(Note.objects.get().body_sealed)
    [shown] = queries.of_conversation(note.conversation_id)
    assert (shown.id, shown.body, shown.at) == (note.id, "hun er alene hjemme", AT)


def test_cpr_numbers_are_masked() -> None:
    note = write("født 010190-1234")
    assert queries.of_conversation(note.conversation_id)[0].body == f"født {MASK}"


def test_it_is_no_message() -> None:
    note = write()
    assert transcripts.after(note.conversation_id, 0) == []


def test_that_it_was_written_is_recorded_and_what_is_not() -> None:
    note = write("piller")
    entry = AuditEntry.objects.get(action="write_note")
    assert (entry.object_id, entry.actor_id) == (str(note.conversation_id), str(note.account_id))
    assert "piller" not in str(AuditEntry.objects.values())


def test_it_goes_with_the_conversation() -> None:
    note = write()
    queueing.erase_by_citizen(conversation=note.conversation_id, at=AT)
    assert not Note.objects.exists()


def test_the_conversation_is_told_on_commit(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[object] = []
    monkeypatch.setattr(publish, "changed", told.append)
    bo = people.on_duty(people.bo())
    one = people.amina("").conversation
    assignments.take_next(bo, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        notes.write(conversation=one, account=bo.account, body="x", at=AT)
        assert told == []
    assert told == [one]
