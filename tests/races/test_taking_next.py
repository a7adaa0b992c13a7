"""P10, one volunteer for one conversation: whoever asks at the same moment, and whoever leaves."""

from collections.abc import Callable
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import AtCapacity, NothingWaiting, Refusal
from krisechat.models import Conversation, Participant
from krisechat.operations.conversations import LostRace, UnableToEnd
from routing.models import Assignment, QueueEntry
from routing.operations import assignments, queueing
from tests.races.together import failures, together
from tests.support import people
from volunteers.access import Answerer
from volunteers.models import Presence

pytestmark = pytest.mark.django_db(transaction=True)


def taking(person: Answerer) -> Callable[[], UUID]:
    return lambda: assignments.take_next(person, at=clock.now())


def logging_out(person: Answerer) -> Callable[[], int]:
    return lambda: assignments.give_back_all(account=person.account, why="logout", at=clock.now())


def ending(conversation: UUID) -> Callable[[], None]:
    return lambda: queueing.end_by_citizen(conversation=conversation, at=clock.now())


def erasing(conversation: UUID) -> Callable[[], None]:
    return lambda: queueing.erase_by_citizen(conversation=conversation, at=clock.now())


def code(end: object) -> str:
    """The refusal's code; "taken" for a conversation; anything else is raised."""
    if isinstance(end, Refusal):
        return str(end.code)
    if isinstance(end, Exception):
        raise end
    return "taken"


def holders(conversation: UUID) -> list[object]:
    rows = Participant.objects.filter(conversation_id=conversation, responsible=True)
    return list(rows.values_list("account_id", flat=True))


def test_of_two_who_ask_for_the_last_one_exactly_one_gets_it_a_hundred_times() -> None:
    bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
    last = people.amina("").conversation
    for _ in range(100):
        ends = together(taking(bo), taking(sara))
        assert sorted(code(each) for each in ends) == ["nothing_waiting", "taken"]
        winner = bo if ends[0] == last else sara
        assert holders(last) == [winner.account]
        assignments.give_back(account=winner.account, conversation=last, why="race", at=clock.now())
    assert Assignment.objects.count() == 100


def test_whoever_takes_in_several_tabs_at_once_never_holds_more_than_they_can() -> None:
    for limit in (1, 3, 6):
        Conversation.objects.exclude(state="ended").update(state="ended", ended_at=clock.now())
        QueueEntry.objects.all().delete()
        bo = people.on_duty(people.bo(limit=limit))
        for _ in range(8):
            people.amina("")
        presence = Presence.objects.filter(account_id=bo.account)
        presence.update(capacity=limit)
        ends = together(*[taking(bo)] * 8)
        assert [code(each) for each in ends].count("taken") == limit
        assert sum(isinstance(each, AtCapacity) for each in ends) == 8 - limit
        assert len({each for each in ends if not isinstance(each, Exception)}) == limit


def test_many_who_take_from_one_queue_get_different_ones() -> None:
    bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
    opened = [people.amina("").conversation for _ in range(8)]
    ends = together(*[taking(bo)] * 6, *[taking(sara)] * 6)
    taken = [each for each in ends if not isinstance(each, Exception)]
    assert sorted(taken) == sorted(opened)
    assert all(isinstance(each, NothingWaiting | AtCapacity) for each in failures(ends))
    assert all(len(holders(each)) == 1 for each in opened)


def test_a_citizen_who_ends_it_while_somebody_takes_it_locks_nobody_out() -> None:
    bo = people.on_duty(people.bo())
    for _ in range(20):
        conversation = people.amina("").conversation
        took, ended = together(taking(bo), ending(conversation))
        assert isinstance(took, NothingWaiting) or took == conversation
        assert ended is None or isinstance(ended, UnableToEnd | LostRace)
        assert Conversation.objects.get(id=conversation).state == "ended"
        assert not QueueEntry.objects.filter(state="waiting").exists()
        logging_out(bo)()
        people.on_duty(bo)


def test_an_erasure_while_somebody_takes_it_locks_nobody_out() -> None:
    bo = people.on_duty(people.bo())
    for _ in range(20):
        conversation = people.amina("hej").conversation
        took, erased = together(taking(bo), erasing(conversation))
        assert isinstance(took, NothingWaiting) or took == conversation
        assert erased is None
        assert Conversation.objects.get(id=conversation).state == "erased"


def test_nobody_who_takes_while_logging_out_keeps_it() -> None:
    for _ in range(20):
        bo = people.on_duty(people.bo())
        conversation = people.amina("").conversation
        took, _ = together(taking(bo), logging_out(bo))
        assert took == conversation or code(took) == "not_available"
        assert Conversation.objects.get(id=conversation).state == "waiting"
        assert holders(conversation) == []
        queueing.end_by_citizen(conversation=conversation, at=clock.now())
