"""What the portal shows, to whom, and that every look is on record."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from krisechat.models import AuditEntry
from routing.operations import handovers
from routing.privacy.handover_content import Household, Involved, Relative, SafeContact
from tests.support import handing_over
from tests.support.handing_over import MONDAY_AT_8, OWN_WORDS, Night, later
from volunteers.models import Account
from volunteers.states.role import Role

pytestmark = pytest.mark.django_db

SAFE = SafeContact(
    how="Kun sms, ring ikke",
    when="hverdage mellem 12 og 14",
    not_safe="Han læser hendes telefon.",
    text_ok=True,
    text_from="12:00",
    text_until="14:00",
)


def _as(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def _page(it: Night, address: str) -> str:
    return _as(it.mette).get(address).content.decode()


def _sheet(it: Night, **content: object) -> str:
    return _page(it, f"/kommune/{handing_over.delivered(it, **content)}")


def test_safe_contact_comes_before_everything_word_for_word_and_again_where_contact_is_made() -> (
    None
):
    it = handing_over.night()
    id = handing_over.assigned(it, safe_contact=SAFE, name="Amina")
    page = _page(it, f"/kommune/{id}")
    assert page.index("Kun sms, ring ikke") < page.index("hverdage mellem 12 og 14")
    assert page.index("hverdage mellem 12 og 14") < page.index(OWN_WORDS)
    assert page.count("hverdage mellem 12 og 14") == page.count("Han læser hendes telefon.") == 2
    assert "Kun neutrale ord, mellem kl. 12.00 og 14.00" in page


def test_unknown_counts_as_no() -> None:
    page = _sheet(handing_over.night(), safe_contact=SafeContact(how="Ring gerne"))
    assert "<b>Nej.</b> Det er ikke sagt, at det er trygt" in page
    it = handing_over.night()
    page = _page(it, f"/kommune/{handing_over.delivered(it)}")
    assert "Det er ikke sagt, hvordan det er trygt." in page


def test_the_citizens_words_come_first_and_are_theirs_to_the_letter() -> None:
    words = 'Jeg "siger" <b>det</b>\nsådan & ikke anderledes'
    page = _sheet(handing_over.night(), own_words=words, situation="Situationen nu", wishes="Ro")
    quoted = page.index(
        "Jeg &quot;siger&quot; &lt;b&gt;det&lt;/b&gt;\nsådan &amp; ikke anderledes</blockquote>"
    )
    assert quoted < page.index("Ro</blockquote>") < page.index("Situationen nu")


def test_the_household_and_who_helps_already_stand_there() -> None:
    page = _sheet(
        handing_over.night(),
        household=Household(
            adults=[Relative(relation="Moren", age=34)],
            children=[Relative(relation="Pige i 1. klasse", age=7), Relative(age=4)],
        ),
        involved=[Involved(who="Pigens lærer", could_be_contact=True)],
        agreed="Ringer 112, hvis han banker på.",
    )
    for words in ("Moren, 34 år", "Pige i 1. klasse, 7 år", "Barn, 4 år", "Pigens lærer. <b>Vil"):
        assert words in page
    assert "Ringer 112, hvis han banker på." in page


def test_deadlines_are_real_dates_with_what_happens_otherwise() -> None:
    it = handing_over.night()
    handing_over.hanne()
    page = _page(it, f"/kommune/{handing_over.delivered(it)}")
    assert "senest mandag 23. november kl. 10.00" in page
    assert "ellers får Hanne Friis besked" in page
    assert "indtil 19. februar 2027" in page


def test_what_is_overdue_says_who_knows_it() -> None:
    it = handing_over.night()
    handing_over.hanne()
    id = handing_over.assigned(it)
    assert handovers.remind_due(at=later(7 * 60)) == 1
    with time_machine.travel(later(8 * 60), tick=False):
        assert "Hanne Friis fik besked, da fristen var passeret" in _page(it, f"/kommune/{id}")
        inbox = _page(it, "/kommune")
    assert "Frist passeret" in inbox
    assert "kl. 15.00 er passeret" in inbox
    assert "Hanne Friis har fået besked" in inbox


def test_a_report_about_a_child_names_nobody_of_the_helpline() -> None:
    it = handing_over.night()
    id = handing_over.concern_delivered(it, child_age=9, problem="violence", observed="Råb.")
    page = _page(it, f"/kommune/{id}")
    for words in ("Barn på 9 år", "bekymring, uden samtykke", "Vold", "Anonymt", "Råb."):
        assert words in page
    assert "hvem barnet er" in page  # what is missing
    assert "Bo Lund" not in page
    assert "Bo Lund" not in _page(it, "/kommune")


def test_who_asks_for_advice_stays_without_a_name() -> None:
    it = handing_over.night()
    id = handing_over.written(it, kind="advice")
    handovers.show_to_citizen(
        handover=id, version=2, account=it.bo.account, at=handing_over.SATURDAY_NIGHT
    )
    handovers.approve(handover=id, version=2, how="page", at=handing_over.SATURDAY_NIGHT)
    handovers.deliver_due(at=MONDAY_AT_8)
    page = _page(it, f"/kommune/{id}")
    assert "Uden navn" in page
    assert "Borgeren er anonym." in page
    assert "8210" not in page


def test_children_come_first_then_what_is_late_then_what_is_due_next() -> None:
    it = handing_over.night()
    ids = {
        "late": handing_over.delivered(it),
        "child": handing_over.concern_delivered(handing_over.night(), child_age=9),
        "next": _delivered_again(at=later(395)),
    }
    inbox = _page(it, "/kommune")
    places = {name: inbox.index(f"/kommune/{id}") for name, id in ids.items()}
    assert sorted(places, key=places.__getitem__) == ["child", "late", "next"]
    assert "Én om et barn skal vurderes inden 24 timer og én er over fristen." in inbox


def _delivered_again(**when: object) -> UUID:
    """Another one, sent at once by a coordinator."""
    it = handing_over.night()
    id = handing_over.approved(it)
    handovers.deliver_now(handover=id, account=it.bo.account, **when)  # type: ignore[arg-type]
    return id


def test_the_steps_rise_and_the_contact_persons_name_stands_beside() -> None:
    it = handing_over.night()
    handing_over.assigned(it)
    inbox = _page(it, "/kommune")
    assert 'aria-label="Trin 3 af 5: Taget"' in inbox
    assert inbox.count('<li class="on">') == 3
    assert "Hos <b>dig</b>" in inbox


def test_a_colleagues_is_not_in_my_inbox_but_in_the_team_leads() -> None:
    it = handing_over.night()
    id = handing_over.assigned(it)
    hanne = handing_over.hanne()
    anders = handing_over._caseworker("anders", "Anders Bruun", "aarhus", "0751", Role.CASEWORKER)
    assert str(id) in _page(it, "/kommune")
    assert str(id) in _page(it, "/kommune?vis=mine")
    assert str(id) not in _as(anders).get("/kommune").content.decode()
    leads = _as(hanne).get("/kommune").content.decode()
    assert str(id) in leads
    assert "Hos <b>Mette Dam</b>" in leads
    assert str(id) not in _as(hanne).get("/kommune?vis=mine").content.decode()


def test_what_is_over_stands_on_its_own_page() -> None:
    it = handing_over.night()
    id = handing_over.closed(it)
    assert str(id) not in _page(it, "/kommune")
    assert str(id) in _page(it, "/kommune?vis=afsluttet")
    assert "Den er afsluttet." in _page(it, f"/kommune/{id}")


def test_an_empty_inbox_says_what_will_come() -> None:
    it = handing_over.night()
    assert "Her er ro." in _page(it, "/kommune")
    assert "Ingen venter på dig." in _page(it, "/kommune?vis=mine")
    assert "Intet er afsluttet endnu." in _page(it, "/kommune?vis=afsluttet")


def test_contact_is_closed_until_somebody_has_taken_it_and_says_why() -> None:
    it = handing_over.night()
    page = _page(it, f"/kommune/{handing_over.acknowledged(it)}")
    assert re.search(r'aria-disabled="true"\s+aria-describedby="hvorfor"', page)
    assert "kontakt" not in re.findall(r'action="/kommune/[^/]+/([a-z]+)"', page)


def test_when_the_words_are_gone_the_page_says_so() -> None:
    it = handing_over.night()
    id = handing_over.closed(it, name="Amina")
    handing_over.Handover.objects.filter(id=id).update(content_sealed=None)
    page = _page(it, f"/kommune/{id}")
    assert "Ordene er slettet" in page
    assert "Amina" not in page


def test_every_look_is_on_record_with_its_purpose() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    client = _as(it.mette)
    client.get("/kommune")
    client.get(f"/kommune/{id}")
    client.get(f"/kommune/{id}?til=opfoelgning")
    client.post(f"/kommune/{id}/kontakt", {"how": "call"})
    looks = AuditEntry.objects.filter(action__in=["list_handovers", "read_handover"])
    assert [(e.action, e.purpose, e.actor_id) for e in looks.order_by("id")] == [
        ("list_handovers", "assess", str(it.mette.id)),
        ("read_handover", "assess", str(it.mette.id)),
        ("read_handover", "follow_up", str(it.mette.id)),
        ("read_handover", "follow_up", str(it.mette.id)),
    ]


def test_paper_says_whose_it_is_and_to_shred_it() -> None:
    it = handing_over.night()
    page = _page(it, f"/kommune/{handing_over.delivered(it)}")
    assert (
        "Udskrevet mandag 23. november 2026 kl. 14.40 af Mette Dam. Makuleres efter brug." in page
    )
    assert "routing/paper.css" in page


def test_the_greeting_follows_the_clock() -> None:
    it = handing_over.night()
    for hours, words in ((1, "Godmorgen, Mette"), (4, "Goddag, Mette"), (11, "Godaften, Mette")):
        with time_machine.travel(MONDAY_AT_8 + timedelta(hours=hours), tick=False):
            assert words in _page(it, "/kommune")
