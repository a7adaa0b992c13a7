"""What becomes of a text message: words in a conversation, an answer, or a request to stop."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import (
    Citizen,
    Conversation,
    Helpline,
    InboundReceipt,
    Outbound,
    StoppedNumber,
)
from krisechat.operations import outbox, sending
from krisechat.outbound.recorder import Recorder
from krisechat.queries import transcripts
from routing.models import QueueEntry
from routing.operations import closures, incoming, queueing
from tests.support import people
from tests.support.texting import AMINA, texts, volunteer_writes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def helpline() -> None:
    people.lygten()


def shut() -> dict[str, Any]:
    """Closing now, until tomorrow."""
    at = clock.now() - timedelta(seconds=1)
    return {
        "helpline": Helpline.objects.get(),
        "account": new_id(),
        "reason": closures.Reason.ILLNESS,
        "until": at + timedelta(days=1),
        "at": at,
    }


def reached(conversation: UUID) -> None:
    """A volunteer's message has gone to the phone, since nobody read it on the web."""
    volunteer_writes(conversation, "er du der")
    sending.send_due(at=clock.now() + timedelta(minutes=1))
    assert len(Recorder.take(to=AMINA)) == 1


def bodies(conversation: Conversation) -> list[str]:
    return [each.body for each in transcripts.after(conversation.id, 0)]


def test_a_text_opens_a_conversation_that_waits() -> None:
    assert texts("hej, jeg er bange 💛 æøå") == "opened"
    conversation = Conversation.objects.get()
    assert (conversation.via, conversation.texting) == ("sms", "words")
    assert bodies(conversation) == ["hej, jeg er bange 💛 æøå"]
    assert QueueEntry.objects.get().conversation_id == conversation.id
    at = clock.now()
    sending.send_due(at=at)
    [received] = Recorder.take(to=AMINA)
    assert "112" in received.body


class TestAGoingConversation:
    def test_the_next_text_goes_into_it(self) -> None:
        texts("hej")
        assert texts("er der nogen") == "message"
        conversation = Conversation.objects.get()
        assert bodies(conversation) == ["hej", "er der nogen"]
        assert conversation.last_seq == 2

    def test_a_web_conversation_that_texted_the_number_gets_it_too(self) -> None:
        opened = people.amina("hej", phone=AMINA, sms_consent=True)
        reached(opened.conversation)
        assert texts("nu er jeg på mobilen") == "message"
        found = transcripts.after(opened.conversation, 0)
        assert [(each.via, each.body) for each in found] == [
            ("web", "hej"),
            ("web", "er du der"),
            ("sms", "nu er jeg på mobilen"),
        ]

    def test_without_consent_the_web_one_is_left_alone(self) -> None:
        opened = people.amina("hej", phone=AMINA)
        assert texts("hej") == "opened"
        assert [each.body for each in transcripts.after(opened.conversation, 0)] == ["hej"]

    def test_who_agreed_to_the_words_and_writes_by_text_is_answered_at_once(self) -> None:
        opened = people.amina("hej", phone=AMINA, sms_consent=True, sms_discreet=False)
        reached(opened.conversation)
        texts("nu er jeg på mobilen")
        assert Conversation.objects.get(id=opened.conversation).texting == "words"

    def test_who_wants_to_be_discreet_stays_so(self) -> None:
        opened = people.amina("hej", phone=AMINA, sms_consent=True)
        reached(opened.conversation)
        texts("nu er jeg på mobilen")
        assert Conversation.objects.get(id=opened.conversation).texting == "gone_neutral"

    def test_cpr_numbers_are_masked(self) -> None:
        texts("mit cpr er 010190-1234")
        assert bodies(Conversation.objects.get()) == ["mit cpr er ••••••-••••"]

    def test_1600_characters_come_whole(self) -> None:
        words = "æøå 💛 " * 266
        texts(words)
        assert bodies(Conversation.objects.get()) == [words.strip()]


class TestOneTextOnce:
    def test_handled_twice_it_is_stored_once(self) -> None:
        texts("hej")
        row = InboundReceipt.objects.get()
        assert row.payload_sealed is None
        assert row.sender_digest is None
        assert incoming.handle_due(at=clock.now()) == 0
        assert Conversation.objects.get().last_seq == 1

    def test_what_fails_is_tried_again_and_has_left_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(**_: object) -> None:
            raise ZeroDivisionError

        at = clock.now()
        with monkeypatch.context() as broken:
            broken.setattr(outbox, "text_citizen", fails)
            assert texts("hej", at=at) == ""
        assert not Conversation.objects.exists()
        assert incoming.handle_due(at=at) == 0
        assert incoming.handle_due(at=at + timedelta(seconds=2)) == 1
        assert bodies(Conversation.objects.get()) == ["hej"]

    def test_one_persons_texts_keep_their_order_also_when_the_first_one_fails(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        at = clock.now()
        with monkeypatch.context() as broken:
            broken.setattr(outbox, "text_citizen", lambda **_: 1 / 0)
            texts("et", at=at)
        assert texts("to", at=at + timedelta(milliseconds=1)) == ""
        incoming.handle_due(at=at + timedelta(seconds=3))
        assert bodies(Conversation.objects.get()) == ["et", "to"]

    def test_a_burst_is_slowed_and_nothing_of_it_is_lost(self) -> None:
        at = clock.now()
        results = [texts(f"nummer {number}", at=at) for number in range(25)]
        assert results.count("") > 0
        for second in range(1, 60):
            incoming.pace.clear()
            incoming.handle_due(at=at + timedelta(seconds=second))
        expected = [f"nummer {number}" for number in range(25)]
        assert bodies(Conversation.objects.get()) == expected


class TestStop:
    @pytest.mark.parametrize(
        "word", ["STOP", "stop", " Stop. ", "SLUT", "AFMELD", "quit", "StopAll!"]
    )
    def test_alone_it_is_obeyed_answered_once_and_shown(self, word: str) -> None:
        texts("hej")
        conversation = Conversation.objects.get()
        assert texts(word) == "stopped"
        assert texts(word) == "stopped_before"
        assert bodies(conversation) == ["hej", word.strip(), word.strip()]
        conversation.refresh_from_db()
        assert conversation.texting == "none"
        sending.send_due(at=clock.now())
        [said] = Recorder.take()
        assert "flere beskeder" in said.body  # `received` did not go any more
        assert Outbound.objects.get(template="received").error_code == "stopped"

    def test_inside_a_plea_it_is_a_word_like_any_other(self) -> None:
        texts("hej")
        assert texts("stop ham, han slår") == "message"
        assert Conversation.objects.get().texting == "words"

    def test_nothing_a_volunteer_writes_goes_to_the_phone_any_more(self) -> None:
        texts("hej")
        sending.send_due(at=clock.now())
        Recorder.take()
        conversation = Conversation.objects.get()
        volunteer_writes(conversation.id, "på vej ud allerede")
        texts("stop")
        volunteer_writes(conversation.id, "er du der")
        sending.send_due(at=clock.now())
        assert [each.body for each in Recorder.take()] == [
            "Du får ikke flere beskeder fra os. Skriv til os, hvis du vil høre fra os igen. "
            "Er der fare for liv, så ring 112."
        ]

    def test_writing_again_lifts_it(self) -> None:
        texts("hej")
        texts("stop")
        assert texts("jeg fortrød") == "message"
        assert Conversation.objects.get().texting == "words"
        assert not StoppedNumber.objects.exists()
        sending.send_due(at=clock.now())
        Recorder.take()

    def test_it_holds_for_the_number_whoever_gave_it(self) -> None:
        texts("hej")
        texts("stop")
        opened = people.amina("hej", phone=AMINA, sms_consent=True, sms_discreet=False)
        volunteer_writes(opened.conversation, "hej igen")
        later = clock.now() + timedelta(minutes=2)
        sending.send_due(at=later)
        assert [each.body[:10] for each in Recorder.take()] == ["Du får ikk"]

    def test_from_a_stranger_it_opens_nothing(self) -> None:
        assert texts("STOP") == "stopped_before"
        assert not Conversation.objects.exists()

    def test_nej_is_stop_only_in_answer_to_our_own_words(self) -> None:
        texts("hej")
        sending.send_due(at=clock.now())
        Recorder.take()
        conversation = Conversation.objects.get()
        volunteer_writes(conversation.id, "er du alene")
        sending.send_due(at=clock.now())
        Recorder.take()
        assert texts("Nej") == "message"
        assert texts("stop") == "stopped"
        texts("hej igen")
        sending.send_due(at=clock.now())
        Recorder.take()
        assert texts("nej") == "stopped"
        sending.send_due(at=clock.now())
        Recorder.take()


class TestNobodyHere:
    def test_closed_it_says_when_it_opens_and_whom_to_call(self) -> None:
        closures.close(**shut())
        assert texts("hej") == "closed"
        assert texts("er der nogen") == "closed"
        assert not Conversation.objects.exists()
        sending.send_due(at=clock.now())
        [said] = Recorder.take()
        assert "112" in said.body
        assert "Skriv igen" in said.body

    def test_a_conversation_that_goes_on_goes_on(self) -> None:
        texts("hej")
        closures.close(**shut())
        assert texts("er der nogen") == "message"

    def test_a_picture_alone_is_answered_kindly(self) -> None:
        assert texts("", NumMedia="1") == "no_words"
        sending.send_due(at=clock.now())
        [said] = Recorder.take()
        assert "ord" in said.body
        assert not Conversation.objects.exists()


class TestComingBack:
    def test_the_same_number_is_the_same_pseudonym_and_sees_nothing_of_before(self) -> None:
        texts("første gang")
        first = Conversation.objects.get()
        queueing.end_by_citizen(conversation=first.id, at=clock.now())
        assert texts("anden gang") == "opened"
        second = Conversation.objects.exclude(id=first.id).get()
        assert second.citizen_id == first.citizen_id
        assert bodies(second) == ["anden gang"]

    def test_a_number_typed_on_the_web_is_proof_of_nothing(self) -> None:
        opened = people.amina("hej", phone=AMINA, sms_consent=True)
        queueing.end_by_citizen(conversation=opened.conversation, at=clock.now())
        texts("hej")
        assert Citizen.objects.count() == 2
