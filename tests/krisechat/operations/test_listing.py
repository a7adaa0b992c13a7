"""What no webhook brought is found in the provider's list, once, and only what was meant for us."""

from datetime import datetime, timedelta

import pytest

from krisechat.foundation import clock
from krisechat.models import Conversation, InboundReceipt
from krisechat.operations import listing, receipts
from krisechat.outbound.provider import Listed, TryLater
from krisechat.outbound.recorder import Recorder
from krisechat.queries import texts as text_queries
from krisechat.queries import transcripts
from routing.operations import incoming
from tests.support import people
from tests.support.texting import AMINA, fields, sid

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def _came(body: str, *, at: datetime, id: str = "") -> Listed:
    listed = Listed(
        id=id or sid(),
        sender=AMINA,
        to="+4500000000",
        body=body,
        status="received",
        media=0,
        at=at,
    )
    Recorder.waiting.append(listed)
    return listed


@pytest.fixture
def at() -> datetime:
    """A minute after the engine first ran."""
    people.lygten()
    at = clock.now()
    assert listing.take_in_missing(at=at - MINUTE) == 0
    return at


def test_what_no_webhook_brought_is_taken_in_once(at: datetime) -> None:
    _came("hej er der nogen", at=at - timedelta(seconds=40))
    assert listing.take_in_missing(at=at) == 1
    assert listing.take_in_missing(at=at + MINUTE) == 0
    incoming.handle_due(at=at)
    [message] = transcripts.after(Conversation.objects.get().id, 0)
    assert message.body == "hej er der nogen"
    assert text_queries.differences(since=at - MINUTE) == 1


def test_what_a_webhook_brought_is_known(at: datetime) -> None:
    listed = _came("hej", at=at - timedelta(seconds=40))
    receipts_before = _by_webhook(listed)
    assert listing.take_in_missing(at=at) == 0
    assert InboundReceipt.objects.count() == receipts_before


def test_a_webhook_that_comes_late_changes_nothing(at: datetime) -> None:
    listed = _came("hej", at=at - timedelta(seconds=40))
    listing.take_in_missing(at=at)
    assert _by_webhook(listed) == 1


def test_what_came_a_moment_ago_has_its_webhook_on_the_way(at: datetime) -> None:
    _came("hej", at=at - timedelta(seconds=5))
    assert listing.take_in_missing(at=at) == 0
    assert listing.take_in_missing(at=at + MINUTE) == 1


def test_what_came_before_the_engine_ever_ran_is_left(at: datetime) -> None:
    _came("til nogen andre", at=at - timedelta(hours=1))
    assert listing.take_in_missing(at=at) == 0


def test_after_an_hours_outage_everything_since_then_comes_in_order(at: datetime) -> None:
    listing.take_in_missing(at=at)
    for number in (2, 0, 1):
        _came(f"nummer {number}", at=at + number * MINUTE)
    assert listing.take_in_missing(at=at + 60 * MINUTE) == 3
    incoming.handle_due(at=at + 60 * MINUTE)
    found = transcripts.after(Conversation.objects.get().id, 0)
    assert [each.body for each in found] == ["nummer 0", "nummer 1", "nummer 2"]


def test_a_list_that_cannot_be_read_is_read_again(at: datetime) -> None:
    _came("hej", at=at - timedelta(seconds=40))
    Recorder.unreadable.append(TryLater("503"))
    with pytest.raises(TryLater):
        listing.take_in_missing(at=at)
    assert listing.take_in_missing(at=at + timedelta(seconds=61)) == 1


def _by_webhook(listed: Listed) -> int:
    receipts.take_in(
        provider_id=listed.id,
        kind="text",
        source="webhook",
        payload=fields(listed.body, MessageSid=listed.id),
        sender=AMINA,
        at=clock.now(),
    )
    return InboundReceipt.objects.count()


def test_what_came_before_a_clock_ever_ran_was_meant_for_somebody_else(at: datetime) -> None:
    _came("hej", at=at - 2 * MINUTE)
    assert listing.take_in_missing(at=at) == 0
    assert not InboundReceipt.objects.exists()
