"""P64 and P22, day by day for 400 days: nothing is older than its class, in the database or in a
backup, and what is younger can still be read."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session

from krisechat.foundation import keyring
from krisechat.models import (
    Citizen,
    Conversation,
    DataKey,
    Feedback,
    InboundReceipt,
    Message,
    Note,
    Outbound,
)
from krisechat.operations import conversations, feedback, notes, outbox, receipts, week_keys
from krisechat.privacy import data_keys, sealing
from krisechat.privacy.retention import (
    DAYS,
    TEXTS_KEPT,
    TRACES_KEPT,
    WEBHOOKS_KEPT,
    RetentionClass,
    erase_at,
    key_due_at,
)
from krisechat.queries import transcripts
from routing.models import Assignment, Handover, HandoverWord, Offer, QueueEntry
from routing.operations import assignments, handovers, retention
from routing.privacy.handover_content import Content
from tests.support import people
from tests.support.backups import Backup
from tests.support.ring import own_keys
from volunteers.access import Answerer

__all__ = ["own_keys"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_keys")]

BEGIN = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WORDS = ["hej er der nogen", "jeg er her endnu"]


class World:
    """A small helpline, and what should be readable of it until when."""

    def __init__(self) -> None:
        self.bo: Answerer = people.on_duty(people.bo(), at=BEGIN)
        self.until: dict[UUID, datetime] = {}

    def a_night(self, at: datetime, *, acute: bool) -> None:
        """A talk with everything in it; in one about danger something is also passed on."""
        opened = people.amina(at=at, phone="+4520739146", sms_consent=True, nickname="Sølvpil")
        id = opened.conversation
        assignments.take_next(self.bo, at=at)
        people.writes(opened, WORDS[1], at=at)
        notes.write(conversation=id, account=self.bo.account, body="set", at=at)
        if acute:
            self._danger(id, at)
        outbox.text_citizen(conversation=id, template="x", body="y", once=f"x:{id}", at=at)
        Outbound.objects.filter(conversation_id=id).update(state="delivered", due_at=None)
        assignments.close(
            account=self.bo.account, conversation=id, outcome="ended", tags=("a",), at=at
        )
        feedback.give(conversation=id, helped="no", what_would_help="tid", at=at)
        ordinary = RetentionClass.ACUTE if acute else RetentionClass.CONVERSATION
        self.until[id] = erase_at(ordinary, counts_from=at)
        self._webhook(id, at)
        Session.objects.create(session_key=str(id), expire_date=at + DAY)

    def _danger(self, id: UUID, at: datetime) -> None:
        account = self.bo.account
        conversations.flag(conversation=id, risk="acute", reason="kniv", account=account, at=at)
        handover = handovers.draft(account=account, conversation=id, kind="concern", at=at)
        handovers.write(
            handover=handover,
            version=1,
            content=Content(postal_code="8210"),
            account=account,
            at=at,
        )
        handovers.deliver_concern(handover=handover, account=account, shown_114=True, at=at)

    def _webhook(self, id: UUID, at: datetime) -> None:
        receipts.take_in(
            provider_id=f"SM{id}",
            kind="text",
            source="webhook",
            payload={"Body": "hej"},
            sender="+4520739146",
            at=at,
        )


def test_day_by_day_for_400_days(
    own_keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)  # a thousand key files
    world = World()
    backup: Backup | None = None
    for day in range(400):
        tonight = BEGIN + day * DAY
        if day % 7 == 0:
            week_keys.make_ahead(at=tonight)
        if day < 200 and day % 10 == 0:
            world.a_night(tonight, acute=day % 20 == 0)
        retention.run(at=tonight)
        week_keys.destroy_due(at=tonight)
        assert_nothing_is_older_than_its_class(tonight, own_keys)
        if day % 10 == 5:
            assert_readable_until(world, tonight, slack=timedelta(0))
        if day == 35:
            backup = Backup(tmp_path)
        if backup is not None and day % 30 == 7:
            assert_the_backup_has_only_what_lives(backup, world, tonight)
    assert not DataKey.objects.exists()
    assert set(Conversation.objects.values_list("state", flat=True)) == {"erased"}


def assert_nothing_is_older_than_its_class(tonight: datetime, keys: Path) -> None:
    for row in DataKey.objects.all():
        assert tonight - row.counts_from < timedelta(days=DAYS[RetentionClass(row.retention_class)])
    living = set(DataKey.objects.values_list("owner_kind", "owner_id"))
    for kind in (Message, Note, Feedback):
        for owner in kind.objects.values_list("conversation_id", flat=True).distinct():
            assert ("conversation", owner) in living
    owners = {
        "citizen": Citizen.objects.exclude(phone_sealed=None, name_sealed=None, phone_digest=None),
        "receipt": InboundReceipt.objects.exclude(payload_sealed=None, sender_digest=None),
        "handover": Handover.objects.exclude(content_sealed=None),
    }
    for owner_kind, rows in owners.items():
        for owner in rows.values_list("id", flat=True):
            assert (owner_kind, owner) in living
    for word in HandoverWord.objects.all():
        assert ("handover", word.handover_id) in living
    traces = tonight - TRACES_KEPT
    assert not Outbound.objects.filter(created_at__lt=tonight - TEXTS_KEPT).exists()
    assert not InboundReceipt.objects.filter(handled_at__lt=tonight - WEBHOOKS_KEPT).exists()
    assert not Session.objects.filter(expire_date__lt=tonight).exists()
    assert not QueueEntry.objects.filter(left_at__lt=traces).exists()
    assert not Offer.objects.filter(ended_at__lt=traces).exists()
    assert not Assignment.objects.filter(ended_at__lt=traces).exists()
    for name in keyring.week_keys(keys):
        assert key_due_at(RetentionClass(name.retention_class), week=name.week) > tonight


def assert_readable_until(world: World, tonight: datetime, *, slack: timedelta) -> None:
    """What is younger than its class can be read, what is older and `slack` cannot."""
    sealing.forget()
    for id, until in world.until.items():
        shown = [each.body for each in transcripts.after(id, 0) if each.author != "system"]
        if tonight < until:
            assert shown == WORDS
        elif tonight >= until + slack:
            assert shown == []


def assert_the_backup_has_only_what_lives(backup: Backup, world: World, tonight: datetime) -> None:
    """Restored beside the ring of tonight: a week's keys die together, at most seven days late."""
    with backup.restored():
        there = set(Conversation.objects.values_list("id", flat=True))
        seen = World.__new__(World)
        seen.until = {id: until for id, until in world.until.items() if id in there}
        assert len(seen.until) in (3, 4)
        assert_readable_until(seen, tonight, slack=7 * DAY)
        for row in DataKey.objects.all():
            dead = key_due_at(RetentionClass(row.retention_class), week=row.week) <= tonight
            opened = data_keys.ciphers_of(row.owner_kind, [row.owner_id])
            assert (row.owner_id not in opened) == dead
    sealing.forget()
