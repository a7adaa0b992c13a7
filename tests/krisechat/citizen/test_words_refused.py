"""Four words that bring nobody back: said on the page, and not kept by the browser."""

import pytest
from django.test import Client

from krisechat.citizen import proving
from krisechat.foundation.refusals import ProofRequired, RateLimited
from tests.support import people

pytestmark = pytest.mark.django_db

TYPED = {"return_code": "hest pære xylofonord blå"}


@pytest.fixture
def client() -> Client:
    people.lygten()
    return Client()


@pytest.mark.parametrize("language", ["", "?sprog=en"])
def test_what_was_typed_is_left_behind_by_leading_on(client: Client, language: str) -> None:
    """A browser writes what was posted for the page it shows to its session file."""
    answer = client.post(f"/skriv/tilbage{language}", TYPED)
    assert (answer.status_code, "s" in answer.cookies) == (303, False)
    assert "xylofonord" not in answer["Location"]
    shown = client.get(answer["Location"]).content.decode()
    assert "<details open>" in shown
    assert ("De ord kender vi ikke" in shown) == (not language)
    assert "xylofonord" not in shown


@pytest.mark.parametrize("ours", [True, False])
def test_the_work_to_do_goes_along(
    client: Client, ours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    challenge = proving.challenge(source=b"x") if ours else '"><script>'

    def many(*_: object) -> None:
        raise ProofRequired("Many.", challenge=challenge, bits=15, retry_after=20)

    monkeypatch.setattr("krisechat.citizen.slowing.guess", many)
    shown = client.post("/skriv/tilbage", TYPED, follow=True).content.decode()
    assert "Vent 20 sekunder" in shown
    assert (f'name="challenge" value="{challenge}"' in shown) == ours
    assert '"><script>' not in shown


def test_too_fast_is_said_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fast(*_: object) -> None:
        raise RateLimited("Wait.", retry_after=20)

    monkeypatch.setattr("krisechat.citizen.slowing.guess", fast)
    shown = client.post("/skriv/tilbage", TYPED, follow=True).content.decode()
    assert "Vent lidt, og send så igen" in shown
