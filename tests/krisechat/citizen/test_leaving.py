"""Leaving, as the server sees it: from the page, later, in silence, and while it is not well."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import AccessToken, Conversation
from krisechat.operations import conversations, devices
from krisechat.states.conversation import ConversationEvent
from tests.support import people

MINE = "kirsebærtræet"

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone() -> Client:
    """A phone in a conversation with somebody."""
    people.lygten()
    client = Client()
    client.post("/skriv/start", {"first_message": MINE})
    assert conversations.move(Conversation.objects.get().id, ConversationEvent.TAKE)
    return client


def cookies(client: Client) -> set[str]:
    return {name for name, each in client.cookies.items() if each.value}


def in_use() -> int:
    return AccessToken.objects.filter(device=True, ended_at=None).count()


def gone() -> str:
    return Conversation.objects.get().gone


def unused_for(minutes: int) -> None:
    AccessToken.objects.update(used_at=clock.now() - timedelta(minutes=minutes))


def test_the_one_cookie_goes_with_the_browser(phone: Client) -> None:
    cookie = phone.cookies["s"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert cookie["httponly"] and cookie["samesite"] == "Strict"


def test_over_https_no_neighbouring_host_can_plant_it(settings: Any) -> None:
    """What a sister site or a plain connection sets under our name is not looked at."""
    settings.SESSION_COOKIE_SECURE = True
    people.lygten()
    attacker, victim = Client(), Client()
    attacker.post("/skriv/start", {"first_message": "læs med"})
    cookie = attacker.cookies["__Host-s"]
    assert (cookie["path"], cookie["domain"], cookie["secure"]) == ("/", "", True)
    victim.cookies["s"] = cookie.value
    assert victim.get("/skriv").status_code == 302
    assert "læs med" in attacker.get("/skriv").content.decode()
    attacker.get("/opskrift")
    gone = attacker.cookies["__Host-s"]
    assert (gone.value, gone["secure"], gone["path"]) == ("", True, "/")
    assert in_use() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_way_out_ends_this_device(phone: Client, method: str) -> None:
    answer = getattr(phone, method)("/opskrift")
    assert answer.status_code in (200, 204)
    assert MINE not in answer.content.decode()
    assert (in_use(), cookies(phone), gone()) == (0, set(), "hurried")
    assert phone.get("/skriv").status_code == 302


@pytest.mark.parametrize("out", [{}, {"still": "1"}])
def test_the_form_that_opened_it_opens_it_no_more(out: dict[str, str]) -> None:
    """Found in a tab from before, and pressed again by whoever holds the phone now."""
    people.lygten()
    client, form = Client(), {"client_id": str(new_id()), "first_message": MINE}
    client.post("/skriv/start", form)
    conversations.move(Conversation.objects.get().id, ConversationEvent.TAKE)
    unused_for(30)
    client.post("/opskrift", out)
    assert in_use() == 0
    client.post("/skriv/start", {"client_id": form["client_id"]})
    assert MINE not in client.get("/skriv").content.decode()
    assert Conversation.objects.count() == 2


@pytest.mark.parametrize("path", ["/", "/skriv", "/skriv/videre", "/gemmer", "/numre", "/opskrift"])
def test_pressed_without_a_network_it_ends_before_anything_is_drawn(
    phone: Client, path: str
) -> None:
    phone.cookies["o"] = "1"
    assert MINE not in phone.get(path).content.decode()
    assert (in_use(), cookies(phone), gone()) == (0, set(), "hurried")


def test_whoever_begins_anew_at_once_keeps_what_they_began(phone: Client) -> None:
    phone.cookies["o"] = "1"
    phone.post("/skriv/start", {"first_message": "en ny"})
    assert cookies(phone) == {"s"}
    assert "en ny" in phone.get("/skriv").content.decode()


def test_leaving_never_fails(phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database is away the neutral page comes, and the session ends when it is back."""

    def away(**_: Any) -> bool:
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(devices, "leave", away)
        answer = phone.get("/opskrift")
    assert (answer.status_code, "Boller med havre" in answer.content.decode()) == (200, True)
    assert cookies(phone) == {"s", "o"}
    assert MINE not in phone.get("/skriv").content.decode()
    assert (in_use(), cookies(phone)) == (0, set())


class TestSilence:
    def test_a_page_that_closed_itself_ends_the_device_quietly(self, phone: Client) -> None:
        unused_for(30)
        assert phone.post("/opskrift", {"still": "1"}).status_code == 204
        assert (in_use(), cookies(phone), gone()) == (0, set(), "still")

    def test_not_while_another_page_of_it_is_in_use(self, phone: Client) -> None:
        unused_for(12)
        phone.post("/opskrift", {"still": "1"})
        assert (in_use(), cookies(phone), gone()) == (1, {"s"}, "")

    def test_a_page_that_is_fetched_and_a_form_that_is_posted_are_signs_of_life(
        self, phone: Client
    ) -> None:
        for path in ("/skriv", "/", "/gemmer"):
            unused_for(29)
            phone.get(path)
            assert AccessToken.objects.filter(device=True).latest("id").used_at > (
                clock.now() - timedelta(minutes=1)
            )

    def test_what_was_written_too_long_is_kept_for_a_new_beginning(self, phone: Client) -> None:
        token = _form_token(phone)
        unused_for(30)
        at = clock.now() + timedelta(minutes=2)
        assert devices.let_silent_go(at=at, steady_since=at - timedelta(hours=1)) == 1
        form = {"form_token": token, "body": "det tog mig lang tid"}
        answer = phone.post("/skriv/besked", form)
        assert answer.status_code == 401
        assert 'name="first_message" value="det tog mig lang tid"' in answer.content.decode()
        assert phone.post("/skriv/besked", {**form, "form_token": "x"}).status_code == 302

    def test_the_frame_that_fills_itself_is_none(self, phone: Client) -> None:
        """A forgotten phone without a script is let go like any other."""
        unused_for(29)
        before = AccessToken.objects.get(device=True).used_at
        assert phone.get("/skriv/nyt").status_code == 200
        assert AccessToken.objects.get(device=True).used_at == before

    def test_what_a_page_asks_by_itself_is_none(self, phone: Client) -> None:
        token = _form_token(phone)
        unused_for(29)
        before = AccessToken.objects.get(device=True).used_at
        phone.post("/api/v1/conversation/token", headers={"X-Form-Token": token})
        phone.get("/api/v1/conversation/messages?after=0", headers={"X-Form-Token": token})
        assert AccessToken.objects.get(device=True).used_at == before
        asked = "/api/v1/conversation/messages?after=0&active=1"
        assert phone.get(asked, headers={"X-Form-Token": token}).status_code == 200
        assert AccessToken.objects.get(device=True).used_at > before


def _form_token(phone: Client) -> str:
    page = phone.get("/skriv").content.decode()
    return page.split('name="form_token" value="')[1].split('"')[0]
