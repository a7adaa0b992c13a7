"""A draft posted without a script: back in its field by an address of its own, once (P45)."""

from html import unescape

import pytest
from django.test import Client

from krisechat.citizen import bearing
from krisechat.foundation import clock
from krisechat.foundation.refusals import Unavailable
from krisechat.models import Message
from krisechat.operations import access_tokens
from routing.operations import queueing
from tests.support import people

pytestmark = pytest.mark.django_db

DRAFT = "ræven under trappen"


class Phone:
    """A device in a conversation, without a script."""

    def __init__(self) -> None:
        self.conversation = people.amina().conversation
        self.client = Client()
        self.cookie = access_tokens.issue(
            conversation=self.conversation, at=clock.now(), device=True
        )
        self.client.cookies[bearing.COOKIE] = self.cookie
        self.form_token = bearing.form_token_of(self.cookie)

    def post(self, address: str, body: str, **fields: str) -> str:
        """Where it leads; never an answer with the words in it."""
        form = {"form_token": self.form_token, "body": body, **fields}
        answer = self.client.post(address, form)
        assert answer.status_code == 303
        assert body not in unescape(answer.content.decode()) or not body.strip()
        return str(answer["Location"])

    def get(self, address: str = "/skriv") -> str:
        return unescape(self.client.get(address).content.decode())

    def field(self, address: str = "/skriv") -> str:
        return self.get(address).split('<textarea id="text"')[1].split(">", 1)[1].split("<")[0]


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.mark.parametrize("language", ["", "?sprog=en"])
def test_asking_by_hand_leads_to_the_page_with_the_draft_once(phone: Phone, language: str) -> None:
    assert phone.post(f"/skriv{language}", DRAFT) == f"/skriv{language}#new"
    assert phone.field(f"/skriv{language}") == DRAFT
    assert phone.field(f"/skriv{language}") == ""
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "why", "sentence"),
    [
        (DRAFT * 300, "too_long", "Det er for langt til én besked."),
        ("  ", "bad_value", "Skriv noget, før du sender."),
    ],
)
def test_a_refusal_is_said_and_the_words_are_there(
    phone: Phone, body: str, why: str, sentence: str
) -> None:
    to = phone.post("/skriv/besked", body)
    assert to == f"/skriv?hvorfor={why}#new"
    page = phone.get(to.removesuffix("#new"))
    assert sentence in page
    assert (DRAFT in page) == (DRAFT in body)
    assert (DRAFT in phone.get(), sentence in phone.get()) == (False, False)


def test_too_fast_is_said_in_the_reader_s_language(phone: Phone) -> None:
    for number in range(10):
        phone.client.post("/skriv/besked", {"form_token": phone.form_token, "body": str(number)})
    to = phone.post("/skriv/besked?sprog=en", DRAFT)
    assert to == "/skriv?sprog=en&hvorfor=rate_limited#new"
    page = phone.get(to.removesuffix("#new"))
    assert DRAFT in page and 'role="alert"' in page


def test_after_the_end_it_stands_where_it_can_be_sent_anew(phone: Phone) -> None:
    queueing.end_by_citizen(conversation=phone.conversation, at=clock.now())
    to = phone.post("/skriv/besked", DRAFT)
    assert to == "/skriv?hvorfor=wrong_state#after"
    page = phone.get("/skriv?hvorfor=wrong_state")
    assert DRAFT in page.split('<p id="unsaid">')[1].split("</textarea>")[0]


def test_what_has_no_sentence_of_its_own_is_said_in_general(phone: Phone) -> None:
    assert phone.post("/skriv/besked", DRAFT, client_id="x\0") == "/skriv?hvorfor=other#new"
    assert "Det gik ikke igennem." in phone.get("/skriv?hvorfor=other")


@pytest.mark.parametrize("why", ["", "proof_required", "<b>x", "closed"])
def test_an_address_made_up_says_nothing(phone: Phone, why: str) -> None:
    page = phone.client.get("/skriv", {"hvorfor": why}).content.decode()
    composer = page.split('id="composer"')[1].split("</form>")[0]
    assert 'class="wrong"' not in composer and "<b>x" not in page


def test_without_the_page_s_own_proof_nothing_is_kept(phone: Phone) -> None:
    phone.client.post("/skriv", {"form_token": "0", "body": DRAFT})
    phone.client.post("/skriv", {"body": DRAFT})
    assert DRAFT not in phone.get()


def test_only_the_page_itself_takes_it(phone: Phone) -> None:
    phone.post("/skriv", DRAFT)
    assert DRAFT not in phone.get("/gemmer") + phone.get("/numre")
    assert phone.client.head("/skriv").status_code == 405
    assert phone.field() == DRAFT


def test_where_nothing_can_be_kept_it_is_drawn_at_once(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object, **__: object) -> None:
        raise Unavailable("Away.")

    monkeypatch.setattr("krisechat.citizen.posting.store", down)
    form = {"form_token": phone.form_token, "body": DRAFT}
    answer = phone.client.post("/skriv/besked", form)
    assert answer.status_code == 503
    assert DRAFT in unescape(answer.content.decode())
