"""Webhooks, texts, tokens and logins: what hangs on no conversation's key goes by its age."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from krisechat.models import AccessToken, Citizen, InboundReceipt, Outbound, StoppedNumber
from krisechat.operations import conversations, outbox, receipts, retention, texting
from krisechat.privacy import pseudonyms
from tests.support import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]

SATURDAY_NIGHT = datetime(2026, 11, 21, 22, 31, tzinfo=UTC)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def run(*, at: datetime) -> None:
    retention.erase_receipts(at=at)
    retention.prune(at=at)


def test_a_webhook_nobody_could_handle() -> None:
    receipts.take_in(
        provider_id="SM1",
        kind="text",
        source="webhook",
        payload={"Body": "hjælp"},
        sender="+4520739146",
        at=SATURDAY_NIGHT,
    )
    run(at=SATURDAY_NIGHT + 7 * DAY - TICK)
    assert InboundReceipt.objects.get().payload_sealed is not None
    run(at=SATURDAY_NIGHT + 7 * DAY)
    row = InboundReceipt.objects.get()
    assert (row.payload_sealed, row.sender_digest, row.result) == (None, None, "too_old")
    run(at=SATURDAY_NIGHT + 300 * DAY)
    assert InboundReceipt.objects.exists()  # replayed, it would find itself known
    run(at=SATURDAY_NIGHT + 374 * DAY)
    assert not InboundReceipt.objects.exists()


def test_texts_that_were_decided_a_month_ago() -> None:
    for once, state in (("a", "delivered"), ("b", "queued")):
        outbox.mail_place(address="x@x.example", template="t", once=once, at=SATURDAY_NIGHT)
        due = SATURDAY_NIGHT if state == "queued" else None
        Outbound.objects.filter(once=once).update(state=state, due_at=due)
    run(at=SATURDAY_NIGHT + 30 * DAY)
    assert Outbound.objects.count() == 2
    run(at=SATURDAY_NIGHT + 30 * DAY + TICK)
    assert [row.once for row in Outbound.objects.all()] == ["b"]


def test_tokens_and_logins_that_ended() -> None:
    talk = people.amina(at=SATURDAY_NIGHT)
    conversations.erase(conversation=talk.conversation, at=SATURDAY_NIGHT + 30 * DAY)
    Session.objects.create(session_key="a", expire_date=SATURDAY_NIGHT)
    Session.objects.create(session_key="b", expire_date=SATURDAY_NIGHT + 99 * DAY)
    run(at=SATURDAY_NIGHT + 30 * DAY)  # its token ended just now
    assert AccessToken.objects.count() == 1
    assert [each.session_key for each in Session.objects.all()] == ["b"]
    run(at=SATURDAY_NIGHT + 61 * DAY)
    assert not AccessToken.objects.exists()


def test_that_a_number_wrote_stop_outlives_its_citizen_and_not_a_year() -> None:
    digest = pseudonyms.phone_digest("+4520739146")
    people.amina(at=SATURDAY_NIGHT, phone="+4520739146")
    texting.stop(phone_digest=digest, conversation=None, cause="SM1", at=SATURDAY_NIGHT)
    retention.erase_citizens(at=SATURDAY_NIGHT + 40 * DAY)
    run(at=SATURDAY_NIGHT + 366 * DAY)
    assert Citizen.objects.get().phone_digest is None
    assert StoppedNumber.objects.exists()
    run(at=SATURDAY_NIGHT + 366 * DAY + TICK)
    assert not StoppedNumber.objects.exists()
