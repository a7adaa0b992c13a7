"""A text longer than a message holds: several messages, in order, nothing of it lost."""

import pytest

from krisechat.foundation import clock
from krisechat.models import Conversation
from krisechat.queries import transcripts
from routing.operations import incoming
from tests.support import people
from tests.support.texting import AMINA, sid, texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def helpline() -> None:
    people.lygten()


def bodies(conversation: Conversation) -> list[str]:
    return [each.body for each in transcripts.after(conversation.id, 0)]


@pytest.mark.parametrize("begun", [True, False])
def test_more_than_a_message_holds_comes_as_several_in_order(begun: bool) -> None:
    if begun:
        texts("hej")
    words = "".join(f"{number:04} æøå 💛 010190-1234 " for number in range(400))
    texts(words)
    said = bodies(Conversation.objects.get())[begun:]
    assert len(said) > 2 and all(0 < len(each) <= 4_000 for each in said)
    assert "".join(said) == words.strip().replace("010190-1234", "••••••-••••")


@pytest.mark.parametrize(("length", "whole"), [(4_000, True), (4_001, False)])
def test_4000_code_points_are_one_message(length: int, whole: bool) -> None:
    texts("💛" * length)
    said = bodies(Conversation.objects.get())
    assert "".join(said) == "💛" * length
    assert (len(said) == 1) == whole


def test_each_part_of_a_long_one_is_stored_once() -> None:
    texts("hej")
    conversation = Conversation.objects.get()
    came = incoming._Came(
        id=sid(), phone=AMINA, digest=b"", words="x" * 9_000, media=0, at=clock.now()
    )
    assert [incoming._stored(came, conversation.id) for _ in range(2)] == [True, True]
    assert bodies(conversation) == ["hej", "x" * 4_000, "x" * 4_000, "x" * 1_000]
