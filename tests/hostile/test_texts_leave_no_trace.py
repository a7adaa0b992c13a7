"""P20 for texts: neither the words nor the number stand in the database or the log, whatever the
provider does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from krisechat.foundation import clock
from krisechat.models import Conversation
from krisechat.operations import sending
from krisechat.outbound import twilio_http
from routing.operations import incoming
from tests.hostile.test_leaked_database import dump
from tests.support import people
from tests.support.canaries import leaked
from tests.support.demo_phone import DemoPhone
from tests.support.texting import fields, post, volunteer_writes

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = "+4520739146"
CAME = "grævlingen sover i skuret bag æbletræet"
WENT = "hun nævnte vandtårnet i Østerbæk"
SECRETS = [NUMBER, NUMBER[3:], CAME, WENT]


@pytest.fixture
def phone(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[DemoPhone]:
    settings.KRISECHAT_TEXTS = "krisechat.outbound.twilio_texts.TwilioTexts"
    monkeypatch.setattr(twilio_http, "TIMEOUT_SECONDS", 0.25)
    with DemoPhone(tmp_path) as phone:
        settings.TWILIO_API_BASE_URL = phone.url
        yield phone


def test_nothing_of_a_text_is_in_clear(phone: DemoPhone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    people.lygten()
    assert post("/twilio/sms", fields(CAME, by=NUMBER)).status_code == 200
    forged = post("/twilio/sms", fields(CAME, by=NUMBER), **{"X-Twilio-Signature": "x"})
    assert forged.status_code == 403
    places = dump()  # stored, and not handled yet
    at = clock.now()
    incoming.handle_due(at=at)
    volunteer_writes(Conversation.objects.get().id, WENT)
    for number, fault in enumerate(
        (
            {"limited": 1},
            {"cut": 1},
            {"down": True},
            {"down": False, "slow_s": 0.5},
            {"slow_s": 0.0},
        )
    ):
        phone.ask_for(**fault)
        sending.send_due(at=at + timedelta(seconds=10 * number))
        places += dump()
    sending.send_due(at=at + timedelta(minutes=3))
    assert phone.gets(NUMBER).body
    assert phone.gets(NUMBER).body == WENT
    assert leaked(SECRETS, *places, *dump(), caplog.text.encode()) == {}


def test_the_search_would_have_found_it() -> None:
    assert leaked(SECRETS, f"To={NUMBER}&Body={WENT}".encode()) == {
        NUMBER: 1,
        NUMBER[3:]: 1,
        WENT: 1,
    }
