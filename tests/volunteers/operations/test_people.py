"""Taking people in."""

from dataclasses import replace

import pytest
from django.contrib import auth
from django.db import IntegrityError

from krisechat.foundation import clock
from krisechat.models import AuditEntry
from tests.support import people as cast
from volunteers.models import Account, Membership, Organisation, Volunteer
from volunteers.operations import people
from volunteers.operations.people import NewOrganisation, NewPerson
from volunteers.queries import on_call as reachable
from volunteers.queries import organisations
from volunteers.states.role import Role

AT = clock.now()

pytestmark = pytest.mark.django_db


def night_cafe() -> Organisation:
    return people.found(NewOrganisation(slug="natcafe", name="Natcaféen"))


def new(login: str = "liv", *, role: Role = Role.VOLUNTEER) -> NewPerson:
    return NewPerson(login=login, name="Liv Krog", organisation="natcafe", role=role, limit=3)


def on_call() -> NewPerson:
    return replace(new(), phone="+4520000001", on_call=True)


class TestFounding:
    def test_an_organisation_that_answers(self) -> None:
        assert (night_cafe().kind, night_cafe().municipality_code) == ("ngo", "")

    def test_a_municipality_has_its_code_and_does_not_answer(self) -> None:
        found = people.found(
            NewOrganisation(slug="aarhus", name="Aarhus Kommune", municipality_code="0751")
        )
        assert (found.kind, found.municipality_code) == ("municipality", "0751")
        assert organisations.answering() == []

    def test_a_second_time_it_is_the_same(self) -> None:
        assert night_cafe() == night_cafe()
        assert Organisation.objects.count() == 1


class TestTakingIn:
    def test_somebody_who_answers(self) -> None:
        night_cafe()
        account = people.take_in(new(), password=cast.PASSWORD, at=AT)
        assert auth.authenticate(username="liv", password=cast.PASSWORD) == account
        assert Membership.objects.get(account=account).role == "volunteer"
        assert Volunteer.objects.get(account=account).limit == 3

    def test_the_password_is_not_in_the_table(self) -> None:
        night_cafe()
        account = people.take_in(new(), password=cast.PASSWORD, at=AT)
        assert cast.PASSWORD not in Account.objects.get(id=account.id).password

    def test_somebody_who_does_not_answer_has_no_places(self) -> None:
        night_cafe()
        people.take_in(new(role=Role.AUDITOR), password=cast.PASSWORD, at=AT)
        assert not Volunteer.objects.exists()

    def test_who_is_known_keeps_password_and_role(self) -> None:
        night_cafe()
        first = people.take_in(new(), password=cast.PASSWORD, at=AT)
        again = people.take_in(new(role=Role.SHIFT_LEAD), password="another one", at=AT)
        assert again == first
        assert auth.authenticate(username="liv", password=cast.PASSWORD) == first
        assert Membership.objects.get().role == "volunteer"

    def test_without_an_organisation_nobody_is_taken_in(self) -> None:
        with pytest.raises(Organisation.DoesNotExist):
            people.take_in(new(), password=cast.PASSWORD, at=AT)
        assert not Account.objects.exists()

    def test_it_is_recorded_with_the_role_and_without_the_name(self) -> None:
        night_cafe()
        account = people.take_in(new(), password=cast.PASSWORD, at=AT)
        row = AuditEntry.objects.get(action="take_in")
        assert (row.object_id, row.detail, row.at) == (str(account.id), {"role": "volunteer"}, AT)

    def test_a_telephone_is_sealed_and_makes_somebody_reachable(self) -> None:
        night_cafe()
        account = people.take_in(on_call(), password=cast.PASSWORD, at=AT)
        assert b"20000001" not in bytes(account.phone_sealed or b"")
        assert reachable.phones_of([account.id]) == {account.id: "+4520000001"}
        assert reachable.on_call() == [account.id]

    def test_what_an_earlier_account_lacks_is_added_once(self) -> None:
        night_cafe()
        account = people.take_in(new(), password=cast.PASSWORD, at=AT)
        Volunteer.objects.all().delete()
        for _ in range(2):
            people.take_in(on_call(), password=cast.PASSWORD, at=AT)
        assert reachable.on_call() == [account.id]
        row = AuditEntry.objects.get(action="add_to_account")
        assert row.detail == {"added": ["places", "phone"]}

    def test_who_chose_not_to_be_on_call_any_more_is_not_asked_again(self) -> None:
        night_cafe()
        people.take_in(on_call(), password=cast.PASSWORD, at=AT)
        Volunteer.objects.update(on_call=False)
        people.take_in(on_call(), password=cast.PASSWORD, at=AT)
        assert reachable.on_call() == []

    def test_a_login_is_one_persons(self) -> None:
        night_cafe()
        people.take_in(new(), password=cast.PASSWORD, at=AT)
        with pytest.raises(IntegrityError):
            Account.objects.create_user("liv", "x", name="Another")


def test_citizens_can_ask_for_every_organisation_that_answers_by_name() -> None:
    people.found(NewOrganisation(slug="z", name="Abens Café"))
    people.found(NewOrganisation(slug="a", name="Åbent Hus"))
    people.found(NewOrganisation(slug="lolland", name="Lolland", municipality_code="0360"))
    assert organisations.answering() == [
        {"slug": "z", "name": "Abens Café"},
        {"slug": "a", "name": "Åbent Hus"},
    ]
