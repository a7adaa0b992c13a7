"""What becomes of a text message: words in a conversation, an answer, or a request to stop."""


import pytest

from krisechat.foundation import clock
from krisechat.models import Conversation
from krisechat.operations import sending
from krisechat.outbound.recorder import Recorder
from krisechat.queries import transcripts
from routing.models import QueueEntry
from tests.support import people
from tests.support.texting import AMINA, texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def helpline() -> None:
    people.lygten()


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
