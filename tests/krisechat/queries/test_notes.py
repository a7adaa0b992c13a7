"""Notes of a conversation, in clear, for those who answer."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from krisechat.foundation import clock
from krisechat.foundation.envelope import Tampered
from krisechat.models import Note
from krisechat.operations import notes as operations
from krisechat.operations import participants
from krisechat.queries import conversations, notes
from tests.support import people
from volunteers.access import Answerer

AT = clock.now()

pytestmark = pytest.mark.django_db


def write(one: UUID, person: Answerer, body: str, *, minute: int = 0) -> Note:
    at = AT + timedelta(minutes=minute)
    return operations.write(conversation=one, account=person.account, body=body, at=at)


def test_the_oldest_first_each_by_the_alias_of_its_author() -> None:
    bo, sara, one = people.bo(), people.sara(), people.amina("").conversation
    for person in (bo, sara):
        participants.join(conversation=one, account=person.account, responsible=person is bo, at=AT)
    write(one, sara, "anden", minute=2)
    write(one, bo, "første", minute=1)
    participants.leave(conversation=one, account=bo.account, at=AT)
    found = notes.of_conversation(one)
    assert [note.body for note in found] == ["første", "anden"]
    assert [note.author for note in found] == [
        conversations.alias_of(conversation=one, account=person.account) for person in (bo, sara)
    ]
    assert not {"Bo Lund", "Sara Holm"} & {note.author for note in found}


def test_only_that_conversations() -> None:
    bo, one, other = people.bo(), people.amina("").conversation, people.amina("").conversation
    write(other, bo, "en anden")
    assert notes.of_conversation(one) == notes.of_conversation(uuid4()) == []


def test_moved_to_another_row_it_does_not_open() -> None:
    bo, one = people.bo(), people.amina("").conversation
    first, second = write(one, bo, "a"), write(one, bo, "b")
    Note.objects.filter(id=second.id).update(body_sealed=first.body_sealed)
    with pytest.raises(Tampered):
        notes.of_conversation(one)
