"""The scarce resource: a volunteer's free place."""

import threading

import pytest
from django.db import connection, transaction

from krisechat.foundation import clock
from krisechat.operations import participants
from routing.operations import assignments, queueing
from tests.support import people
from volunteers.operations import places, presence
from volunteers.operations.places import NoFreePlace, UnableToTake

AT = clock.now()


@pytest.mark.django_db
class TestHolding:
    def test_who_is_available_and_has_room_may(self) -> None:
        bo = people.on_duty(people.bo(limit=1))
        places.hold(bo.account)

    @pytest.mark.parametrize("status", ["break", "offline"])
    def test_who_is_not_available_may_not(self, status: str) -> None:
        bo = people.bo()
        presence.choose(bo, status=status, at=AT)
        with pytest.raises(UnableToTake) as refused:
            places.hold(bo.account)
        assert refused.value.code == "not_available"

    def test_who_was_never_on_duty_may_not(self) -> None:
        with pytest.raises(UnableToTake):
            places.hold(people.bo().account)

    def test_the_chosen_capacity_counts_not_the_limit(self) -> None:
        bo = people.bo(limit=6)
        presence.choose(bo, status="available", capacity=1, at=AT)
        people.amina()
        assignments.take_next(bo, at=AT)
        with pytest.raises(NoFreePlace) as refused:
            places.hold(bo.account)
        assert refused.value.code == "at_capacity"

    def test_a_capacity_of_nothing_takes_nobody(self) -> None:
        bo = people.bo()
        presence.choose(bo, status="available", capacity=0, at=AT)
        with pytest.raises(NoFreePlace):
            places.hold(bo.account)


@pytest.mark.django_db
class TestTaken:
    def test_what_somebody_is_responsible_for_and_is_not_over(self) -> None:
        bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
        for _ in range(4):
            people.amina()
        assert places.taken(bo.account) == 0
        held = [assignments.take_next(bo, at=AT) for _ in range(3)]
        hers = assignments.take_next(sara, at=AT)
        participants.join(conversation=hers, account=bo.account, responsible=False, at=AT)
        assert places.taken(bo.account) == 3
        queueing.end_by_citizen(conversation=held[0], at=AT)
        assignments.give_back(account=bo.account, conversation=held[1], why="gone", at=AT)
        assert places.taken(bo.account) == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_taking_waits_for_the_first_and_counts_what_it_has_taken() -> None:
    bo = people.on_duty(people.bo(limit=1))
    for _ in range(2):
        people.amina()
    ends: list[object] = []

    def take() -> None:
        try:
            ends.append(assignments.take_next(bo, at=clock.now()))
        except Exception as error:
            ends.append(type(error))
        finally:
            connection.close()

    second = threading.Thread(target=take)
    with transaction.atomic():
        assignments.take_next(bo, at=AT)
        second.start()
        second.join(0.4)
        assert second.is_alive(), "the second taking must wait for the first"
    second.join(20)
    assert ends == [NoFreePlace]
    assert places.taken(bo.account) == 1
