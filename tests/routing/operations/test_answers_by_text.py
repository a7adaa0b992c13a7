"""Did it help, by text: asked once a little after the end, and a plea is never taken for an answer
(S5)."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.models import Conversation, Feedback, Outbound
from krisechat.operations import actors, conversations, sending
from krisechat.outbound.recorder import Recorder
from krisechat.privacy import sealing
from krisechat.queries import transcripts
from routing.operations import queueing
from tests.support import people
from tests.support.texting import AMINA, texts, volunteer_writes

pytestmark = pytest.mark.django_db

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def talk() -> UUID:
    """Amina came by text, and Bo answered."""
    people.lygten()
    texts("hej")
    conversation = Conversation.objects.get().id
    volunteer_writes(conversation, "Jeg er her")
    return conversation


@pytest.fixture
def asked(talk: UUID) -> datetime:
    """It is over, and Amina has been asked; since when."""
    return ended(talk)


def ended(talk: UUID, *, outcome: str = "ended") -> datetime:
    at = clock.now()
    conversations.end(conversation=talk, actor=actors.SYSTEM, outcome=outcome, at=at)
    sending.send_due(at=at + timedelta(seconds=110))
    Recorder.take()
    sending.send_due(at=at + 3 * MINUTE)
    return at + 3 * MINUTE


def last() -> str:
    """The words that went to Amina last."""
    return Recorder.take(to=AMINA)[-1].body


def test_it_is_asked_once_a_little_after_the_end(asked: datetime) -> None:
    assert last() == "Hjalp det? Svar ja, lidt eller nej. Du må gerne lade være."
    sending.send_due(at=asked + HOUR)


@pytest.mark.parametrize("outcome", ["abuse", "test"])
def test_some_endings_ask_nothing(talk: UUID, outcome: str) -> None:
    ended(talk, outcome=outcome)
    assert not Recorder.take()


def test_whom_nobody_answered_is_not_asked_whether_it_helped() -> None:
    people.lygten()
    texts("hej")
    queueing.end_by_citizen(conversation=Conversation.objects.get().id, at=clock.now())
    assert not Outbound.objects.filter(template="helped").exists()


def test_who_came_by_web_is_asked_there() -> None:
    opened = people.amina("hej", phone=AMINA, sms_consent=True)
    volunteer_writes(opened.conversation, "Jeg er her")
    queueing.end_by_citizen(conversation=opened.conversation, at=clock.now())
    assert not Outbound.objects.filter(template="helped").exists()


def test_who_has_written_again_before_that_is_not_asked(talk: UUID) -> None:
    at = clock.now()
    conversations.end(conversation=talk, actor=actors.SYSTEM, at=at)
    texts("forresten", at=at + timedelta(seconds=30))
    sending.send_due(at=at + 3 * MINUTE)
    assert not [each for each in Recorder.take() if "Hjalp" in each.body]


def test_yes_is_stored_and_thanked_for(talk: UUID, asked: datetime) -> None:
    Recorder.take()
    assert texts(" JA!! ", at=asked) == "helped"
    assert Feedback.objects.get(conversation_id=talk).helped == "yes"
    sending.send_due(at=asked)
    assert "Tak for dit svar" in last()


@pytest.mark.parametrize(("said", "stored"), [("lidt", "partly"), ("Nej.", "no")])
def test_otherwise_one_question_more(talk: UUID, asked: datetime, said: str, stored: str) -> None:
    Recorder.take()
    assert texts(said, at=asked) == "helped"
    sending.send_due(at=asked)
    assert "Hvad ville hjælpe" in last()
    assert texts("længere tid, mit cpr er 010190-1234", at=asked + MINUTE) == "what_would_help"
    given = Feedback.objects.get(conversation_id=talk)
    assert given.helped == stored
    words = sealing.unseal(
        sealing.conversation_cipher(talk),
        table="feedback",
        column="what_would_help",
        owner=talk,
        row=talk,
        sealed=given.what_would_help_sealed or b"",
    )
    assert words == "længere tid, mit cpr er ••••••-••••"
    sending.send_due(at=asked + MINUTE)
    assert "Tak for dit svar" in last()
    assert texts("og noget helt andet", at=asked + 2 * MINUTE) == "opened"


@pytest.mark.parametrize(
    "plea", ["nej han slår mig", "ja men jeg er bange", "stop ham", "hej", "kan du komme igen"]
)
def test_anything_else_is_for_people(talk: UUID, asked: datetime, plea: str) -> None:
    Recorder.take()
    assert texts(plea, at=asked) == "opened"
    assert not Feedback.objects.exists()
    newest = Conversation.objects.latest("opened_at")
    assert [each.body for each in transcripts.after(newest.id, 0)] == [plea]


def test_a_plea_in_answer_to_what_would_help_is_for_people(asked: datetime) -> None:
    Recorder.take()
    texts("nej", at=asked)
    sending.send_due(at=asked)
    Recorder.take()
    assert texts("at han holder op med at slå", at=asked + MINUTE) == "opened"


def test_nej_is_an_answer_and_no_stop(asked: datetime) -> None:
    Recorder.take()
    texts("nej", at=asked)
    assert not Outbound.objects.filter(template="stopped").exists()


def test_stop_is_a_stop_and_no_answer(asked: datetime) -> None:
    Recorder.take()
    assert texts("stop", at=asked) == "stopped"
    assert not Feedback.objects.exists()


def test_after_a_day_ja_is_somebody_who_writes(asked: datetime) -> None:
    Recorder.take()
    assert texts("ja", at=asked + 25 * HOUR) == "opened"
