"""What is older than its class goes, each with what hangs on it; and what stays (P64)."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import Unauthenticated
from krisechat.models import (
    AuditEntry,
    Citizen,
    Conversation,
    DataKey,
    Feedback,
    Message,
    Note,
    Outbound,
)
from krisechat.operations import (
    access_tokens,
    actors,
    conversations,
    feedback,
    notes,
    outbox,
)
from krisechat.operations.opening import Opened
from krisechat.privacy import data_keys
from krisechat.privacy.retention import TRACES_KEPT
from routing.models import (
    Assignment,
    EmergencyStep,
    Offer,
    QueueEntry,
)
from routing.operations import assignments, offers, retention
from tests.support import people
from tests.support.handing_over import SATURDAY_NIGHT
from tests.support.ring import own_keys

__all__ = ["own_keys"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


@pytest.fixture
def talk(own_keys: object) -> Opened:
    """Amina and Bo talked on Saturday night; everything that can be written was."""
    bo = people.on_duty(people.bo(), at=SATURDAY_NIGHT)
    opened = people.amina(
        at=SATURDAY_NIGHT, phone="+4520739146", sms_consent=True, topic="violence"
    )
    conversation = opened.conversation
    assignments.take_next(bo, at=SATURDAY_NIGHT)
    people.writes(opened, "ja", at=SATURDAY_NIGHT)
    notes.write(conversation=conversation, account=bo.account, body="x", at=SATURDAY_NIGHT)
    outbox.text_citizen(
        conversation=conversation, template="helped", body="y", once="y", at=SATURDAY_NIGHT
    )
    conversations.end(conversation=conversation, actor=actors.CITIZEN, at=SATURDAY_NIGHT)
    feedback.give(conversation=conversation, helped="no", what_would_help="z", at=SATURDAY_NIGHT)
    return opened


def test_thirty_days_after_its_end_a_conversation_is_as_if_the_citizen_had_erased_it(
    talk: Opened,
) -> None:
    day30 = SATURDAY_NIGHT + 30 * DAY
    assert retention.run(at=day30 - TICK) == 0
    assert retention.run(at=day30) > 0
    row = Conversation.objects.get(id=talk.conversation)
    assert (row.state, row.topic, row.return_code_digest) == ("erased", "", None)
    for kind in (Message, Note, Feedback, DataKey):
        assert not kind.objects.exists()
    with pytest.raises(Unauthenticated):
        access_tokens.resolve(talk.token)
    assert set(Outbound.objects.values_list("state", flat=True)) == {"cancelled"}
    assert list(Assignment.objects.values_list("reasons", flat=True)) == [{}]
    citizen = Citizen.objects.get()
    assert (citizen.phone_sealed, citizen.phone_digest, citizen.name_sealed) == (None, None, None)


def test_the_log_says_that_it_was_the_clock(talk: Opened) -> None:
    retention.run(at=SATURDAY_NIGHT + 30 * DAY)
    entry = AuditEntry.objects.get(action="erase")
    assert (entry.actor_kind, entry.object_id) == ("system", str(talk.conversation))


def test_a_second_time_changes_nothing(talk: Opened) -> None:
    retention.run(at=SATURDAY_NIGHT + 30 * DAY)
    entries = AuditEntry.objects.count()
    assert retention.run(at=SATURDAY_NIGHT + 30 * DAY) == 0
    assert AuditEntry.objects.count() == entries


def test_one_about_a_life_in_danger_is_kept_half_a_year_and_its_steps_stay() -> None:
    opened = people.amina(at=SATURDAY_NIGHT)
    account = people.bo().account
    conversations.flag(
        conversation=opened.conversation,
        risk="acute",
        reason="",
        account=account,
        at=SATURDAY_NIGHT,
    )
    EmergencyStep.objects.create(
        conversation_id=opened.conversation, step="flagged", account_id=account, at=SATURDAY_NIGHT
    )
    retention.run(at=SATURDAY_NIGHT + 180 * DAY - TICK)
    assert Message.objects.count() == 1
    retention.run(at=SATURDAY_NIGHT + 180 * DAY)
    assert Message.objects.count() == 0
    assert EmergencyStep.objects.count() == 1


def test_somebody_who_waits_that_long_waits_no_more() -> None:
    people.amina(at=SATURDAY_NIGHT)
    retention.run(at=SATURDAY_NIGHT + 30 * DAY)
    assert list(QueueEntry.objects.values_list("state", "due_at")) == [("left", None)]


def test_a_last_contact_counts_and_is_asked_again_under_the_lock(
    talk: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the reading of who is overdue and the erasing, the citizen wrote again."""
    overdue = data_keys.overdue

    def slow(**asked: Any) -> Any:
        found = overdue(**asked)
        for owner in found:
            data_keys.renew(owner_kind=asked["owner_kind"], owner_id=owner, at=asked["at"])
        return found

    monkeypatch.setattr(data_keys, "overdue", slow)
    retention.run(at=SATURDAY_NIGHT + 30 * DAY)
    assert Message.objects.count() == 2
    assert Citizen.objects.get().phone_sealed is not None


def test_name_and_number_go_while_the_conversation_stays() -> None:
    opened = people.amina(at=SATURDAY_NIGHT, phone="+4520739146", sms_consent=True, nickname="A")
    conversations.flag(
        conversation=opened.conversation,
        risk="acute",
        reason="",
        account=people.bo().account,
        at=SATURDAY_NIGHT,
    )
    outbox.text_citizen(
        conversation=opened.conversation, template="x", body="y", once="z", at=SATURDAY_NIGHT
    )
    retention.run(at=SATURDAY_NIGHT + 30 * DAY)
    citizen = Citizen.objects.get()
    assert (citizen.phone_sealed, citizen.phone_digest, citizen.name_sealed) == (None, None, None)
    assert Outbound.objects.get().state == "cancelled"
    assert Conversation.objects.get().state == "waiting"
    assert AuditEntry.objects.get(action="forget").purpose == "retention"


def test_one_that_fails_does_not_keep_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = people.amina(at=SATURDAY_NIGHT), people.amina(at=SATURDAY_NIGHT)
    erase = conversations.erase

    def fails_for_one(*, conversation: Any, **how: Any) -> None:
        if conversation == one.conversation:
            raise ValueError("something only they know")
        erase(conversation=conversation, **how)

    monkeypatch.setattr(conversations, "erase", fails_for_one)
    caplog.set_level(logging.ERROR)
    retention.run(at=SATURDAY_NIGHT + 30 * DAY)
    assert Conversation.objects.get(id=other.conversation).state == "erased"
    assert Conversation.objects.get(id=one.conversation).state == "waiting"
    assert "a conversation was not erased: ValueError" in caplog.text
    assert "only they know" not in caplog.text


def test_a_key_without_its_conversation_goes_too() -> None:
    data_keys.create(
        owner_kind="conversation",
        owner_id=new_id(),
        retention_class=data_keys.RetentionClass.CONVERSATION,
        at=SATURDAY_NIGHT,
    )
    retention.run(at=SATURDAY_NIGHT + 30 * DAY)
    assert not DataKey.objects.exists()


def test_the_traces_of_the_queue_after_a_year() -> None:
    bo = people.on_duty(people.bo(), at=SATURDAY_NIGHT)
    opened = people.amina(at=SATURDAY_NIGHT)
    conversation = opened.conversation
    made = offers.make(
        conversation=conversation, account=bo.account, reasons={"a": "b"}, at=SATURDAY_NIGHT
    )
    assert made
    assignments.take_next(bo, at=SATURDAY_NIGHT)
    assignments.close(
        account=bo.account,
        conversation=conversation,
        outcome="ended",
        tags=(),
        at=SATURDAY_NIGHT,
    )
    kinds = (QueueEntry, Offer, Assignment)
    retention.run(at=SATURDAY_NIGHT + TRACES_KEPT)
    assert [kind.objects.count() for kind in kinds] == [1, 1, 1]
    retention.run(at=SATURDAY_NIGHT + TRACES_KEPT + TICK)
    assert [kind.objects.count() for kind in kinds] == [0, 0, 0]


def test_a_backlog_is_worked_off_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        people.amina(at=SATURDAY_NIGHT)
    monkeypatch.setattr("krisechat.operations.retention.erase_overdue.__kwdefaults__", {"limit": 2})
    late = datetime(2027, 2, 1, tzinfo=UTC)
    left = []
    for _ in range(3):
        retention.run(at=late)
        left.append(Conversation.objects.exclude(state="erased").count())
    assert left == [3, 1, 0]
