"""What the door says outside opening hours, and to those who are in when it closes."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from krisechat.models import Conversation
from krisechat.operations import helplines
from routing.models import Closure
from routing.operations import service_nights
from routing.rules.service_night import Night
from tests.support.quick import quick_return_codes

__all__ = ["quick_return_codes"]

pytestmark = pytest.mark.django_db

OPENS = datetime(2026, 11, 21, 20, tzinfo=UTC)  # Saturday 21:00 in Copenhagen
CLOSES = OPENS + timedelta(hours=8)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def lygten() -> None:
    """Open on Saturdays from 21 to 5."""
    helpline = helplines.set_up(
        slug="lygten", name="Lygten", languages=["da", "en"], topics=[], sms_number=""
    )
    night = Night(weekday=5, starts=time(21), minutes=480)
    service_nights.set_up(helpline=helpline, nights=[night], at=OPENS)


@pytest.fixture
def browser() -> Client:
    return Client(headers={"accept-language": "da"})


def test_the_status_says_when_it_opens_and_closes(browser: Client) -> None:
    with time_machine.travel(OPENS - MINUTE, tick=False):
        status = browser.get("/api/v1/status").json()
    assert (status["open"], status["opens_at"]) == (False, "2026-11-21T20:00:00Z")
    assert status["closes_at"] is status["estimated_wait_seconds"] is None
    assert status["alternatives"][0]["phone"] == "112"

    with time_machine.travel(OPENS, tick=False):
        status = browser.get("/api/v1/status").json()
    assert (status["open"], status["opens_at"]) == (True, None)
    assert status["closes_at"] == "2026-11-22T04:00:00Z"


def test_who_comes_outside_the_hours_is_told_when_and_whom_to_call(browser: Client) -> None:
    with time_machine.travel(CLOSES, tick=False):
        answer = browser.post("/api/v1/conversations", {}, content_type="application/json")
    assert answer.status_code == 409
    assert answer.json()["code"] == "closed"
    assert answer.json()["opens_at"] == "2026-11-28T20:00:00Z"
    assert answer.json()["alternatives"][0]["phone"] == "112"
    assert not Conversation.objects.exists()


def test_who_was_let_in_just_before_is_let_in_again_when_the_answer_was_lost(
    browser: Client,
) -> None:
    asked = {"client_id": "018f3d2e-6b1a-7c3d-9e4f-0123456789ab"}
    answers = []
    for at in (CLOSES - MINUTE, CLOSES + MINUTE, CLOSES + 10 * MINUTE):
        with time_machine.travel(at, tick=False):
            answers.append(
                browser.post("/api/v1/conversations", asked, content_type="application/json")
            )
    assert [answer.status_code for answer in answers] == [201, 201, 409]
    assert answers[0].json()["conversation"] == answers[1].json()["conversation"]
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize(
    ("at", "language", "words"),
    [
        (OPENS - 9 * 60 * MINUTE, "da", "Vi er her igen i dag kl. 21."),
        (CLOSES, "da", "Vi er her igen lørdag 28. november kl. 21."),
        (CLOSES, "en", "We are here again on Saturday 28 November at 21:00."),
    ],
)
def test_the_closed_page_says_when_we_are_here_again(
    at: datetime, language: str, words: str
) -> None:
    with time_machine.travel(at, tick=False):
        page = Client(headers={"accept-language": language}).get("/").content.decode()
    assert words in page
    assert 'href="tel:112"' in page
    assert 'class="btn main"' not in page


def test_closed_at_short_notice_nobody_comes_in(browser: Client) -> None:
    helpline = helplines.set_up(slug="lygten", name="", languages=[], topics=[], sms_number="")
    Closure.objects.create(
        helpline=helpline, begins_at=OPENS, ends_at=OPENS + 90 * MINUTE, reason="illness"
    )
    with time_machine.travel(OPENS + MINUTE, tick=False):
        assert "Vi er her igen i dag kl. 22.30." in browser.get("/").content.decode()
        answer = browser.post("/api/v1/conversations", {}, content_type="application/json")
    assert answer.json()["opens_at"] == "2026-11-21T21:30:00Z"


def test_who_waits_is_told_that_we_close_and_keeps_the_place(browser: Client) -> None:
    with time_machine.travel(CLOSES - 61 * MINUTE, tick=False):
        browser.post("/skriv/start", {"first_message": "hej"})
        assert "Vi lukker" not in browser.get("/skriv").content.decode()
    with time_machine.travel(CLOSES - 60 * MINUTE, tick=False):
        assert (
            "Vi lukker for nye kl. 5.00. Du er kommet i tide"
            in browser.get("/skriv").content.decode()
        )
    with time_machine.travel(CLOSES + MINUTE, tick=False):
        page = browser.get("/skriv").content.decode()
        assert "Vi har lukket for nye. Du kom i tide" in page
        assert 'data-state="waiting"' in page
    assert Conversation.objects.get().state == "waiting"
