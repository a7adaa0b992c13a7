"""What can be seen of a citizen's page without reading it: its name, its addresses, what it sets
and sends, in every state and language, and where nothing is (P41)."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from krisechat.citizen import urls
from krisechat.models import Conversation
from krisechat.operations import conversations
from krisechat.states.conversation import ConversationEvent
from tests.krisechat.templates.test_pages import Read
from tests.support import people

# In the languages of the page, and as an address would spell them.
GIVES_AWAY = re.compile(
    r"vold|krise|selvmord|selvskade|misbrug|overgreb|incest|tæsk|hjælp|hjaelp|hjalp|samtale|borger|"
    r"frivillig|raadgiv|rådgiv|crisis|suicid|abuse|violen|rape|assault|self-?harm|help|counsel|"
    r"victim|refuge|survivor|domestic|kriz|şiddet|siddet|intihar|istismar|yardım|przemoc|samob|"
    r"kryzys|pomoc|насил|криз|самогуб|допомог|عنف|انتحار|أزمة|مساعدة",
    re.I,
)
PAGES = (
    "/",
    "/tryg",
    "/numre",
    "/gemmer",
    "/tilgaengelighed",
    "/skriv",
    "/er-her-ikke",
    "/opskrift",
)
STATES = ("nobody", "waiting", "active", "ended", "left")

pytestmark = pytest.mark.django_db


def phone(state: str, language: str) -> Client:
    people.lygten()
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    if state == "nobody":
        return client
    client.post("/skriv/start", {"first_message": "hej"})
    id = Conversation.objects.get().id
    if state == "active":
        conversations.move(id, ConversationEvent.TAKE)
    if state == "ended":
        client.post("/skriv/slut", {"form_token": _form_token(client)})
        assert Conversation.objects.get().state == "ended"
    if state == "left":
        client.cookies["o"] = "1"
    return client


def _form_token(client: Client) -> str:
    page = client.get("/skriv").content.decode()
    return page.split('name="form_token" value="')[1].split('"')[0]


def outside(answer: HttpResponse) -> list[str]:
    """Everything about an answer but what one reads on the page."""
    page = Read(answer.content.decode())
    seen = [f"{name}: {value}" for name, value in answer.items()]
    seen += [str(each) for each in answer.cookies.values()]
    seen += re.findall(r"<title>(.*?)</title>", answer.content.decode())
    for tag, attributes in page.elements:
        if tag in ("meta", "base"):
            seen += [value for value in attributes.values() if value]
        names = ("href", "src", "action", "data-replace", "download", "ping", "poster", "manifest")
        seen += [attributes[name] or "" for name in names if name in attributes]
    return seen


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
@pytest.mark.parametrize("state", STATES)
def test_nothing_outside_gives_it_away(state: str, language: str) -> None:
    client = phone(state, language)
    for path in PAGES:
        answer: Any = client.get(path)
        told = [each for each in outside(answer) if GIVES_AWAY.search(each)]
        assert told == [], path
        assert {"s", "o"} >= set(answer.cookies)
    assert {name for name, each in client.cookies.items() if each.value} <= {"s"}


def test_one_name_on_every_page_and_none_to_share_or_install() -> None:
    client = phone("waiting", "da")
    for path in PAGES:
        page = Read(client.get(path).content.decode())
        names = {each.get("property", "") or "" for each in page.all("meta")}
        assert not any(name.startswith(("og:", "twitter:")) for name in names)
        assert not [
            each for each in page.all("link") if each.get("rel") in ("manifest", "canonical")
        ]
        assert all((each["href"] or "").startswith("data:") for each in _icons(page))
        assert len(_icons(page)) == 1


def _icons(page: Read) -> list[dict[str, str | None]]:
    return [each for each in page.all("link") if "icon" in (each.get("rel") or "")]


def test_no_address_of_the_citizens_says_what_it_is() -> None:
    routes = [str(each.pattern) for each in urls.urlpatterns]
    assert len(routes) > 20
    assert [each for each in routes if GIVES_AWAY.search(each)] == []


def test_the_list_finds_what_it_is_there_for() -> None:
    for told in ("Krisechat", "/hjaelp", "Stop Violence", "suicide.js", "Насильство", "selvmord=1"):
        assert GIVES_AWAY.search(told)
