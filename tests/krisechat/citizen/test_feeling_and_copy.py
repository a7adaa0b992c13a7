"""On the conversation's page: how it feels, before and after; and the whole of it to take along."""

from html import unescape
from uuid import UUID

import pytest
from django.test import Client

from krisechat.citizen import bearing
from krisechat.foundation import clock
from krisechat.operations import access_tokens
from krisechat.queries.feelings import told
from routing.operations import queueing
from tests.support import people

pytestmark = pytest.mark.django_db


def device(conversation: UUID) -> tuple[Client, str]:
    client = Client()
    token = access_tokens.issue(conversation=conversation, at=clock.now(), device=True)
    client.cookies[bearing.COOKIE] = token
    return client, bearing.form_token_of(token)


def page(client: Client, address: str = "/skriv") -> str:
    return unescape(client.get(address).content.decode())


def asked(text: str, moment: str) -> bool:
    return f'<h2 id="feel-{moment}">' in text


def test_one_tap_without_a_script_and_it_is_thanked_for() -> None:
    one = people.amina("hej").conversation
    client, form_token = device(one)
    assert "Meget svært" in page(client).split('id="feel-before"')[1].split("</form>")[0]
    response = client.post("/skriv/nu", {"form_token": form_token, "how": "very_hard"})
    assert (response.status_code, response["Location"]) == (303, "/skriv")
    form = page(client).split('id="feel-before"')[1].split("</form>")[0]
    assert '<p class="sent" tabindex="-1">Tak. Det er gemt.' in form
    assert "<button" not in form
    assert told(one) == ("very_hard", "")


def test_afterwards_it_is_asked_of_those_who_said_it_before() -> None:
    for before in ("hard", ""):
        one = people.amina("hej").conversation
        client, form_token = device(one)
        if before:
            client.post("/skriv/nu", {"form_token": form_token, "how": before})
        queueing.end_by_citizen(conversation=one, at=clock.now())
        hidden = '<div id="felt" hidden>' in page(client)
        assert hidden is not bool(before)
        client.post("/skriv/nu", {"form_token": form_token, "how": "okay"})
        assert told(one) == (before, "okay")


def test_it_takes_the_form_s_own_token() -> None:
    one = people.amina("hej").conversation
    client, _ = device(one)
    assert client.post("/skriv/nu", {"form_token": "0", "how": "okay"})["Location"] == "/"
    assert told(one) == ("", "")


def test_a_word_that_is_none_of_the_five_is_a_plain_page() -> None:
    one = people.amina("hej").conversation
    client, form_token = device(one)
    response = client.post("/skriv/nu", {"form_token": form_token, "how": "\0"})
    assert response.status_code == 400
    assert "tel:112" in response.content.decode()


def test_the_copy_is_all_of_it_in_order_as_text() -> None:
    opened = people.amina("hej <b>er</b> der nogen")
    for number in range(3):
        people.writes(opened, f"besked {number}")
    client, _ = device(opened.conversation)
    text = client.get("/skriv/kopi").content.decode()
    said = ["hej &lt;b&gt;er&lt;/b&gt; der nogen", "besked 0", "besked 1", "besked 2"]
    places = [text.index(each) for each in said]
    assert places == sorted(places)
    assert "til du selv sletter den" in text


def test_the_copy_has_more_than_one_page_of_the_transcript(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("krisechat.citizen.page_context.TRANSCRIPT_MAX", 2)
    opened = people.amina("nul")
    for number in range(4):
        people.writes(opened, f"besked {number}")
    client, _ = device(opened.conversation)
    assert page(client, "/skriv/kopi").count('class="body"') == 5


def test_the_copy_is_for_whoever_holds_it() -> None:
    opened = people.amina("hej")
    assert Client().get("/skriv/kopi")["Location"] == "/"
    client, _ = device(opened.conversation)
    queueing.erase_by_citizen(conversation=opened.conversation, at=clock.now())
    assert client.get("/skriv/kopi")["Location"] == "/"


def test_what_is_kept_shows_the_way_to_the_copy() -> None:
    client, _ = device(people.amina("hej").conversation)
    assert 'href="/skriv/kopi"' in page(client, "/gemmer")
    assert 'href="/skriv/kopi"' not in page(Client(), "/gemmer")


def test_after_the_end_there_is_a_way_back_and_somebody_to_call() -> None:
    one = people.amina("hej").conversation
    client, form_token = device(one)
    queueing.end_by_citizen(conversation=one, at=clock.now())
    after = page(client).split('id="after"')[1]
    assert 'action="/skriv/ord"' in after
    assert "tel:112" in after
    code = client.post("/skriv/ord", {"form_token": form_token})
    four = unescape(code.content.decode()).split('id="four"')[1].split("</p>")[0]
    assert len(four.split(">")[1].split()) == 4
