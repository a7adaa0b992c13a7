"""May a text follow when the page is gone? The form on the conversation's page."""

from html import unescape
from uuid import UUID

import pytest
from django.test import Client

from krisechat.citizen import bearing
from krisechat.foundation import clock
from krisechat.models import Conversation
from krisechat.operations import access_tokens
from tests.support import people

pytestmark = pytest.mark.django_db


def device(conversation: UUID) -> tuple[Client, str]:
    client = Client()
    token = access_tokens.issue(conversation=conversation, at=clock.now(), device=True)
    client.cookies[bearing.COOKIE] = token
    return client, bearing.form_token_of(token)


def texting(conversation: UUID) -> str:
    return str(Conversation.objects.values_list("texting", flat=True).get(id=conversation))


@pytest.mark.parametrize(
    ("fields", "becomes"),
    [
        ({"safe": "yes", "phone": "20 12 34 56"}, "gone_neutral"),
        ({"safe": "yes", "phone": "20123456", "words": "on"}, "gone_words"),
        ({"safe": "no", "phone": "20123456"}, "none"),
        ({"phone": "20123456", "words": "on"}, "none"),
        ({}, "none"),
    ],
)
def test_only_a_yes_is_a_yes(fields: dict[str, str], becomes: str) -> None:
    conversation = people.amina().conversation
    client, form_token = device(conversation)
    response = client.post("/skriv/sms", {"form_token": form_token, **fields})
    assert (response.status_code, response["Location"]) == (303, "/skriv")
    assert texting(conversation) == becomes


def test_a_number_that_is_none_is_said_where_it_was_typed() -> None:
    conversation = people.amina().conversation
    client, form_token = device(conversation)
    fields = {"form_token": form_token, "safe": "yes", "phone": "2012"}
    response = client.post("/skriv/sms", fields)
    assert response.status_code == 400
    page = unescape(response.content.decode())
    form = page.split('action="/skriv/sms"')[1].split("</form>")[0]
    assert '<p class="wrong" role="alert">Det ligner ikke et telefonnummer.' in form
    assert texting(conversation) == "none"


def test_whoever_came_by_text_is_not_asked() -> None:
    conversation = people.amina(via="sms", phone="+4520123456").conversation
    client, _ = device(conversation)
    assert "/skriv/sms" not in client.get("/skriv").content.decode()


def test_whoever_said_yes_can_say_no_again() -> None:
    conversation = people.amina().conversation
    client, form_token = device(conversation)
    yes = {"form_token": form_token, "safe": "yes", "phone": "20123456"}
    client.post("/skriv/sms", yes)
    assert "så vælg nej" in unescape(client.get("/skriv").content.decode())
    client.post("/skriv/sms", {**yes, "safe": "no"})
    assert texting(conversation) == "none"


def test_another_sites_page_says_nothing_for_anybody() -> None:
    conversation = people.amina().conversation
    client, _ = device(conversation)
    client.post("/skriv/sms", {"form_token": "0", "safe": "yes", "phone": "20123456"})
    assert texting(conversation) == "none"
