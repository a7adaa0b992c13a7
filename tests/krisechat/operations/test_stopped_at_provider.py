"""Whoever wrote STOP where the provider obeyed it has stopped us too (its error 21610)."""

from datetime import timedelta
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.models import Conversation, Outbound, StoppedNumber
from krisechat.operations import receipts, sending, text_news
from krisechat.outbound.provider import Refused
from krisechat.outbound.recorder import Recorder
from krisechat.queries import conversations
from tests.support import people
from tests.support.texting import AMINA, due, texts, volunteer_writes

pytestmark = pytest.mark.django_db


@pytest.fixture
def sms() -> UUID:
    """Amina's conversation by text; the first answer of ours has gone."""
    people.lygten()
    texts("hej")
    sending.send_due(at=clock.now())
    Recorder.forget()
    return Conversation.objects.get().id


def refused(conversation: UUID, code: str = "21610") -> Outbound:
    row = due(conversation)
    Recorder.failures.append(Refused(code))
    sending.send_due(at=clock.now())
    row.refresh_from_db()
    return row


def told_later(row: Outbound) -> None:
    """The provider took it, and says afterwards that it does not go."""
    receipts.take_in(
        provider_id=f"{row.provider_id}:failed",
        kind="status",
        source="webhook",
        payload={
            "MessageSid": row.provider_id or "",
            "MessageStatus": "failed",
            "ErrorCode": "21610",
        },
        at=clock.now(),
    )
    text_news.handle_due(at=clock.now())


def test_the_number_is_not_tried_again_with_each_message(sms: UUID) -> None:
    row = refused(sms)
    assert (row.state, row.error_code) == ("failed", "21610")
    volunteer_writes(sms, "er du der")
    sending.send_due(at=clock.now() + timedelta(hours=1))
    assert Recorder.calls == [AMINA]


def test_the_volunteer_sees_the_failure_and_that_no_texts_go(sms: UUID) -> None:
    row = refused(sms)
    shown = conversations.snapshot(sms)
    assert (shown.texts, shown.texting) == ({row.seq: "failed"}, "none")


def test_what_waited_behind_it_fails_unsent(sms: UUID) -> None:
    Recorder.failures.append(Refused("21610"))
    first, second = due(sms, "et"), due(sms, "to")
    sending.send_due(at=clock.now())
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.error_code, second.error_code) == ("21610", "stopped")
    assert Recorder.calls == [AMINA]


def test_it_holds_for_the_number_whoever_gave_it(sms: UUID) -> None:
    opened = people.amina("hej", phone=AMINA, sms_consent=True, sms_discreet=False)
    refused(sms)
    assert Conversation.objects.get(id=opened.conversation).texting == "none"


def test_writing_again_lifts_it(sms: UUID) -> None:
    refused(sms)
    assert texts("jeg er her igen") == "message"
    assert Conversation.objects.get(id=sms).texting == "words"
    volunteer_writes(sms, "godt")
    sending.send_due(at=clock.now())
    assert [each.body for each in Recorder.take(to=AMINA)] == ["godt"]


def test_told_later_it_is_the_same(sms: UUID) -> None:
    row = due(sms)
    sending.send_due(at=clock.now())
    Recorder.take()
    row.refresh_from_db()
    told_later(row)
    row.refresh_from_db()
    assert row.state == "failed"
    assert Conversation.objects.get(id=sms).texting == "none"


def test_late_news_do_not_undo_what_was_written_since(sms: UUID) -> None:
    row = due(sms)
    sending.send_due(at=clock.now())
    Recorder.take()
    row.refresh_from_db()
    texts("jeg er her")
    told_later(row)
    assert Conversation.objects.get(id=sms).texting == "words"
    assert not StoppedNumber.objects.exists()


@pytest.mark.parametrize("code", ["21211", "21614"])
def test_another_final_no_stops_nothing(sms: UUID, code: str) -> None:
    assert refused(sms, code).state == "failed"
    assert Conversation.objects.get(id=sms).texting == "words"
