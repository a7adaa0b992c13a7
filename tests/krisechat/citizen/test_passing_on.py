"""/skriv/videre: the citizen reads what is to be passed on, decides, and sees where it is."""

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from krisechat.citizen import bearing
from krisechat.foundation import clock
from krisechat.operations import access_tokens
from routing.models import Consent, Handover
from routing.operations import handovers
from routing.privacy.handover_content import Content, Household, Relative, SafeContact
from routing.queries import citizens_handover
from tests.support import handing_over
from tests.support.handing_over import OWN_WORDS
from tests.support.ring import own_keys

__all__ = ["own_keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]


@pytest.fixture(autouse=True)
def it_is_saturday_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: handing_over.SATURDAY_NIGHT)


class Device:
    """Amina's phone, which holds the conversation."""

    def __init__(self, conversation: UUID) -> None:
        self.client = Client()
        token = access_tokens.issue(conversation=conversation, at=clock.now(), device=True)
        self.client.cookies[bearing.COOKIE] = token
        self.form_token = bearing.form_token_of(token)

    def reads(self, query: str = "") -> str:
        response = self.client.get(f"/skriv/videre{query}")
        assert response.status_code == 200
        return unescape(response.content.decode())

    def posts(self, handover: UUID, **fields: Any) -> Any:
        data = {"form_token": self.form_token, "handover": str(handover), **fields}
        return self.client.post("/skriv/videre", data)


EDITED = {
    "edit": "1", "own_words": "Et sted at sove.", "keep_own_words": "on", "name": "Amina",
    "situation": "Hos min søster.", "wishes": "", "agreed": "", "phone": "", "how": "Ring",
    "keep_how": "on", "when": "Mellem 12 og 14", "keep_when": "on", "not_safe": "",
}  # fmt: skip


def test_there_is_nothing_to_read_before_it_is_shown() -> None:
    it = handing_over.night()
    handing_over.written(it)
    response = Device(it.conversation).client.get("/skriv/videre")
    assert (response.status_code, response["Location"]) == (303, "/skriv")


def test_without_a_conversation_there_is_no_page() -> None:
    assert Client().get("/skriv/videre")["Location"] == "/"


def test_it_reads_as_the_municipality_will_see_it_with_a_real_date() -> None:
    it = handing_over.night()
    handing_over.shown(
        it,
        situation="Vi bor hos min søster.",
        household=Household(children=[Relative(relation="pige", age=7)]),
    )
    page = Device(it.conversation).reads()
    assert page.index(OWN_WORDS) < page.index("Vi bor hos min søster.")
    assert "pige, 7 år" in page
    assert "en rådgiver i Aarhus Kommune" in page
    assert "mandag 23. november kl. 8.00" in page
    assert "<textarea" not in page
    assert page.count('class="btn main"') == 1


def test_what_goes_along_besides_is_read_too_and_can_be_left_out() -> None:
    it = handing_over.night(postal_code="8000")
    id = handing_over.shown(it, risk="acute", postal_code="8000", language="en")
    device = Device(it.conversation)
    page = device.reads()
    for said in ("fare for liv", "Dit postnummer er 8000.", "på engelsk"):
        assert said in page
    device.posts(id, do="approve", version="2", municipality_code="0751", **EDITED)
    found = citizens_handover.of_conversation(it.conversation, at=clock.now())
    assert found is not None and found.stage == "approved"
    kept = (found.content.risk, found.content.postal_code, found.content.language)
    assert kept == ("none", "", "")


def test_a_yes_is_a_yes_to_what_was_read() -> None:
    it = handing_over.night()
    id = handing_over.shown(it)
    response = Device(it.conversation).posts(id, do="approve", version="2")
    assert (response.status_code, response["Location"]) == (303, "/skriv/videre")
    assert handing_over.state(id) == "approved"
    given = Consent.objects.get(handover_id=id)
    assert (given.version, given.how, given.municipality_code) == (2, "page", "0751")


def test_what_changed_meanwhile_is_read_again_first() -> None:
    it = handing_over.night()
    id = handing_over.shown(it)
    for version in (2, 3):
        handovers.write(
            handover=id, version=version, content=Content(own_words=f"ny {version}"),
            account=it.bo.account, at=clock.now(),
        )  # fmt: skip
    handovers.show_to_citizen(handover=id, version=4, account=it.bo.account, at=clock.now())
    response = Device(it.conversation).posts(id, do="approve", version="2")
    assert response.status_code == 409
    assert "Teksten er ændret" in unescape(response.content.decode())
    assert handing_over.state(id) == "draft"


def test_they_word_it_anew_and_leave_out_what_they_like() -> None:
    it = handing_over.night()
    id = handing_over.shown(
        it, situation="Gammelt.", household=Household(children=[Relative(age=7)])
    )
    assert "<textarea" in Device(it.conversation).reads("?ret=1")
    posted = Device(it.conversation).posts(id, do="approve", version="2", **EDITED)
    assert posted.status_code == 303
    found = citizens_handover.of_conversation(it.conversation, at=clock.now())
    assert found is not None and found.stage == "approved" and found.version == 3
    content = found.content
    assert content.own_words == "Et sted at sove."
    assert content.situation == content.name == ""  # not ticked
    assert content.household == Household()
    assert content.safe_contact == SafeContact(how="Ring", when="Mellem 12 og 14")
    assert Consent.objects.get(handover_id=id).version == 3


def test_the_municipality_is_asked_for_and_nothing_typed_is_lost() -> None:
    it = handing_over.night(postal_code="")
    id = handing_over.shown(it)
    device = Device(it.conversation)
    response = device.posts(id, do="approve", version="2", **EDITED)
    page = unescape(response.content.decode())
    assert response.status_code == 400
    assert "Vælg først, hvor du bor." in page and "Et sted at sove." in page
    handing_over.ole()
    device.posts(id, do="approve", version="2", municipality_code="0360", **EDITED)
    assert Handover.objects.get(id=id).municipality_code == "0360"


def test_where_nobody_would_read_it_it_is_not_sent() -> None:
    it = handing_over.night(postal_code="9000")
    id = handing_over.shown(it)
    response = Device(it.conversation).posts(id, do="approve", version="2")
    assert response.status_code == 409
    assert "tager ikke imod herfra endnu" in unescape(response.content.decode())


def test_not_now_leaves_it_to_be_asked_again() -> None:
    it = handing_over.night()
    id = handing_over.shown(it)
    response = Device(it.conversation).posts(id, do="decline")
    assert (response.status_code, response["Location"]) == (303, "/skriv")
    assert handing_over.state(id) == "draft"
    assert citizens_handover.stage_of(it.conversation) is None


def test_a_yes_is_taken_back_until_it_is_sent() -> None:
    it = handing_over.night()
    id = handing_over.approved(it)
    device = Device(it.conversation)
    assert "Stop det. Send ikke noget" in device.reads()
    device.posts(id, do="withdraw")
    assert handing_over.state(id) == "withdrawn"


def test_four_words_bring_them_back_to_see_who_has_it() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    page = unescape(Device(it.conversation).posts(id, do="words").content.decode())
    words = re.search(r'id="four" role="status">([^<]+)<', page)
    assert words is not None
    assert access_tokens.conversation_of_return_code(words[1]) == it.conversation


def test_too_late_is_said_and_nothing_is_promised() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    response = Device(it.conversation).posts(id, do="withdraw")
    assert response.status_code == 409
    assert "Det nåede at blive sendt." in unescape(response.content.decode())
    assert handing_over.state(id) == "delivered"


def test_each_stage_says_who_has_it_and_what_happens_if_nothing_does() -> None:
    it = handing_over.night()
    contact = SafeContact(how="Ring. Læg ingen besked.", when="Mellem 12 og 14")
    id = handing_over.delivered(it, safe_contact=contact)
    device = Device(it.conversation)
    assert "Aarhus Kommune har fået det." in device.reads()
    assert "mandag 23. november kl. 10.00 får deres leder besked." in device.reads()
    handovers.remind_due(at=handing_over.later(130))
    assert "Det trækker ud." in device.reads()
    handovers.acknowledge(handover=id, account=it.mette.id, at=handing_over.later(140))
    handovers.assign(
        handover=id, contact_person=it.mette.id, account=it.mette.id, at=handing_over.later(150)
    )
    page = device.reads()
    assert "Mette har taget imod det." in page and "Dam" not in page
    assert "Mellem 12 og 14" in page and "Ring. Læg ingen besked." in page
    assert "mandag 23. november kl. 15.00 får lederen besked." in page
    handovers.contacted(
        handover=id, contacted_at=handing_over.later(240), how="call", account=it.mette.id,
        at=handing_over.later(250),
    )  # fmt: skip
    assert "Du og Mette har talt sammen." in device.reads()


def test_advice_comes_back_to_whoever_asked_without_a_name() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it, kind="advice")
    handovers.say(
        handover=id, side="municipality", account=it.mette.id, body="Ring til os om formiddagen.",
        at=handing_over.later(60),
    )  # fmt: skip
    assert "Ring til os om formiddagen." in Device(it.conversation).reads()


def test_a_report_about_a_child_is_no_page_of_the_citizens() -> None:
    it = handing_over.night()
    handing_over.concern_delivered(it)
    assert Device(it.conversation).client.get("/skriv/videre").status_code == 303


def test_another_citizens_handover_is_never_decided_on() -> None:
    it = handing_over.night()
    id = handing_over.shown(it)
    other = handing_over.night()
    handing_over.shown(other)
    response = Device(other.conversation).posts(id, do="approve", version="2")
    assert response.status_code == 409
    assert handing_over.state(id) == "draft"


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "approve"},
        {"do": "approve", "version": "x"},
        {"do": "approve", "version": "9" * 40},
        {"do": "approve", "version": "2", "municipality_code": "9999"},
        {"do": "approve", "version": "2", **EDITED, "own_words": "a" * 4_001},
        {"do": "approve", "version": "2", **EDITED, "own_words": "  "},
        {"do": "approve", "version": "2", **EDITED, "name": "\0"},
        {"do": "\0"},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(fields: dict[str, str]) -> None:
    it = handing_over.night()
    id = handing_over.shown(it)
    response = Device(it.conversation).posts(id, **fields)
    assert response.status_code in (400, 409)
    assert handing_over.state(id) == "draft"


def test_another_sites_page_decides_nothing() -> None:
    it = handing_over.night()
    id = handing_over.shown(it)
    device = Device(it.conversation)
    device.form_token = "0" * 64
    assert device.posts(id, do="approve", version="2")["Location"] == "/"
    assert handing_over.state(id) == "draft"


def test_the_conversations_page_leads_there() -> None:
    it = handing_over.night()
    handing_over.shown(it)
    page = Device(it.conversation).client.get("/skriv").content.decode()
    assert 'data-stage="to_read"' in page and 'href="/skriv/videre"' in page


def test_it_speaks_english_too() -> None:
    it = handing_over.night()
    handing_over.shown(it)
    page = Device(it.conversation).reads("?sprog=en")
    assert "Is this how you want to say it?" in page and "Yes, pass it on" in page


def test_whoever_polls_is_told_too() -> None:
    it = handing_over.night()
    handing_over.shown(it)
    token = access_tokens.issue(conversation=it.conversation, at=clock.now())
    answer = Client().get(
        "/api/v1/conversation/messages", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.json()["handover"] == "to_read"
