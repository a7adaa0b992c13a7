"""Right before a text goes it is asked again whether it may (P38, P42)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.models import Citizen, Outbound, Participant
from krisechat.operations import sending
from krisechat.outbound.recorder import Recorder
from routing.operations import queueing
from tests.support import people
from tests.support.texted import bodies, helpline, sms, state_of
from tests.support.texting import AMINA, due, texts, volunteer_writes, writes_by_web

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
NEUTRAL = "Hej. Du har fået svar. Se det, når det passer dig."

__all__ = ["helpline", "sms"]


def test_who_reads_on_the_web_gets_no_text() -> None:
    opened = people.amina("hej", phone=AMINA, sms_consent=True, sms_discreet=False)
    row = due(opened.conversation)
    assert sending.send_due(at=clock.now() + timedelta(seconds=30)) == 0
    me = Participant.objects.filter(conversation_id=opened.conversation, author="citizen")
    me.update(delivered_seq=row.seq)
    sending.send_due(at=clock.now() + MINUTE)
    assert (state_of(row), row.error_code) == ("cancelled", "read_on_web")


def test_who_is_gone_and_agreed_gets_the_words() -> None:
    opened = people.amina("hej", phone=AMINA, sms_consent=True, sms_discreet=False)
    due(opened.conversation)
    sending.send_due(at=clock.now() + MINUTE)
    assert bodies() == ["Jeg er her"]


def test_who_said_nothing_gets_one_neutral_sentence_until_they_come_back() -> None:
    opened = people.amina("hej", phone=AMINA, sms_consent=True)
    rows = [due(opened.conversation, f"nummer {number}") for number in range(3)]
    sending.send_due(at=clock.now() + MINUTE)
    assert bodies() == [NEUTRAL]
    assert [state_of(each) for each in rows] == ["accepted", "cancelled", "cancelled"]
    writes_by_web(opened.conversation, "jeg er tilbage")
    due(opened.conversation, "og væk igen")
    sending.send_due(at=clock.now() + MINUTE)
    assert bodies() == [NEUTRAL]


@pytest.mark.parametrize(
    "wishes",
    [{}, {"phone": AMINA}, {"sms_consent": True}, {"phone": AMINA, "sms_discreet": False}],
)
def test_without_number_and_consent_there_is_nothing_to_send(wishes: dict[str, Any]) -> None:
    opened = people.amina("hej", **wishes)
    volunteer_writes(opened.conversation, "Jeg er her")
    assert not Outbound.objects.exists()


def test_a_consent_taken_back_holds_what_is_on_its_way() -> None:
    opened = people.amina("hej", phone=AMINA, sms_consent=True, sms_discreet=False)
    row = due(opened.conversation)
    Citizen.objects.update(sms_consent=False)
    sending.send_due(at=clock.now() + MINUTE)
    assert (state_of(row), row.error_code) == ("failed", "no_consent")


@pytest.mark.parametrize("number", ["+4690123456", "+4590123456", "+4570201201"])
def test_numbers_that_cost_more_than_a_text_get_none(number: str) -> None:
    texts("hej", by=number)
    row = Outbound.objects.get(template="received")
    sending.send_due(at=clock.now())
    assert (state_of(row), row.error_code) == ("failed", "number_not_allowed")
    assert Recorder.calls == []


def test_what_was_erased_meanwhile_is_not_sent(sms: UUID) -> None:
    row = due(sms)
    queueing.erase_by_citizen(conversation=sms, at=clock.now())
    assert sending.send_due(at=clock.now()) == 0
    assert state_of(row) == "cancelled"


def test_a_number_has_a_budget_an_hour_and_what_is_over_it_waits(
    sms: UUID, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.KRISECHAT_TEXTS_A_NUMBER_AND_HOUR = 3  # one went before
    for number in range(4):
        due(sms, f"nummer {number}")
    at = clock.now()
    sending.send_due(at=at)
    assert bodies() == ["nummer 0", "nummer 1"]
    assert "budget" in caplog.text
    sending.send_due(at=at + timedelta(minutes=62))
    assert bodies() == ["nummer 2", "nummer 3"]


def test_all_numbers_together_have_one_too(settings: Any) -> None:
    settings.KRISECHAT_TEXTS_AN_HOUR = 2
    for number in range(4):
        texts("hej", by=f"+452010000{number}")
    sending.send_due(at=clock.now())
    assert len(Recorder.take()) == 2
