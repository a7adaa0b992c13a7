"""Into the queue and out of it."""

import threading
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import NotFound
from krisechat.models import Conversation
from krisechat.operations.conversations import UnableToEnd
from krisechat.operations.opening import Opening
from routing.models import QueueEntry
from routing.operations import assignments, queueing
from routing.states.queue_entry import QueueEvent
from tests.support import people

AT = clock.now()
LATER = AT + timedelta(minutes=3)


def stays(conversation: UUID) -> list[tuple[str, datetime | None]]:
    """The conversation's stays in the queue: (state, left_at), oldest first."""
    rows = QueueEntry.objects.filter(conversation_id=conversation).order_by("id")
    return list(rows.values_list("state", "left_at"))


def state(conversation: UUID) -> str:
    return str(Conversation.objects.values_list("state", flat=True).get(id=conversation))


@pytest.mark.django_db
class TestOpening:
    def test_a_new_conversation_waits_from_that_moment_on(self) -> None:
        opened = people.amina(at=AT)
        entry = QueueEntry.objects.get(conversation_id=opened.conversation)
        assert (entry.state, entry.waiting_since, entry.given_back_at) == ("waiting", AT, None)

    def test_repeated_it_waits_once(self) -> None:
        client_id = new_id()
        first = people.amina(at=AT, client_id=client_id)
        again = people.amina(at=LATER, client_id=client_id)
        assert again.conversation == first.conversation
        assert stays(first.conversation) == [("waiting", None)]

    def test_what_cannot_wait_is_not_opened(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(**_: object) -> None:
            raise IntegrityError

        monkeypatch.setattr(queueing, "enter", full)
        with pytest.raises(IntegrityError):
            queueing.open_conversation(Opening(helpline=people.lygten()), at=AT)
        assert not Conversation.objects.exists()


@pytest.mark.django_db
class TestStaying:
    def test_a_conversation_waits_in_one_place_only(self) -> None:
        opened = people.amina()
        with pytest.raises(IntegrityError), transaction.atomic():
            queueing.enter(conversation=opened.conversation, waiting_since=AT)

    def test_departing_ends_the_stay_as_it_ended(self) -> None:
        one, two = people.amina().conversation, people.amina().conversation
        queueing.depart(conversation=one, event=QueueEvent.TAKE, at=LATER)
        queueing.depart(conversation=two, event=QueueEvent.LEAVE, at=LATER)
        assert (stays(one), stays(two)) == ([("taken", LATER)], [("left", LATER)])

    def test_departing_twice_changes_nothing(self) -> None:
        one = people.amina().conversation
        queueing.depart(conversation=one, event=QueueEvent.TAKE, at=AT)
        queueing.depart(conversation=one, event=QueueEvent.LEAVE, at=LATER)
        assert stays(one) == [("taken", AT)]


@pytest.mark.django_db
class TestEnding:
    def test_who_waits_and_ends_it_has_left_the_queue(self) -> None:
        one = people.amina().conversation
        queueing.end_by_citizen(conversation=one, at=LATER)
        assert (state(one), stays(one)) == ("ended", [("left", LATER)])

    def test_in_the_middle_of_a_talk_it_ends_too(self) -> None:
        one = people.amina(at=AT).conversation
        assignments.take_next(people.on_duty(people.bo()), at=AT)
        queueing.end_by_citizen(conversation=one, at=LATER)
        assert (state(one), stays(one)) == ("ended", [("taken", AT)])

    def test_twice_is_refused_and_changes_nothing(self) -> None:
        one = people.amina().conversation
        queueing.end_by_citizen(conversation=one, at=AT)
        with pytest.raises(UnableToEnd):
            queueing.end_by_citizen(conversation=one, at=LATER)
        assert Conversation.objects.get(id=one).ended_at == AT
        assert stays(one) == [("left", AT)]

    def test_an_erased_conversation_waits_no_more(self) -> None:
        one = people.amina().conversation
        queueing.erase_by_citizen(conversation=one, at=LATER)
        assert (state(one), stays(one)) == ("erased", [("left", LATER)])

    def test_what_is_not_there_cannot_be_erased(self) -> None:
        with pytest.raises(NotFound):
            queueing.erase_by_citizen(conversation=new_id(), at=AT)


@pytest.mark.django_db(transaction=True)
def test_who_ends_it_while_it_is_given_back_waits_no_more() -> None:
    """The ending begins when the giving back has moved the conversation, not yet committed."""
    bo = people.on_duty(people.bo())
    one = people.amina().conversation
    assignments.take_next(bo, at=clock.now())
    ends: list[object] = []

    def end() -> None:
        try:
            ends.append(queueing.end_by_citizen(conversation=one, at=clock.now()))
        except Exception as error:
            ends.append(error)
        finally:
            connection.close()

    ending = threading.Thread(target=end)
    with transaction.atomic():
        assert assignments.give_back(account=bo.account, conversation=one, why="gone", at=AT)
        ending.start()
        ending.join(0.4)
        assert ending.is_alive(), "the ending must wait for the giving back"
    ending.join(20)
    assert ends == [None]
    assert state(one) == "ended"
    assert [each for each, _ in stays(one)] == ["taken", "left"]
