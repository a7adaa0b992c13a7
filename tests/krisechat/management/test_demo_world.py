"""The demo's people, made once, and what an earlier demo lacked added."""

import pytest

from krisechat.foundation import clock
from krisechat.management import demo_world
from volunteers.models import Account, Volunteer
from volunteers.queries import on_call
from volunteers.states.role import Role

AT = clock.now()

pytestmark = pytest.mark.django_db


def logins(accounts: list[object]) -> list[str]:
    return sorted(Account.objects.filter(id__in=accounts).values_list("login", flat=True))


def test_a_demo_from_before_gets_its_telephones_and_a_coordinator_who_answers() -> None:
    demo_world.load(at=AT)
    Account.objects.update(phone_sealed=None)
    Volunteer.objects.filter(account__login="jens").delete()
    Volunteer.objects.update(on_call=False)
    for _ in range(2):
        demo_world.load(at=AT)
    assert logins(on_call.on_call()) == ["ali", "sara"]
    assert logins(on_call.leads(Role.SHIFT_LEAD, at=AT)) == ["dorte"]
    assert logins(on_call.leads(Role.COORDINATOR, at=AT)) == ["jens"]
    assert Volunteer.objects.filter(account__login="jens").count() == 1


def test_no_telephone_of_the_demo_is_anybodys() -> None:
    demo_world.load(at=AT)
    accounts = list(Account.objects.values_list("id", flat=True))
    phones = on_call.phones_of(accounts).values()
    assert len(set(phones)) == 4
    assert all(each.startswith("+45200000") for each in phones)
