"""Sending: at least once, never twice by us, and to one person in order (P11)."""

from copy import copy
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from krisechat.foundation import clock
from krisechat.models import Outbound
from krisechat.operations import outbound_steps as steps
from krisechat.operations import sending
from krisechat.outbound.provider import InDoubt, Listed, Refused, TryLater
from krisechat.outbound.recorder import Recorder
from krisechat.states.outbound import OutboundState
from tests.support.texted import bodies, helpline, sms, state_of
from tests.support.texting import AMINA, due, sid, texts

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)

__all__ = ["helpline", "sms"]


class TestSending:
    def test_a_volunteers_words_go_to_the_phone(self, sms: UUID) -> None:
        row = due(sms)
        assert sending.send_due(at=clock.now()) == 1
        [sent] = Recorder.take(to=AMINA)
        assert sent.body == "Jeg er her"
        assert sent.status_url == f"http://testserver/twilio/status?o={row.id}"
        assert state_of(row) == "accepted"
        assert row.provider_id == sent.id
        assert sending.send_due(at=clock.now() + 60 * MINUTE) == 0

    def test_sending_is_on_record_before_the_call_and_no_transaction_is_open(
        self, sms: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        row = due(sms)
        outer = len(transaction.get_connection().savepoint_ids)
        seen: list[Any] = []

        def look(self: Recorder, **_: object) -> str:
            seen.append(state_of(row))
            seen.append(len(transaction.get_connection().savepoint_ids) == outer)
            return sid()

        monkeypatch.setattr(Recorder, "send", look)
        sending.send_due(at=clock.now())
        assert seen == ["sending", True]

    def test_to_one_person_in_the_order_of_the_messages(self, sms: UUID) -> None:
        at = clock.now()
        for number in range(5):  # the servers' clocks differ a little
            due(sms, f"nummer {number}", at=at - timedelta(milliseconds=number))
        Recorder.failures.append(TryLater("429"))
        sending.send_due(at=at)
        assert bodies() == []
        sending.send_due(at=at + MINUTE)
        assert bodies() == [f"nummer {number}" for number in range(5)]

    def test_one_persons_trouble_holds_up_nobody_else(self, sms: UUID) -> None:
        due(sms, "til Amina")
        Recorder.failures.append(TryLater("429"))
        texts("hej", by="+4520999999")
        sending.send_due(at=clock.now() + timedelta(seconds=1))
        assert [each.to for each in Recorder.take()] == ["+4520999999"]
        sending.send_due(at=clock.now() + MINUTE)
        assert bodies() == ["til Amina"]

    def test_a_long_message_goes_in_parts_before_the_next_one(self, sms: UUID) -> None:
        long = "ord nummer et " * 250
        due(sms, long.strip())
        due(sms, "og så det næste")
        sending.send_due(at=clock.now())
        *parts, last = bodies()
        assert "".join(parts) == long.strip()
        assert len(parts) == 3
        assert last == "og så det næste"

    def test_one_engine_of_two_sends_it(self, sms: UUID) -> None:
        due(sms)
        [mine] = sending._claimed(limit=5, at=clock.now())
        assert sending._claimed(limit=5, at=clock.now()) == []
        other = copy(mine)
        assert steps.call(mine, at=clock.now())
        assert not steps.call(other, at=clock.now())


class TestFailing:
    def test_a_final_no_is_final(self, sms: UUID) -> None:
        row = due(sms)
        Recorder.failures.append(Refused("21610"))
        sending.send_due(at=clock.now())
        assert state_of(row) == "failed"
        assert row.error_code == "21610"
        assert sending.send_due(at=clock.now() + 60 * MINUTE) == 0

    def test_later_is_later_each_time(self, sms: UUID) -> None:
        row, at = due(sms), clock.now()
        Recorder.failures += [TryLater("429") for _ in range(8)]
        delays = []
        for _ in range(8):
            sending.send_due(at=at)
            row.refresh_from_db()
            assert row.due_at is not None
            delays.append(round((row.due_at - at).total_seconds()))
            at = row.due_at
        assert delays == [2, 4, 8, 16, 32, 60, 60, 60]
        sending.send_due(at=at)
        assert bodies() == ["Jeg er her"]

    def test_in_doubt_it_is_found_and_not_sent_again(self, sms: UUID) -> None:
        row, at = due(sms), clock.now()
        Recorder.failures.append(InDoubt("cut"))
        sending.send_due(at=at)
        assert state_of(row) == "unknown"
        Recorder.known.append(_listed(at, "Jeg er her"))
        sending.send_due(at=at + timedelta(seconds=3))
        assert state_of(row) == "accepted"
        assert row.provider_id == Recorder.known[0].id
        assert Recorder.calls == [AMINA]

    def test_what_another_row_knows_is_not_it(self, sms: UUID) -> None:
        due(sms, "Jeg er her")
        at = clock.now()
        sending.send_due(at=at)
        [before] = Recorder.take()
        Recorder.known.append(_listed(at, "Jeg er her", id=before.id))
        row = due(sms, "Jeg er her", at=at)
        Recorder.failures.append(InDoubt("cut"))
        sending.send_due(at=at)
        sending.send_due(at=at + MINUTE)
        assert bodies() == ["Jeg er her"]
        assert state_of(row) == "accepted"
        assert row.provider_id != before.id

    def test_not_there_it_is_sent_again_only_when_it_cannot_come_any_more(self, sms: UUID) -> None:
        """A provider that answers after twenty seconds has taken it in after we gave up."""
        row, at = due(sms), clock.now()
        Recorder.failures.append(InDoubt("slow"))
        sending.send_due(at=at)
        for seconds in range(1, 40):
            sending.send_due(at=at + timedelta(seconds=seconds))
        assert Recorder.calls == [AMINA]
        assert state_of(row) == "unknown"
        sending.send_due(at=at + MINUTE)
        assert bodies() == ["Jeg er her"]

    def test_while_the_list_cannot_be_read_nothing_is_sent(self, sms: UUID) -> None:
        row, at = due(sms), clock.now()
        Recorder.failures.append(InDoubt("500"))
        sending.send_due(at=at)
        Recorder.unreadable += [TryLater("503") for _ in range(30)]
        for seconds in range(3, 30):
            sending.send_due(at=at + timedelta(seconds=seconds * 10))
        assert Recorder.calls == [AMINA]
        assert state_of(row) == "unknown"

    def test_what_an_engine_that_died_was_sending_is_looked_up(self, sms: UUID) -> None:
        row, at = due(sms), clock.now()
        [mine] = sending._claimed(limit=1, at=at)
        steps.call(mine, at=at)
        assert sending.send_due(at=at + timedelta(seconds=59)) == 0
        Recorder.known.append(_listed(at, "Jeg er her"))
        sending.send_due(at=at + timedelta(seconds=61))
        assert state_of(row) == "accepted"
        assert Recorder.calls == []

    def test_an_engine_that_slept_does_not_send_what_another_has_sent(self, sms: UUID) -> None:
        row, at = due(sms), clock.now()
        [slept] = sending._claimed(limit=1, at=at)
        sending.send_due(at=at + timedelta(seconds=21))
        assert bodies() == ["Jeg er her"]
        assert not steps.call(slept, at=at)
        assert not steps.retry(_as(slept, "sending"), due_at=at, code="late")
        assert state_of(row) == "accepted"

    def test_the_providers_word_counts_whoever_brings_it(self, sms: UUID) -> None:
        """Slow as it was, it has been taken in: the other engine must not send it again."""
        row, at = due(sms), clock.now()
        [slow] = sending._claimed(limit=1, at=at)
        steps.call(slow, at=at)
        [other] = sending._claimed(limit=1, at=at + 2 * MINUTE)
        steps.doubt(other, due_at=at, code="interrupted")
        assert steps.accept(slow, provider_id=sid(), at=at)
        assert state_of(row) == "accepted"
        assert sending.send_due(at=at + 5 * MINUTE) == 0


def _as(row: Outbound, state: str) -> Outbound:
    row.state = OutboundState(state)
    return row


def _listed(at: datetime, body: str, *, id: str = "") -> Listed:
    return Listed(
        id=id or sid(),
        sender="+4500000000",
        to=AMINA,
        body=body,
        status="queued",
        media=0,
        at=at,
    )
