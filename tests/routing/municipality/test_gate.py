"""Who comes into the portal, and to which handovers."""

from uuid import UUID

import pytest
from django.test import Client

from krisechat.foundation.ids import new_id
from krisechat.models import AuditEntry
from routing.municipality.steps import STEPS
from tests.support import handing_over, people
from tests.support.handing_over import IN_EACH_STATE
from volunteers.models import Account

pytestmark = pytest.mark.django_db

NOT_DELIVERED = {"draft", "approved", "withdrawn"}


def _as(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def _every_page(client: Client, id: UUID) -> dict[str, int]:
    """What each page and each step of this handover answers."""
    answers = {"look": client.get(f"/kommune/{id}").status_code}
    for step in STEPS:
        answers[step] = client.post(
            f"/kommune/{id}/{step}", {"how": "call", "outcome": "helped", "reason": "other"}
        ).status_code
    return answers


@pytest.mark.parametrize("state", IN_EACH_STATE)
def test_another_municipalitys_handover_is_404_on_every_page_in_every_state(state: str) -> None:
    id = IN_EACH_STATE[state](handing_over.night())
    ole = _as(handing_over.ole())
    foreign = _every_page(ole, id)
    assert set(foreign.values()) == {404}
    assert foreign == _every_page(ole, new_id())
    assert str(id) not in ole.get("/kommune").content.decode()
    assert handing_over.state(id) == state
    assert not AuditEntry.objects.filter(action="read_handover").exists()


@pytest.mark.parametrize("state", sorted(NOT_DELIVERED))
def test_before_it_is_delivered_it_is_not_there_for_its_own_municipality_either(
    state: str,
) -> None:
    it = handing_over.night()
    id = IN_EACH_STATE[state](it)
    mette = _as(it.mette)
    assert set(_every_page(mette, id).values()) == {404}
    assert str(id) not in mette.get("/kommune").content.decode()


def test_nobody_of_the_helpline_has_a_portal_not_even_whoever_wrote_it() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    for person in (it.bo, people.jens(), people.dorte()):
        client = _as(Account.objects.get(id=person.account))
        assert set(_every_page(client, id).values()) == {404}
        assert client.get("/kommune").status_code == 404
    assert handing_over.state(id) == "delivered"


def test_without_a_login_there_is_only_the_login() -> None:
    id = handing_over.delivered(handing_over.night())
    for page in ("/kommune", f"/kommune/{id}"):
        answer = Client().get(page)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/login")
    assert Client().post(f"/kommune/{id}/modtaget").status_code == 302
    assert handing_over.state(id) == "delivered"


def test_who_has_left_the_municipality_comes_in_no_more() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    mette = _as(it.mette)
    assert mette.get(f"/kommune/{id}").status_code == 200
    it.mette.memberships.all().delete()
    assert set(_every_page(mette, id).values()) == {404}


def test_after_the_login_everybody_is_led_to_their_own_work() -> None:
    it = handing_over.night()
    for login, home in ((it.mette.login, "/kommune"), ("bo", "/vagt")):
        client = Client()
        answer = client.post("/login", {"login": login, "password": people.PASSWORD})
        assert answer["Location"] == home
        assert client.get("/login")["Location"] == home
        assert client.get(home).status_code == 200
    assert _as(it.mette).get("/vagt")["Location"] == "/kommune"
