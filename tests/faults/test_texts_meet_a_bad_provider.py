"""Whatever the provider does, each text reaches its phone exactly once (P11). Time is a value; the
provider is the demo phone, over HTTP, through Twilio's own client."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.models import Conversation, Outbound
from krisechat.operations import sending
from krisechat.outbound import twilio_http
from krisechat.states.outbound import UNDECIDED
from krisechat.twilio.phone.store import Wanted
from tests.support import people
from tests.support.demo_phone import DemoPhone
from tests.support.texting import AMINA, texts, volunteer_writes

pytestmark = pytest.mark.django_db

WORDS = ["Jeg er her", "Tag den tid, du skal bruge", "Er du alene"]


@pytest.fixture
def phone(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[DemoPhone]:
    settings.KRISECHAT_TEXTS = "krisechat.outbound.twilio_texts.TwilioTexts"
    monkeypatch.setattr(twilio_http, "TIMEOUT_SECONDS", 0.25)
    with DemoPhone(tmp_path) as phone:
        settings.TWILIO_API_BASE_URL = phone.url
        yield phone


@pytest.fixture
def conversation(phone: DemoPhone) -> UUID:
    people.lygten()
    texts("hej")
    sending.send_due(at=clock.now())
    phone.gets(AMINA)
    conversation = Conversation.objects.get().id
    for words in WORDS:
        volunteer_writes(conversation, words)
    return conversation


def on_the_phone(phone: DemoPhone) -> list[str]:
    """What was sent to it after the first answer, oldest first."""
    found = phone.machine.store.texts(Wanted(receiver=AMINA), limit=100)
    return [each.body for each in reversed(found)][1:]


def goes_on(*, since: datetime, seconds: int = 400) -> None:
    """The clock runs on, a second at a time at first, until everything is decided."""
    for second in (*range(60), *range(60, seconds, 10)):
        sending.send_due(at=since + timedelta(seconds=second))
        if not Outbound.objects.filter(state__in=UNDECIDED).exists():
            return


@pytest.mark.usefixtures("conversation")
class TestEachOnce:
    def test_taken_and_then_cut_off(self, phone: DemoPhone) -> None:
        phone.ask_for(cut=2)
        goes_on(since=clock.now())
        assert on_the_phone(phone) == WORDS

    def test_too_many_requests(self, phone: DemoPhone) -> None:
        phone.ask_for(limited=4)
        goes_on(since=clock.now())
        assert on_the_phone(phone) == WORDS

    def test_slower_than_we_wait(self, phone: DemoPhone) -> None:
        at = clock.now()
        phone.ask_for(slow_s=0.6)
        sending.send_due(at=at)
        sending.send_due(at=at + timedelta(seconds=3))  # nor can its list be read
        phone.ask_for(slow_s=0.0)
        goes_on(since=at + timedelta(seconds=10))
        assert on_the_phone(phone) == WORDS

    def test_away_and_back(self, phone: DemoPhone) -> None:
        at = clock.now()
        phone.ask_for(down=True)
        for second in range(0, 120, 10):
            sending.send_due(at=at + timedelta(seconds=second))
        assert on_the_phone(phone) == []
        phone.ask_for(down=False)
        goes_on(since=at + timedelta(minutes=2))
        assert on_the_phone(phone) == WORDS


def test_a_final_no_is_not_tried_again(phone: DemoPhone) -> None:
    people.lygten()
    texts("hej", by="+4520021610")
    at = clock.now()
    for minute in range(5):
        sending.send_due(at=at + timedelta(minutes=minute))
    row = Outbound.objects.get()
    assert (row.state, row.error_code, row.tries) == ("failed", "21610", 1)
