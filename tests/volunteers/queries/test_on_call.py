"""Who can be called in, and by which telephone."""

from datetime import timedelta

import pytest

from krisechat.foundation import clock
from tests.support import people
from volunteers.models import Account, Organisation
from volunteers.operations import people as taking_in
from volunteers.operations import presence
from volunteers.operations.people import NewPerson
from volunteers.queries import on_call
from volunteers.states.role import Role

AT = clock.now()

pytestmark = pytest.mark.django_db


def second_lead() -> Account:
    new = NewPerson(
        login="finn",
        name="Finn Bo",
        organisation="dialog-mod-vold",
        role=Role.SHIFT_LEAD,
        phone="+4520000009",
    )
    return taking_in.take_in(new, password=people.PASSWORD, at=AT)


class TestOnCall:
    def test_only_those_who_said_yes_and_gave_a_number(self) -> None:
        people.bo()
        sara, _ = people.sara(on_call=True), people.ali()
        assert on_call.on_call() == [sara.account]

    def test_who_was_switched_off_is_not_called(self) -> None:
        sara = people.sara(on_call=True)
        Account.objects.filter(id=sara.account).update(is_active=False)
        assert on_call.on_call() == []
        assert on_call.phones_of([sara.account]) == {}

    def test_without_a_number_nobody_is_texted(self) -> None:
        sara = people.sara(on_call=True)
        Account.objects.filter(id=sara.account).update(phone_sealed=None)
        assert on_call.on_call() == []
        assert on_call.phones_of([sara.account]) == {}


class TestLeads:
    def test_each_tier_by_its_role(self) -> None:
        people.sara(on_call=True)
        dorte, jens = people.dorte(), people.jens()
        assert on_call.leads(Role.SHIFT_LEAD, at=AT) == [dorte.account]
        assert on_call.leads(Role.COORDINATOR, at=AT) == [jens.account]

    def test_whoever_is_at_the_console_comes_first(self) -> None:
        dorte, finn = people.dorte(), second_lead()
        presence.choose(people.access.answerer(finn.id), status="break", at=AT)  # type: ignore[arg-type]
        assert on_call.leads(Role.SHIFT_LEAD, at=AT) == [finn.id, dorte.account]

    def test_at_the_console_needs_no_telephone_at_home_does(self) -> None:
        dorte = people.dorte()
        Account.objects.update(phone_sealed=None)
        assert on_call.leads(Role.SHIFT_LEAD, at=AT) == []
        people.on_duty(dorte, at=AT)
        assert on_call.leads(Role.SHIFT_LEAD, at=AT) == [dorte.account]
        assert on_call.leads(Role.SHIFT_LEAD, at=AT + timedelta(seconds=16)) == []

    def test_a_municipality_has_no_leads_of_ours(self) -> None:
        people.dorte()
        Organisation.objects.update(kind="municipality", municipality_code="0751")
        assert on_call.leads(Role.SHIFT_LEAD, at=AT) == []

    def test_a_volunteer_is_no_lead(self) -> None:
        assert not on_call.is_lead(people.bo().account)
        assert on_call.is_lead(people.dorte().account)
        assert on_call.is_lead(people.jens().account)


def test_a_number_opens_only_in_its_own_row() -> None:
    sara, dorte = people.sara(), people.dorte()
    assert on_call.phones_of([sara.account, dorte.account]) == {
        sara.account: people.PHONES["sara"],
        dorte.account: people.PHONES["dorte"],
    }


def test_one_number_that_does_not_open_hides_no_other() -> None:
    sara, dorte = people.sara(), people.dorte()
    strange = Account.objects.get(id=dorte.account).phone_sealed
    Account.objects.filter(id=sara.account).update(phone_sealed=strange)
    found = on_call.phones_of([sara.account, dorte.account])
    assert found == {dorte.account: people.PHONES["dorte"]}


def test_the_languages_of_those_who_may_be_texted() -> None:
    assert on_call.languages() == frozenset()
    people.samira()  # not on call
    people.sara(on_call=True)
    assert on_call.languages() == {"da", "en"}
