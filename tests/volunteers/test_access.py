"""The only way anybody reaches a conversation: their part in it."""

from datetime import timedelta

import pytest

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import NotFound
from krisechat.operations import participants
from routing.operations import assignments, queueing
from tests.support import people
from volunteers import access
from volunteers.models import Account, Membership
from volunteers.operations.people import NewPerson, take_in
from volunteers.states.role import ANSWERING, Role

AT = clock.now()

pytestmark = pytest.mark.django_db


class TestAnswerer:
    def test_a_volunteer_with_what_they_can_do(self) -> None:
        bo = people.bo(limit=4)
        assert (bo.name, bo.limit, bo.languages, bo.subjects) == ("Bo Lund", 4, ("da", "en"), ())

    @pytest.mark.parametrize("role", Role)
    def test_only_those_who_answer_may_open_the_console(self, role: Role) -> None:
        people.bo()
        person = NewPerson(login="x", name="X", organisation="dialog-mod-vold", role=role)
        account = take_in(person, password=people.PASSWORD, at=AT)
        assert (access.answerer(account.id) is not None) == (role in ANSWERING)

    def test_who_was_switched_off_may_not(self) -> None:
        bo = people.bo()
        Account.objects.filter(id=bo.account).update(is_active=False)
        assert access.answerer(bo.account) is None

    def test_who_has_lost_the_role_may_not(self) -> None:
        bo = people.bo()
        Membership.objects.filter(account_id=bo.account).update(role=Role.AUDITOR)
        assert access.answerer(bo.account) is None

    def test_who_answers_in_two_organisations_is_one_person(self) -> None:
        bo = people.bo()
        Membership.objects.create(
            account_id=bo.account,
            organisation_id=Membership.objects.get().organisation_id,
            role=Role.SHIFT_LEAD,
        )
        assert access.answerer(bo.account) == bo

    def test_nobody_is_nobody(self) -> None:
        assert access.answerer(new_id()) is None


class TestConversations:
    def test_ones_own_and_nobody_elses_oldest_first(self) -> None:
        bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
        for minute in range(3):
            people.amina(at=AT + timedelta(minutes=minute))
        first, hers, second = (
            assignments.take_next(each, at=AT + timedelta(minutes=minute))
            for minute, each in enumerate((bo, sara, bo))
        )
        assert access.conversations_of(bo.account) == [first, second]
        assert access.conversations_of(sara.account) == [hers]
        assert access.conversations_of_many([bo.account, sara.account]) == {
            bo.account: {first, second},
            sara.account: {hers},
        }

    def test_who_is_in_none_is_named_with_none(self) -> None:
        bo = people.bo()
        assert access.conversations_of_many({bo.account}) == {bo.account: set()}

    def test_what_was_left_is_not_among_them(self) -> None:
        bo = people.on_duty(people.bo())
        people.amina()
        one = assignments.take_next(bo, at=AT)
        participants.leave(conversation=one, account=bo.account, at=AT)
        assert access.conversations_of(bo.account) == []
        assert access.conversations_of_many([bo.account]) == {bo.account: set()}


class TestRequiring:
    def test_who_is_in_it_passes(self) -> None:
        bo = people.on_duty(people.bo())
        people.amina()
        access.require(account=bo.account, conversation=assignments.take_next(bo, at=AT))

    def test_foreign_missing_left_and_erased_look_alike(self) -> None:
        bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
        for _ in range(3):
            people.amina()
        foreign = assignments.take_next(sara, at=AT)
        left, erased = assignments.take_next(bo, at=AT), assignments.take_next(bo, at=AT)
        participants.leave(conversation=left, account=bo.account, at=AT)
        queueing.erase_by_citizen(conversation=erased, at=AT)
        refusals = set()
        for conversation in (foreign, new_id(), left, erased):
            with pytest.raises(NotFound) as refused:
                access.require(account=bo.account, conversation=conversation)
            refusals.add(str(refused.value.body()))
        assert len(refusals) == 1
        assert erased not in access.conversations_of(bo.account)

    def test_a_conversation_that_waits_is_nobodys(self) -> None:
        bo = people.on_duty(people.bo())
        waits = people.amina().conversation
        with pytest.raises(NotFound):
            access.require(account=bo.account, conversation=waits)
