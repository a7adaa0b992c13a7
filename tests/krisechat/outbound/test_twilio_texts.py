"""Twilio's client against a server that speaks its API: what each failure means for the text."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from krisechat.foundation import clock
from krisechat.outbound import twilio_http, twilio_texts
from krisechat.outbound.provider import InDoubt, Refused, TryLater
from krisechat.outbound.twilio_texts import TwilioTexts
from tests.support.demo_phone import DemoPhone
from tests.support.processes import free_port
from tests.support.texting import AMINA

STATUS = "http://127.0.0.1:9/twilio/status?o=1"


@pytest.fixture
def phone(tmp_path: Path, settings: Any) -> Iterator[DemoPhone]:
    with DemoPhone(tmp_path) as phone:
        settings.TWILIO_API_BASE_URL = phone.url
        yield phone


def send(to: str = AMINA, body: str = "æøå 💛") -> str:
    return TwilioTexts().send(to=to, body=body, status_url=STATUS)


def test_it_arrives_as_it_was_written(phone: DemoPhone) -> None:
    sid = send()
    text = phone.gets(AMINA)
    assert (text.sid, text.body, text.callback) == (sid, "æøå 💛", STATUS)


@pytest.mark.parametrize("code", ["21211", "21610", "21614"])
def test_what_twilio_will_never_send_is_refused_with_its_code(phone: DemoPhone, code: str) -> None:
    with pytest.raises(Refused) as refused:
        send(to=f"+45200{code}")
    assert refused.value.code == code
    assert "+45" not in str(refused.value)


def test_too_many_is_later(phone: DemoPhone) -> None:
    phone.ask_for(limited=1)
    with pytest.raises(TryLater):
        send()
    assert not phone.unlooked_for()


def test_wrong_keys_are_later_and_not_the_texts_fault(phone: DemoPhone, settings: Any) -> None:
    settings.TWILIO_AUTH_TOKEN = "another"
    with pytest.raises(TryLater):
        send()


def test_nobody_there_is_later(settings: Any) -> None:
    settings.TWILIO_API_BASE_URL = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(TryLater):
        send()


def test_taken_and_cut_off_is_in_doubt_and_found(phone: DemoPhone) -> None:
    phone.ask_for(cut=1)
    with pytest.raises(InDoubt):
        send()
    since = clock.now() - timedelta(seconds=30)
    [found] = TwilioTexts().look_up(to=AMINA, since=since)
    assert (found.id, found.body) == (phone.gets(AMINA).sid, "æøå 💛")


def test_too_slow_is_in_doubt(phone: DemoPhone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twilio_http, "TIMEOUT_SECONDS", 0.2)
    phone.ask_for(slow_s=1.0)
    with pytest.raises(InDoubt):
        send()
    phone.gets(AMINA)


def test_an_error_of_the_server_is_in_doubt(phone: DemoPhone) -> None:
    phone.ask_for(down=True)
    with pytest.raises(InDoubt):
        send()


def test_a_list_that_cannot_be_read_is_later(phone: DemoPhone) -> None:
    phone.ask_for(down=True)
    with pytest.raises(TryLater):
        TwilioTexts().look_up(to=AMINA, since=clock.now())
    with pytest.raises(TryLater):
        list(TwilioTexts().incoming(since=clock.now()))


def test_what_came_in_is_listed_over_all_pages(
    phone: DemoPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twilio_texts, "PAGE", 2)
    phone.ask_for(webhooks=False)
    sids = {phone.types(AMINA, f"nummer {number}") for number in range(5)}
    send()
    phone.gets(AMINA)
    found = list(TwilioTexts().incoming(since=clock.now() - timedelta(minutes=1)))
    assert {each.id for each in found} == sids
    assert {each.sender for each in found} == {AMINA}
    assert {each.body for each in found} == {f"nummer {number}" for number in range(5)}
