"""A conversation that is over stays with its volunteer for half an hour (P30)."""

from datetime import timedelta
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import NotFound
from routing.models import Assignment
from routing.operations import assignments, overdue_endings, queueing
from tests.support import people
from volunteers import access
from volunteers.access import Answerer

AT = clock.now()
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


def ended(person: Answerer) -> UUID:
    """A conversation the person had, ended by the citizen at AT."""
    people.amina(at=AT)
    one = assignments.take_next(people.on_duty(person), at=AT)
    queueing.end_by_citizen(conversation=one, at=AT)
    return one


def test_until_half_an_hour_has_passed_it_can_be_closed() -> None:
    bo = people.bo()
    one = ended(bo)
    assert overdue_endings.release(at=AT + 30 * MINUTE - timedelta(seconds=1)) == 0
    access.require(account=bo.account, conversation=one)


def test_then_its_volunteer_has_no_access_any_more() -> None:
    bo = people.bo()
    one = ended(bo)
    assert overdue_endings.release(at=AT + 30 * MINUTE) == 1
    with pytest.raises(NotFound):
        access.require(account=bo.account, conversation=one)
    assert Assignment.objects.get().ended_at == AT + 30 * MINUTE


def test_it_is_done_once() -> None:
    ended(people.bo())
    overdue_endings.release(at=AT + 30 * MINUTE)
    assert overdue_endings.release(at=AT + 31 * MINUTE) == 0


def test_an_erased_conversation_is_left_too() -> None:
    bo = people.bo()
    people.amina(at=AT)
    one = assignments.take_next(people.on_duty(bo), at=AT)
    queueing.erase_by_citizen(conversation=one, at=AT)
    assert overdue_endings.release(at=AT + 30 * MINUTE) == 1
    assert one not in access.conversations_of(bo.account)


def test_a_talk_that_goes_on_is_left_alone_however_long_it_lasts() -> None:
    bo = people.bo()
    people.amina(at=AT)
    one = assignments.take_next(people.on_duty(bo), at=AT)
    assert overdue_endings.release(at=AT + timedelta(days=2)) == 0
    access.require(account=bo.account, conversation=one)


def test_many_are_released_in_portions() -> None:
    bo = people.bo()
    for _ in range(3):
        ended(bo)
    late = AT + 30 * MINUTE
    assert [overdue_endings.release(at=late, limit=2) for _ in range(3)] == [2, 1, 0]
