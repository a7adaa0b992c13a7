"""P21, P22: a backup, restored beside the keys of today, opens only what is still to be kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from krisechat.foundation import keyring
from krisechat.foundation.envelope import Tampered
from krisechat.foundation.keyring import KeyDestroyed
from krisechat.models import Citizen, Conversation, DataKey, Feedback, Message
from krisechat.operations import actors, conversations, feedback, notes
from krisechat.operations.opening import Opened
from krisechat.privacy import current, data_keys, sealing
from krisechat.privacy.retention import RetentionClass
from krisechat.queries import notes as note_queries
from krisechat.queries import transcripts
from tests.support import people
from tests.support.backups import Backup
from tests.support.ring import own_keys

__all__ = ["own_keys"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_keys")]

SATURDAY_NIGHT = datetime(2026, 11, 21, 21, 40, tzinfo=UTC)
MONDAY = SATURDAY_NIGHT + timedelta(days=2)
THIS_WEEK = "2026-W47"
SAID = {
    "messages": ["er der nogen", "grævlingen sover i skuret"],
    "notes": ["hun nævnte vandtårnet"],
    "feedback": "en længere snak",
    "name": "Sølvpil",
    "phone": "+4520739146",
    "postal code": "8739",
}


def a_night(at: datetime) -> Opened:
    """A conversation with something in every sealed column."""
    opened = people.amina(
        "er der nogen", at=at, nickname="Sølvpil", phone="+4520739146", postal_code="8739"
    )
    people.writes(opened, "grævlingen sover i skuret", at=at)
    conversation = opened.conversation
    bo = people.bo()
    notes.write(conversation=conversation, account=bo.account, body="hun nævnte vandtårnet", at=at)
    conversations.end(conversation=conversation, actor=actors.CITIZEN, at=at)
    feedback.give(conversation=conversation, helped="yes", what_would_help="en længere snak", at=at)
    return opened


def everything(conversation: UUID) -> dict[str, object]:
    """All that opens with the keys there are. Raises KeyDestroyed when they open nothing."""
    sealing.forget()
    row = Conversation.objects.select_related("citizen").get(id=conversation)
    given = Feedback.objects.get(conversation=row).what_would_help_sealed
    return {
        "messages": [each.body for each in transcripts.after(conversation, 0)],
        "notes": [each.body for each in note_queries.of_conversation(conversation)],
        "feedback": _words("feedback", "what_would_help", conversation, given),
        "postal code": _words("conversation", "postal_code", conversation, row.postal_code_sealed),
        "name": _of_citizen(row.citizen, "name"),
        "phone": _of_citizen(row.citizen, "phone"),
    }


def _words(table: str, column: str, owner: UUID, sealed: bytes | None) -> str:
    cipher = sealing.conversation_cipher(owner)
    assert sealed is not None
    return sealing.unseal(cipher, table=table, column=column, owner=owner, row=owner, sealed=sealed)


def _of_citizen(citizen: Citizen, column: str) -> str:
    cipher = data_keys.cipher_of(owner_kind="citizen", owner_id=citizen.id)
    return sealing.unseal(
        cipher,
        table="citizen",
        column=column,
        owner=citizen.id,
        row=citizen.id,
        sealed=getattr(citizen, f"{column}_sealed"),
    )


def destroy_week(keys: Path) -> None:
    for each in RetentionClass:
        assert keyring.destroy(keys, week=THIS_WEEK, retention_class=each)


def opened_by_any_key(row: DataKey, keys: Path) -> bool:
    """Whether any key left in the ring opens this data key."""
    context = data_keys._context(row)
    for week, retention_class in keyring.week_keys(keys):
        try:
            current.keyring().unwrap(
                row.wrapped, week=week, retention_class=retention_class, context=context
            )
        except Tampered:
            continue
        return True
    return False


def test_it_opens_as_long_as_the_weeks_key_lasts_although_the_citizen_was_erased(
    tmp_path: Path,
) -> None:
    opened = a_night(SATURDAY_NIGHT)
    backup = Backup(tmp_path)
    conversations.erase(conversation=opened.conversation, at=SATURDAY_NIGHT)
    with pytest.raises(data_keys.OwnerErased):
        data_keys.cipher_of(owner_kind="conversation", owner_id=opened.conversation)
    with backup.restored():
        assert everything(opened.conversation) == SAID


def test_once_the_weeks_key_is_destroyed_it_decrypts_nothing_and_next_weeks_still_does(
    tmp_path: Path, own_keys: Path
) -> None:
    this_week, next_week = a_night(SATURDAY_NIGHT), a_night(MONDAY)
    backup = Backup(tmp_path)
    destroy_week(own_keys)
    current.forget()  # as a new process does, beside the ring of today
    sealing.forget()
    with backup.restored():
        assert transcripts.after(this_week.conversation, 0) == []
        with pytest.raises(KeyDestroyed):
            everything(this_week.conversation)
        owners = DataKey.objects.filter(week=THIS_WEEK)
        assert {row.owner_kind for row in owners} == {"conversation", "citizen"}
        assert not any(opened_by_any_key(row, own_keys) for row in owners)
        assert all(
            opened_by_any_key(row, own_keys) for row in DataKey.objects.exclude(week=THIS_WEEK)
        )
        assert everything(next_week.conversation) == SAID


def test_a_backup_from_before_a_danger_was_seen_dies_with_the_shorter_class(
    tmp_path: Path, own_keys: Path
) -> None:
    opened = people.amina("er der nogen", at=SATURDAY_NIGHT)
    (tmp_path / "before").mkdir()
    before = Backup(tmp_path / "before")
    conversations.flag(
        conversation=opened.conversation,
        risk="acute",
        reason="",
        account=people.bo().account,
        at=SATURDAY_NIGHT,
    )
    (tmp_path / "after").mkdir()
    after = Backup(tmp_path / "after")
    ordinary = RetentionClass.CONVERSATION
    assert keyring.destroy(own_keys, week=THIS_WEEK, retention_class=ordinary)
    sealing.forget()
    with before.restored():
        assert transcripts.after(opened.conversation, 0) == []
    with after.restored():
        assert [each.body for each in transcripts.after(opened.conversation, 0)] == ["er der nogen"]


def test_a_flipped_byte_in_it_fails_closed(tmp_path: Path) -> None:
    opened = a_night(SATURDAY_NIGHT)
    backup = Backup(tmp_path)
    with backup.restored():
        row = message(opened, seq=2)
        edited = bytearray(row.body_sealed)
        edited[len(edited) // 2] ^= 1
        write_over(row, bytes(edited))
        assert shown(opened) == ["er der nogen"]


def test_words_moved_to_another_row_of_it_fail_closed(tmp_path: Path) -> None:
    opened = a_night(SATURDAY_NIGHT)
    backup = Backup(tmp_path)
    with backup.restored():
        write_over(message(opened, seq=1), bytes(message(opened, seq=2).body_sealed))
        assert shown(opened) == []


def test_words_moved_to_another_conversation_of_it_fail_closed(tmp_path: Path) -> None:
    opened, other = a_night(SATURDAY_NIGHT), a_night(SATURDAY_NIGHT)
    backup = Backup(tmp_path)
    with backup.restored():
        write_over(message(opened, seq=1), bytes(message(other, seq=1).body_sealed))
        assert shown(opened) == []
        assert everything(other.conversation) == SAID


def test_a_key_moved_to_another_owner_fails_closed(tmp_path: Path) -> None:
    opened, other = a_night(SATURDAY_NIGHT), a_night(SATURDAY_NIGHT)
    backup = Backup(tmp_path)
    with backup.restored():
        foreign = DataKey.objects.get(owner_id=other.conversation).wrapped
        DataKey.objects.filter(owner_id=opened.conversation).update(wrapped=bytes(foreign))
        sealing.forget()
        with pytest.raises(Tampered):
            transcripts.after(opened.conversation, 0)


def message(opened: Opened, *, seq: int) -> Message:
    return Message.objects.get(conversation_id=opened.conversation, seq=seq)


def write_over(row: Message, sealed: bytes) -> None:
    """Puts this in the place of the words; it does not open there."""
    Message.objects.filter(id=row.id).update(body_sealed=sealed)
    cipher = sealing.conversation_cipher(row.conversation_id)
    with pytest.raises(Tampered):
        sealing.open_body(cipher, conversation=row.conversation_id, seq=row.seq, sealed=sealed)


def shown(opened: Opened) -> list[str]:
    """What a reader is shown now: everything before the first message that does not open."""
    sealing.forget()
    return [each.body for each in transcripts.after(opened.conversation, 0)]
