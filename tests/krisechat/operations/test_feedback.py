"""Did it help?"""

from datetime import timedelta
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import BadValue, WrongState
from krisechat.models import Feedback
from krisechat.operations import feedback
from krisechat.privacy import sealing
from krisechat.privacy.masking import MASK
from krisechat.queries import conversations
from routing.operations import queueing
from tests.support import people

AT = clock.now()

pytestmark = pytest.mark.django_db


def ended() -> UUID:
    one = people.amina("").conversation
    queueing.end_by_citizen(conversation=one, at=AT)
    return one


def give(one: UUID, helped: str, words: str = "", *, minute: int = 0) -> None:
    at = AT + timedelta(minutes=minute)
    feedback.give(conversation=one, helped=helped, what_would_help=words, at=at)


def words_of(one: UUID) -> str:
    return sealing.unseal(
        sealing.conversation_cipher(one),
        table="feedback",
        column="what_would_help",
        owner=one,
        row=one,
        sealed=Feedback.objects.get().what_would_help_sealed,
    )


@pytest.mark.parametrize("helped", ["yes", "partly", "no"])
def test_one_tap_is_an_answer(helped: str) -> None:
    one = ended()
    give(one, helped)
    row = Feedback.objects.get()
    assert (row.helped, row.what_would_help_sealed, row.at) == (helped, None, AT)
    assert conversations.helped(one) == helped


@pytest.mark.parametrize("helped", ["", "YES", "maybe", "1"])
def test_anything_else_is_refused(helped: str) -> None:
    with pytest.raises(BadValue) as refused:
        give(ended(), helped)
    assert refused.value.field == "helped"
    assert not Feedback.objects.exists()


def test_the_words_are_sealed_and_masked() -> None:
    one = ended()
    give(one, "no", "ring til 010190-1234")
    assert b"ring" not in bytes(Feedback.objects.get().what_would_help_sealed)
    assert words_of(one) == f"ring til {MASK}"


def test_the_newest_answer_counts() -> None:
    one = ended()
    give(one, "no", "først")
    give(one, "partly", "siden", minute=1)
    row = Feedback.objects.get()
    assert (row.helped, row.at) == ("partly", AT + timedelta(minutes=1))
    assert words_of(one) == "siden"


def test_it_is_asked_after_the_end_only() -> None:
    waiting, erased = people.amina("").conversation, ended()
    queueing.erase_by_citizen(conversation=erased, at=AT)
    for one in (waiting, erased):
        with pytest.raises(WrongState):
            give(one, "yes")
    assert not Feedback.objects.exists()


def test_how_far_somebody_has_come_with_answering() -> None:
    one = ended()
    assert (conversations.feedback_of(one), conversations.helped(one)) == ("", "")
    give(one, "no")
    assert conversations.feedback_of(one) == "helped"
    give(one, "no", "et opkald")
    assert conversations.feedback_of(one) == "done"
    other = ended()
    give(other, "yes")
    assert conversations.feedback_of(other) == "done"
