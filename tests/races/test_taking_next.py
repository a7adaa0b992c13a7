"""P10, one volunteer for one conversation: whoever asks at the same moment, and whoever leaves."""

import threading
import time
from collections.abc import Callable
from typing import Any
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

ROUNDS = 25


def taking(person: Answerer) -> Callable[[], UUID]:
    return lambda: assignments.take_next(person, at=clock.now())


def a_little_later(work: Callable[[], Any], *, round_: int) -> Callable[[], Any]:
    """A bit later each round, so that over the rounds it meets every step of the other's work."""

    def later() -> Any:
        time.sleep(round_ * 0.0008)
        return work()

    return later


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


def asking_for_the_last(person: Answerer, meet: threading.Barrier) -> Callable[[], list[str]]:
    """Asks a hundred times, each time together with the other; whoever gets it gives it back."""

    def ask() -> list[str]:
        codes = []
        for _ in range(100):
            meet.wait(30)
            got = attempt(person)
            codes.append(code(got))
            meet.wait(30)
            if isinstance(got, UUID):
                assert holders(got) == [person.account]
                assert assignments.give_back_all(account=person.account, why="gone", at=clock.now())
                people.on_duty(person)
        return codes

    return ask


def attempt(person: Answerer) -> UUID | Refusal:
    try:
        return taking(person)()
    except Refusal as refusal:
        return refusal


def test_of_two_who_ask_for_the_last_one_exactly_one_gets_it_a_hundred_times() -> None:
    people.amina("")
    meet = threading.Barrier(2)
    both = [people.on_duty(people.bo()), people.on_duty(people.sara())]
    ends = together(*(asking_for_the_last(each, meet) for each in both))
    assert failures(ends) == []
    for of_bo, of_sara in zip(*ends, strict=True):
        assert sorted((of_bo, of_sara)) == ["nothing_waiting", "taken"]
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
    for round_ in range(ROUNDS):
        conversation = people.amina("").conversation
        took, ended = together(taking(bo), a_little_later(ending(conversation), round_=round_))
        assert isinstance(took, NothingWaiting) or took == conversation
        assert ended is None or isinstance(ended, UnableToEnd | LostRace)
        assert Conversation.objects.get(id=conversation).state == "ended"
        assert not QueueEntry.objects.filter(state="waiting").exists()
        logging_out(bo)()
        people.on_duty(bo)


def test_an_erasure_while_somebody_takes_it_locks_nobody_out() -> None:
    bo = people.on_duty(people.bo())
    for round_ in range(ROUNDS):
        conversation = people.amina("hej").conversation
        took, erased = together(taking(bo), a_little_later(erasing(conversation), round_=round_))
        assert isinstance(took, NothingWaiting) or took == conversation
        assert erased is None
        assert Conversation.objects.get(id=conversation).state == "erased"


def test_nobody_who_takes_while_logging_out_keeps_it() -> None:
    for round_ in range(ROUNDS):
        bo = people.on_duty(people.bo())
        conversation = people.amina("").conversation
        took, _ = together(taking(bo), a_little_later(logging_out(bo), round_=round_))
        assert took == conversation or code(took) == "not_available"
        assert Conversation.objects.get(id=conversation).state == "waiting"
        assert holders(conversation) == []
        queueing.end_by_citizen(conversation=conversation, at=clock.now())
