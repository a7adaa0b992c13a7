"""What the provider tells about our texts only ever moves them forward, in whatever order (P11)."""

from datetime import datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from krisechat.foundation import clock
from krisechat.models import Conversation, InboundReceipt, Outbound, Participant
from krisechat.operations import outbound_steps, receipts, sending, text_news
from krisechat.outbound import payloads
from krisechat.outbound.recorder import Recorder
from krisechat.queries import conversations
from tests.support import people
from tests.support.texting import due, sid, texts

pytestmark = pytest.mark.django_db

WORDS = ("queued", "sent", "delivered", "undelivered", "failed")


@pytest.fixture
def text() -> Outbound:
    """A volunteer's message that the provider has."""
    people.lygten()
    texts("hej")
    conversation = Conversation.objects.get().id
    row = due(conversation)
    sending.send_due(at=clock.now())
    Recorder.take()
    row.refresh_from_db()
    return row


def told(id: str, state: str, *, o: UUID | str = "", at: datetime | None = None) -> None:
    """The provider tells how far this text has come; handled at once."""
    at = at or clock.now()
    receipts.take_in(
        provider_id=f"{id}:{state}",
        kind="status",
        source="webhook",
        payload={"MessageSid": id, "MessageStatus": state, "ErrorCode": "30003", "o": str(o)},
        at=at,
    )
    text_news.handle_due(at=at)


def hears(row: Outbound, state: str) -> None:
    """The same without its receipt, which is long for a hundred orders."""
    row.refresh_from_db()
    said = {"MessageStatus": state}
    text_news._advanced(row, payloads.PROGRESS_OF[state], payload=said, at=clock.now())


def state_of(row: Outbound) -> str:
    row.refresh_from_db()
    return row.state


@pytest.fixture
def received(text: Outbound) -> Outbound:
    """A text of our own, of no message, that the provider has."""
    return Outbound.objects.get(template="received")


def test_every_order_of_five_states_ends_the_same(received: Outbound) -> None:
    reached = set()
    for order in permutations(WORDS):
        Outbound.objects.filter(id=received.id).update(state="accepted", error_code="")
        for word in order:
            hears(received, word)
        reached.add(state_of(received))
    assert reached == {"delivered"}


@given(st.lists(st.sampled_from(WORDS), max_size=8))
@hypothesis_settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_never_goes_back(received: Outbound, words: list[str]) -> None:
    order = ["accepted", "sent", "failed", "delivered"]
    Outbound.objects.filter(id=received.id).update(state="accepted")
    reached = 0
    for word in words:
        hears(received, word)
        assert order.index(state_of(received)) >= reached
        reached = order.index(received.state)


def test_doubled_and_shuffled_they_are_handled_once_each(text: Outbound) -> None:
    for word in ("delivered", "queued", "sent", "delivered", "failed", "sent"):
        told(str(text.provider_id), word)
    assert state_of(text) == "delivered"
    assert InboundReceipt.objects.filter(kind="status", handled_at__isnull=False).count() == 4


def test_failed_keeps_the_providers_code(text: Outbound) -> None:
    told(str(text.provider_id), "undelivered")
    assert (state_of(text), text.error_code) == ("failed", "30003")


def test_news_that_come_before_the_call_returns_tell_the_id(text: Outbound) -> None:
    row = due(text.conversation_id, "og så")  # type: ignore[arg-type]
    [mine] = sending._claimed(limit=1, at=clock.now())
    outbound_steps.call(mine, at=clock.now())
    id = sid()
    told(id, "delivered", o=row.id)
    assert (state_of(row), row.provider_id) == ("delivered", id)
    assert not outbound_steps.accept(mine, provider_id=id, at=clock.now())
    assert state_of(row) == "delivered"


def test_news_of_a_text_nobody_knows_are_kept_for_some_minutes(text: Outbound) -> None:
    id, at = sid(), clock.now()
    told(id, "delivered", at=at)
    Outbound.objects.filter(id=text.id).update(provider_id=id, state="accepted")
    text_news.handle_due(at=at + timedelta(seconds=6))
    assert state_of(text) == "delivered"


def test_after_that_they_are_put_away(text: Outbound) -> None:
    id, at = sid(), clock.now()
    told(id, "delivered", at=at)
    text_news.handle_due(at=at + timedelta(minutes=6))
    row = InboundReceipt.objects.get(provider_id=f"{id}:delivered")
    assert (row.result, row.payload_sealed) == ("unknown_text", None)


@pytest.mark.parametrize("foreign", ["", "x", "../", "0" * 400, "'; drop"])
def test_an_id_that_is_none_of_ours_moves_nothing(text: Outbound, foreign: str) -> None:
    told(sid(), "failed", o=foreign)
    assert state_of(text) == "accepted"


def test_a_delivered_message_counts_as_received(text: Outbound) -> None:
    told(str(text.provider_id), "delivered")
    me = Participant.objects.get(conversation_id=text.conversation_id, author="citizen")
    assert me.delivered_seq == text.seq


def test_the_volunteer_sees_each_step(text: Outbound) -> None:
    assert text.conversation_id is not None
    row = due(text.conversation_id, "nummer to")
    seen = [conversations.snapshot(text.conversation_id)]
    sending.send_due(at=clock.now())
    Recorder.take()
    row.refresh_from_db()
    seen.append(conversations.snapshot(text.conversation_id))
    for word in ("sent", "delivered"):
        told(str(row.provider_id), word)
        seen.append(conversations.snapshot(text.conversation_id))
    assert [each.texts[row.seq or 0] for each in seen] == ["queued", "sent", "sent", "delivered"]
    # Whoever missed the hint sees by the revision that something changed.
    revisions = [each.revision for each in seen]
    assert revisions[0] < revisions[1] <= revisions[2] < revisions[3]
