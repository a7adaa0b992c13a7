"""The coordinators' page: where everything is, sending at once, and the door."""

import pytest
import time_machine
from django.test import Client

from krisechat.models import AuditEntry
from routing.models import Closure
from routing.operations import handovers
from routing.queries import opening
from tests.support import handing_over, people
from tests.support.handing_over import MONDAY_AT_8, OWN_WORDS, later
from volunteers.access import Answerer
from volunteers.models import Account
from volunteers.operations.people import NewOrganisation, NewPerson, found, take_in
from volunteers.states.role import Role

pytestmark = pytest.mark.django_db


def _as(person: Answerer) -> Client:
    client = Client()
    client.force_login(Account.objects.get(id=person.account))
    return client


def test_only_who_leads_has_this_page() -> None:
    it = handing_over.night()
    id = handing_over.approved(it)
    mette = Client()
    mette.force_login(it.mette)
    for client in (_as(it.bo), mette):
        assert client.get("/overdragelser").status_code == 404
        for step in ("luk", "aabn", f"{id}/send"):
            fields = {"reason": "illness", "hours": "2"}
            assert client.post(f"/overdragelser/{step}", fields).status_code == 404
    assert Client().get("/overdragelser").status_code == 302
    assert handing_over.state(id) == "approved"
    assert not Closure.objects.exists()


def test_it_says_what_happens_next_at_what_time_and_nothing_the_citizen_said() -> None:
    it = handing_over.night()
    handing_over.approved(it, name="Amina")
    page = _as(people.jens()).get("/overdragelser").content.decode()
    assert "Borgeren har sagt ja" in page
    assert "Leveres til Aarhus Kommune" in page
    assert "mandag 23. november kl. 08.00" in page
    assert "Skrevet af Bo Lund" in page
    assert OWN_WORDS not in page
    assert "Amina" not in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("draft", "Venter på, at borgeren siger ja"),
        ("delivered", "Fristen var"),
        ("acknowledged", "Aarhus Kommune har modtaget den"),
        ("assigned", "Hos Mette Dam, Aarhus Kommune"),
        ("contacted", "Mette Dam har talt med borgeren"),
        ("returned", "Fordi de ved for lidt til at kunne hjælpe"),
    ],
)
def test_every_state_is_said_in_words(state: str, words: str) -> None:
    handing_over.IN_EACH_STATE[state](handing_over.night())
    page = _as(people.dorte()).get("/overdragelser").content.decode()
    assert words in page
    assert "Send nu" not in page


def test_while_there_is_time_the_deadline_stands_there() -> None:
    handing_over.delivered(handing_over.night())
    with time_machine.travel(later(10), tick=False):
        page = _as(people.dorte()).get("/overdragelser").content.decode()
    assert "Skal bekræftes" in page
    assert "senest mandag 23. november kl. 10.00" in page
    assert "ellers får kommunens leder besked" in page


@pytest.mark.parametrize("state", ["closed", "withdrawn"])
def test_what_is_over_is_not_on_its_way(state: str) -> None:
    handing_over.IN_EACH_STATE[state](handing_over.night())
    assert "Intet er på vej" in _as(people.jens()).get("/overdragelser").content.decode()


def test_a_coordinator_sends_it_at_once_a_shift_lead_does_not() -> None:
    it = handing_over.night()
    id = handing_over.approved(it)
    dorte = _as(people.dorte())
    assert "Send nu" not in dorte.get("/overdragelser").content.decode()
    assert dorte.post(f"/overdragelser/{id}/send").status_code == 404
    assert handing_over.state(id) == "approved"

    jens = _as(people.jens())
    assert "Send nu" in jens.get("/overdragelser").content.decode()
    assert jens.post(f"/overdragelser/{id}/send").status_code == 303
    assert handing_over.state(id) == "delivered"


@pytest.mark.parametrize("state", ["draft", "delivered", "returned", "closed", "withdrawn"])
def test_what_the_citizen_has_not_said_yes_to_is_not_sent(state: str) -> None:
    id = handing_over.IN_EACH_STATE[state](handing_over.night())
    answer = _as(people.jens()).post(f"/overdragelser/{id}/send")
    assert answer.status_code == 409
    assert "Den kan ikke sendes nu." in answer.content.decode()
    assert handing_over.state(id) == state


def test_another_organisations_is_404_like_one_that_is_not_there() -> None:
    id = handing_over.approved(handing_over.night())
    found(NewOrganisation(slug="headspace", name="Headspace"))
    other = take_in(
        NewPerson(login="ida", name="Ida", organisation="headspace", role=Role.COORDINATOR),
        password=people.PASSWORD,
        at=MONDAY_AT_8,
    )
    client = Client()
    client.force_login(other)
    assert "Intet er på vej" in client.get("/overdragelser").content.decode()
    assert client.post(f"/overdragelser/{id}/send").status_code == 404
    assert handing_over.state(id) == "approved"


def test_children_stand_first_among_what_is_late() -> None:
    handing_over.delivered(handing_over.night())
    handing_over.concern_delivered(handing_over.night(), child_age=9)
    handovers.remind_due(at=later(390))
    page = _as(people.jens()).get("/overdragelser").content.decode()
    assert page.index("Frist passeret") < page.index(">bekymring<") < page.index("med samtykke")
    assert "Kommunens leder har fået besked" in page


@pytest.mark.parametrize("who", [people.dorte, people.jens])
def test_whoever_leads_closes_at_once_with_a_reason_and_opens_again(who: object) -> None:
    people.lygten()
    client = _as(who())  # type: ignore[operator]
    assert client.post("/overdragelser/luk", {"reason": "illness", "hours": "2"}).status_code == 303
    now = opening.status(at=later(400))
    assert (now.open, now.opens_at, now.reason) == (False, later(520), "illness")
    page = client.get("/overdragelser").content.decode()
    assert "Lukket for nye" in page
    assert "Sygdom. Åbner igen mandag 23. november kl. 16.40." in page

    again = client.post("/overdragelser/luk", {"reason": "other", "hours": "8"})
    assert (again.status_code, "Der er allerede lukket." in again.content.decode()) == (409, True)
    assert client.post("/overdragelser/aabn").status_code == 303
    assert opening.status(at=later(400)).open is True
    again = client.post("/overdragelser/aabn")
    assert (again.status_code, "ikke lukket med kort varsel" in again.content.decode()) == (
        409,
        True,
    )
    assert AuditEntry.objects.filter(action__in=["close", "reopen"]).count() == 2


@pytest.mark.parametrize(
    "fields",
    [{}, {"reason": "illness"}, {"reason": "nej", "hours": "2"}, {"reason": "other", "hours": "3"}],
)
def test_only_what_can_be_chosen_closes(fields: dict[str, str]) -> None:
    people.lygten()
    answer = _as(people.dorte()).post("/overdragelser/luk", fields)
    assert answer.status_code == 400
    assert "Intet er ændret." in answer.content.decode()
    assert opening.status(at=later(400)).open is True
