"""P2, stored once: the same message sent many times at one moment, from anywhere."""

from collections.abc import Callable
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import IdConflict
from krisechat.models import Conversation, Message
from krisechat.operations import messages
from krisechat.operations.messages import Outcome, Send, Stored
from krisechat.operations.opening import Opened
from krisechat.queries import conversations
from tests.races.together import failures, together
from tests.support import people

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 50


def sending(opened: Opened, *, client_id: UUID, body: str) -> Callable[[], Outcome]:
    """One of the many; each stores for itself, as servers that know nothing of each other do."""
    me = conversations.snapshot(opened.conversation).citizen()
    one = Send(
        conversation=opened.conversation,
        participant=me.participant,
        author="citizen",
        alias=me.alias,
        client_id=client_id,
        body=body,
    )
    return lambda: messages.store([one], at=clock.now())[0]


def test_fifty_at_once_are_one_row_and_one_seq() -> None:
    opened, client_id = people.amina("hej"), new_id()
    works = [sending(opened, client_id=client_id, body="er du der?") for _ in range(AT_ONCE)]
    ends = together(*works)
    assert failures(ends) == []
    assert {each.message.seq for each in ends} == {2}
    assert len({each.message.id for each in ends}) == 1
    assert [each.fresh for each in ends].count(True) == 1
    assert Message.objects.filter(client_id=client_id).count() == 1
    assert Conversation.objects.get(id=opened.conversation).last_seq == 2


def test_of_two_texts_under_one_id_one_is_stored_and_the_other_refused() -> None:
    opened, client_id = people.amina("hej"), new_id()
    texts = ["den ene", "den anden"] * (AT_ONCE // 2)
    ends = together(*(sending(opened, client_id=client_id, body=each) for each in texts))
    [row] = Message.objects.filter(client_id=client_id)
    kept = {each.message.body for each in ends if isinstance(each, Stored)}
    refused = [each for each in ends if isinstance(each, IdConflict)]
    assert len(kept) == 1
    assert len(refused) == AT_ONCE // 2
    assert {each.message.seq for each in ends if isinstance(each, Stored)} == {row.seq}
    assert row.seq == 2


def test_the_same_opening_asked_for_at_once_is_one_conversation() -> None:
    people.lygten()
    client_id = new_id()
    works = [lambda: people.amina("hej", client_id=client_id) for _ in range(10)]
    ends = together(*works)
    assert failures(ends) == []
    assert len({each.conversation for each in ends}) == 1
    assert [each.fresh for each in ends].count(True) == 1
    assert len({each.token for each in ends}) == len(ends)
    assert Message.objects.count() == 1
