"""/numre: by what a number is for, 112 first, and what is open now only as it was seen, when."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from krisechat.models import Conversation
from tests.support import people
from tests.support.directory import phoned
from tests.support.quick import quick_return_codes

__all__ = ["quick_return_codes"]

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 13, tzinfo=UTC)  # 14:00 in Denmark
LIVSLINIEN = "+4570201201"
WORKING_DAYS = {"week": [[day, "09:00", "15:30"] for day in range(5)], "holidays": "closed"}


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    people.lygten()
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def browser() -> Client:
    return Client(headers={"accept-language": "da"})


def _page(browser: Client, query: str = "") -> str:
    return browser.get("/numre" + query).content.decode()


def _wait_about(browser: Client, topic: str) -> None:
    """In a conversation whose subject is known, as from a helpline that asks for it."""
    browser.post("/skriv/start", {"first_message": "hej"})
    Conversation.objects.update(topic=topic)


def _headings(page: str) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]+)</h2>", page)


def test_every_number_stands_once_under_what_it_is_for(browser: Client) -> None:
    page = _page(browser)
    assert _headings(page)[:4] == ["Fare nu", "Vold og frygt", "Tanker om at dø", "Børn og unge"]
    tels = re.findall(r'<li[^>]*><a href="tel:([^"]+)"', page)
    assert tels[0] == "112" and len(tels) == len(set(tels)) == 23


def test_the_persons_own_subject_comes_right_after_danger(browser: Client) -> None:
    _wait_about(browser, "loneliness")
    assert _headings(_page(browser))[:2] == ["Fare nu", "Angst, tunge tanker og ensomhed"]


def test_nothing_is_said_about_now_before_hours_are_verified(browser: Client) -> None:
    phoned(LIVSLINIEN, None, hours=WORKING_DAYS)
    page = _page(browser)
    assert "Mandag til fredag kl. 9 til 15.30" in page
    for words in ("Åbent nu", "Åbner", "Lukket nu", "sådan var det kl."):
        assert words not in page


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (MONDAY, "Åbent nu, til kl. 15.30"),
        (MONDAY - timedelta(hours=6), "Åbner kl. 9"),
        (MONDAY + timedelta(hours=4), "Åbner i morgen kl. 9"),
        (MONDAY + timedelta(days=4, hours=4), "Åbner mandag kl. 9"),
    ],
)
def test_open_or_not_is_a_word_with_the_time_it_was_seen(
    browser: Client, at: datetime, words: str
) -> None:
    phoned(LIVSLINIEN, MONDAY.date(), hours=WORKING_DAYS)
    with time_machine.travel(at, tick=False):
        page = _page(browser)
    assert f">{words}</em>" in page
    seen = (at + timedelta(hours=1)).strftime("%H.%M").lstrip("0")
    assert f"Åbent eller lukket: sådan var det kl. {seen}." in page
    assert "Mandag til fredag kl. 9 til 15.30" in page


def test_a_list_that_lies_open_says_hours_and_nothing_about_now(browser: Client) -> None:
    """The conversation's page stays open for hours, also without a network."""
    phoned(LIVSLINIEN, MONDAY.date(), hours=WORKING_DAYS)
    _wait_about(browser, "suicidal-thoughts")
    for path in ("/", "/skriv"):
        page = browser.get(path).content.decode()
        assert "Mandag til fredag kl. 9 til 15.30" in page
        assert "Åbent nu" not in page


def test_the_short_list_of_a_conversation_begins_with_its_subject(browser: Client) -> None:
    _wait_about(browser, "addiction")
    listed = re.search(r'<ul class="calls".*?</ul>', browser.get("/skriv").content.decode(), re.S)
    assert listed
    tels = re.findall(r'href="tel:([^"]+)"', listed[0])
    assert tels[:4] == ["112", "+4580200500", "1888", "116111"]


def test_where_nobody_has_phoned_only_112_and_114_are_shown(
    browser: Client, settings: object
) -> None:
    settings.KRISECHAT_SHOW_UNVERIFIED_NUMBERS = False  # type: ignore[attr-defined]
    assert re.findall(r'<li[^>]*><a href="tel:([^"]+)"', _page(browser)) == ["112", "114"]
    phoned(LIVSLINIEN, MONDAY.date() - timedelta(days=180))
    assert f'href="tel:{LIVSLINIEN}"' in _page(browser)
    phoned(LIVSLINIEN, MONDAY.date() - timedelta(days=181))
    assert f'href="tel:{LIVSLINIEN}"' not in _page(browser)


def test_the_api_says_the_same(browser: Client) -> None:
    phoned(LIVSLINIEN, MONDAY.date(), hours=WORKING_DAYS)
    others = browser.get("/api/v1/status").json()["alternatives"]
    assert others[0]["phone"] == "112" and others[0]["hours"] == "Altid åbent"
    livslinien = next(each for each in others if each["phone"] == LIVSLINIEN)
    assert livslinien == {
        "name": "Livslinien",
        "phone": LIVSLINIEN,
        "url": "https://www.livslinien.dk",
        "hours": "Mandag til fredag kl. 9 til 15.30",
        "open_now": True,
        "topics": ["suicide"],
    }
    assert all(each["open_now"] is None for each in others if each != livslinien)


def test_in_another_language_hours_and_headings_are_in_it(browser: Client) -> None:
    phoned(LIVSLINIEN, MONDAY.date(), hours=WORKING_DAYS)
    page = _page(browser, "?sprog=en")
    assert "Thoughts of dying" in page
    assert "Monday" in page and "Mandag" not in page
