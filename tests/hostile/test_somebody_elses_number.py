"""Somebody types another's telephone number on the web, or sends texts that seem to come from it:
they learn nothing of what the other writes, and the other's STOP holds (P38, P42, P44)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Conversation, Helpline, Outbound
from krisechat.operations import outbox, sending, text_consent
from krisechat.outbound.recorder import Recorder
from krisechat.privacy import pseudonyms
from krisechat.queries import transcripts
from routing.operations import assignments, closures, incoming, queueing
from routing.queries import earlier
from tests.support import people
from tests.support.texting import AMINA, texts, volunteer_writes, writes_by_web
from volunteers.operations import presence

pytestmark = pytest.mark.django_db

ANOTHER = "+4520739146"
PLEA = "han kommer hjem om lidt"


@pytest.fixture(autouse=True)
def helpline() -> None:
    people.lygten()


def he_types_her_number(*, discreet: bool = False) -> UUID:
    """A conversation on the web, by somebody who says that Amina's number is theirs."""
    return people.amina(phone=AMINA, sms_consent=True, sms_discreet=discreet).conversation


def sees(conversation: UUID) -> list[str]:
    return [each.body for each in transcripts.after(conversation, 0)]


def in_some_minutes() -> datetime:
    return clock.now() + timedelta(minutes=5)


def sent() -> list[str]:
    sending.send_due(at=clock.now() + timedelta(minutes=2))
    return [each.body for each in Recorder.take(to=AMINA)]


class TestWhatSheWrites:
    def test_her_first_text_does_not_go_to_a_page_that_only_gave_her_number(self) -> None:
        his = he_types_her_number()
        assert texts(PLEA) == "opened"
        assert PLEA not in sees(his)

    def test_her_conversation_stays_hers(self) -> None:
        texts("hej")
        hers = Conversation.objects.get()
        his = he_types_her_number()
        volunteer_writes(his, "hej")
        assert sent()
        assert texts(PLEA) == "message"
        assert PLEA in sees(hers.id)
        assert PLEA not in sees(his)

    def test_a_number_put_in_place_of_one_that_was_reached_counts_as_new(self) -> None:
        his = people.amina(phone=ANOTHER, sms_consent=True, sms_discreet=False).conversation
        volunteer_writes(his, "hej")
        sending.send_due(at=clock.now() + timedelta(minutes=2))
        assert len(Recorder.take(to=ANOTHER)) == 1
        text_consent.allow(
            conversation=his, phone=AMINA, discreet=False, at=clock.now() + timedelta(minutes=3)
        )
        assert texts(PLEA, at=clock.now() + timedelta(minutes=4)) == "opened"
        assert PLEA not in sees(his)


class TestHerStop:
    def test_what_she_writes_afterwards_is_not_his_even_if_he_agrees_for_her_again(self) -> None:
        his = he_types_her_number()
        volunteer_writes(his, "hej")
        sent()
        assert texts("STOP") == "stopped"
        sent()
        text_consent.allow(conversation=his, phone=AMINA, discreet=False, at=in_some_minutes())
        assert texts(PLEA, at=in_some_minutes()) == "opened"
        assert PLEA not in sees(his)
        sent()

    def test_it_holds_when_the_number_is_taken_back_and_given_anew(self) -> None:
        his = he_types_her_number()
        volunteer_writes(his, "hej")
        sent()
        assert texts("STOP") == "stopped"
        sent()
        text_consent.refuse(conversation=his, at=clock.now())
        again = he_types_her_number()
        volunteer_writes(again, "er du der")
        assert sent() == []

    def test_it_holds_when_another_number_takes_its_place(self) -> None:
        his = he_types_her_number()
        volunteer_writes(his, "hej")
        sent()
        texts("STOP")
        sent()
        text_consent.allow(conversation=his, phone=ANOTHER, discreet=False, at=clock.now())
        again = he_types_her_number()
        volunteer_writes(again, "er du der")
        assert sent() == []

    def test_it_holds_when_the_conversation_is_erased(self) -> None:
        his = he_types_her_number()
        volunteer_writes(his, "hej")
        sent()
        texts("STOP")
        sent()
        queueing.erase_by_citizen(conversation=his, at=clock.now())
        again = he_types_her_number()
        volunteer_writes(again, "er du der")
        assert sent() == []


def test_stop_and_hello_in_turn_do_not_flood_her_phone(settings: Any) -> None:
    settings.KRISECHAT_TEXTS_A_NUMBER_AND_HOUR = 5
    got: list[str] = []
    for _ in range(10):
        incoming.pace.clear()
        texts("hej")
        texts("STOP")
        got += sent()
    assert len(got) == 5


def test_on_the_web_her_number_makes_nobody_somebody_who_was_here_before() -> None:
    texts("hej")
    bo = people.bo()
    presence.choose(bo, status="available", capacity=None, at=clock.now())
    hers = assignments.take_next(bo, at=clock.now())
    queueing.end_by_citizen(conversation=hers, at=clock.now())
    his = he_types_her_number()
    assert earlier.talked_with(Conversation.objects.filter(id=his)) == {}
    texts(PLEA)
    again = Conversation.objects.filter(via="sms", state="waiting")
    assert list(earlier.talked_with(again).values()) == [{bo.account}]


def test_a_number_from_which_nobody_wrote_gets_few_texts_an_hour() -> None:
    his = he_types_her_number(discreet=True)
    at, got = clock.now(), 0
    for _ in range(10):
        volunteer_writes(his, "er du der")
        at += timedelta(minutes=2)
        sending.send_due(at=at)
        got += len(Recorder.take(to=AMINA))
        writes_by_web(his, "ja")
    assert got == 6


def test_a_flood_from_many_numbers_does_not_keep_a_lead_from_being_called(settings: Any) -> None:
    settings.KRISECHAT_TEXTS_AN_HOUR = 2
    for number in range(4):
        texts("hej", by=f"+452010000{number}")
    sending.send_due(at=clock.now())
    dorte = people.PHONES["dorte"]
    outbox.text_account(
        account=people.dorte().account, phone=dorte, template="danger", once="danger:1",
        conversation=None, at=clock.now(),
    )  # fmt: skip
    sending.send_due(at=clock.now())
    assert [each.to for each in Recorder.take()][2:] == [dorte]


def test_whoever_works_here_is_called_in_about_the_web_as_often_as_needed() -> None:
    his = he_types_her_number()
    dorte = people.PHONES["dorte"]
    account = people.dorte().account
    for number in range(8):
        outbox.text_account(
            account=account, phone=dorte, template="danger", once=f"danger:{number}",
            conversation=his, at=clock.now(),
        )  # fmt: skip
    sending.send_due(at=clock.now() + timedelta(seconds=1))
    assert len(Recorder.take(to=dorte)) == 8


def test_no_hash_of_a_number_outlives_its_erasure_in_the_name_of_a_cause() -> None:
    at = clock.now()
    closures.close(
        helpline=Helpline.objects.get(), account=new_id(), reason=closures.Reason.ILLNESS,
        until=at + timedelta(days=1), at=at,
    )  # fmt: skip
    assert texts("hej", at=at + timedelta(seconds=1)) == "closed"
    texts("hej igen", at=at + timedelta(seconds=2))
    [row] = Outbound.objects.all()
    digest = pseudonyms.phone_digest(AMINA).hex()
    assert digest[:8] not in row.once + row.recipient_id
    sent()
