"""P20, P21, P22: somebody has the whole database, or may write to it, but not the key ring."""

import base64
import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from krisechat.foundation import keyring
from krisechat.foundation.envelope import Tampered
from krisechat.foundation.keyring import KeyDestroyed
from krisechat.models import Citizen, DataKey, Feedback, Message, Note, Participant
from krisechat.operations import conversations, feedback, notes
from krisechat.operations.opening import Opened
from krisechat.privacy import masking, pseudonyms, sealing
from krisechat.privacy.retention import RetentionClass
from krisechat.queries import transcripts
from tests.support import people
from tests.support.canaries import leaked
from tests.support.ring import own_keys

__all__ = ["own_keys"]

SATURDAY_NIGHT = datetime(2026, 11, 21, 21, 40, tzinfo=UTC)
CPR = "010190-7391"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]

CANARIES = {
    "nickname": "Sølvpil Nattergal",
    "phone": "+4520739146",
    "postal_code": "8739",
    "first_message": "planteskolen brændte ned ved søen",
    "message": "grævlingen sover i skuret bag æbletræet",
    "note": "hun nævnte vandtårnet i Østerbæk",
    "reason": "kniven lå ved køkkenvasken",
    "feedback": "en længere snak om fuglekøjer",
}
SEARCHED = [each for name, each in CANARIES.items() if name != "postal_code"]


def a_night(at: datetime = SATURDAY_NIGHT) -> Opened:
    """Every way in which a person's words, name and number enter."""
    opened = people.amina(
        CANARIES["first_message"],
        at=at,
        nickname=CANARIES["nickname"],
        phone=CANARIES["phone"],
        postal_code=CANARIES["postal_code"],
    )
    bo = people.bo()
    people.writes(opened, CANARIES["message"], at=at)
    people.writes(opened, masking.mask_cpr(f"mit nummer er {CPR}")[0], at=at)
    notes.write(conversation=opened.conversation, account=bo.account, body=CANARIES["note"], at=at)
    conversations.flag(
        conversation=opened.conversation,
        risk="high",
        reason=f"{CANARIES['reason']}, {CPR}",
        account=bo.account,
        at=at,
    )
    conversations.end(conversation=opened.conversation, actor=conversations.actors.CITIZEN, at=at)
    feedback.give(
        conversation=opened.conversation,
        helped="partly",
        what_would_help=CANARIES["feedback"],
        at=at,
    )
    return opened


def dump() -> list[bytes]:
    """Every value of every row of every table, as a dump would hold it."""
    found: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [_raw(value) for row in cursor.fetchall() for value in row]
    return found


def _raw(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_a_leaked_database_shows_no_word_name_or_number(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    opened = a_night()
    secrets = [*SEARCHED, CANARIES["phone"][3:], CPR, CPR.replace("-", "")]
    secrets += [opened.token, opened.return_code]
    places = [*dump(), caplog.text.encode()]
    assert leaked(secrets, *places) == {}
    assert CANARIES["postal_code"].encode() not in places  # four digits: as a whole value


def test_the_search_would_have_found_it() -> None:
    opened = a_night()
    Message.objects.filter(conversation_id=opened.conversation, seq=1).update(
        body_sealed=base64.b64encode(CANARIES["first_message"].encode())
    )
    assert leaked(SEARCHED, *dump()) == {CANARIES["first_message"]: 1}


def test_the_cpr_number_is_nowhere_even_with_the_keys() -> None:
    opened = a_night()
    shown = [each.body for each in transcripts.after(opened.conversation, 0)]
    [note, reason] = [_note(each) for each in Note.objects.order_by("id")]
    for text in (*shown, note, reason):
        assert CPR not in text
    assert f"mit nummer er {masking.MASK}" in shown
    assert f"{CANARIES['reason']}, {masking.MASK}" in (note, reason)


def test_the_number_is_found_again_by_its_keyed_hash_only() -> None:
    a_night()
    digest = pseudonyms.phone_digest(CANARIES["phone"])
    assert Citizen.objects.filter(phone_digest=digest).count() == 1


def _note(row: Note) -> str:
    cipher = sealing.conversation_cipher(row.conversation_id)
    return sealing.unseal(
        cipher,
        table="note",
        column="body",
        owner=row.conversation_id,
        row=row.id,
        sealed=row.body_sealed,
    )


def _bodies(conversation: UUID) -> list[str]:
    sealing.forget()
    return [each.body for each in transcripts.after(conversation, 0)]


def _all_bodies(conversation: UUID) -> list[str]:
    """What a reader is shown, all of it. A message that does not open is not shown, nor what
    follows it, so that it mutes no other conversation; here that counts as refused."""
    shown = _bodies(conversation)
    if len(shown) < Message.objects.filter(conversation_id=conversation).count():
        raise Tampered
    return shown


SEALED_COLUMNS: list[tuple[type[Any], str]] = [
    (Message, "body_sealed"),
    (Note, "body_sealed"),
    (Feedback, "what_would_help_sealed"),
    (Participant, "alias_sealed"),
    (DataKey, "wrapped"),
]


@pytest.mark.parametrize(
    ("model", "column"), SEALED_COLUMNS, ids=["message", "note", "feedback", "alias", "data key"]
)
def test_every_byte_that_is_flipped_fails_closed(model: type[Any], column: str) -> None:
    opened = a_night()
    read = _reader(model, opened)
    read()
    row = _rows(model, opened)[0]
    sealed = bytes(getattr(row, column))
    for place in range(len(sealed)):
        edited = bytearray(sealed)
        edited[place] ^= 1
        model.objects.filter(pk=row.pk).update(**{column: bytes(edited)})
        sealing.forget()
        with pytest.raises(Tampered):
            read()
    model.objects.filter(pk=row.pk).update(**{column: sealed})
    sealing.forget()
    read()


def test_no_sealed_value_opens_in_any_other_place() -> None:
    """Every sealed value, put into every other sealed column of this and another conversation."""
    one, other = a_night(), a_night(SATURDAY_NIGHT + timedelta(minutes=5))
    cells = [
        (opened, model, column, row.pk, bytes(getattr(row, column)))
        for opened in (one, other)
        for model, column in SEALED_COLUMNS[:4]
        for row in _rows(model, opened)
    ]
    assert len(cells) >= 12
    for (_, _, _, _, moved), (opened, model, column, pk, own) in itertools.permutations(cells, 2):
        model.objects.filter(pk=pk).update(**{column: moved})
        with pytest.raises(Tampered):
            _reader(model, opened)()
        model.objects.filter(pk=pk).update(**{column: own})


def _rows(model: type[Any], opened: Opened) -> list[Any]:
    if model is DataKey:
        return list(DataKey.objects.filter(owner_id=opened.conversation))
    rows = model.objects.filter(conversation_id=opened.conversation).order_by("pk")
    if model is Message:
        return list(rows.filter(author="citizen"))
    if model is Participant:
        return list(rows.filter(author="citizen"))
    return list(rows)


def _reader(model: type[Any], opened: Opened) -> Callable[[], object]:
    """What the product does to read this kind of value."""
    if model is Note:
        return lambda: [_note(row) for row in _rows(Note, opened)]
    if model is Feedback:
        return lambda: _what_would_help(opened)
    return lambda: _all_bodies(opened.conversation)


def _what_would_help(opened: Opened) -> str:
    row = Feedback.objects.get(conversation_id=opened.conversation)
    assert row.what_would_help_sealed is not None
    return sealing.unseal(
        sealing.conversation_cipher(opened.conversation),
        table="feedback",
        column="what_would_help",
        owner=opened.conversation,
        row=opened.conversation,
        sealed=row.what_would_help_sealed,
    )


def test_a_backup_restored_after_its_weeks_key_was_destroyed_decrypts_nothing(
    own_keys: Path,
) -> None:
    this_week = a_night()
    next_week = a_night(SATURDAY_NIGHT + timedelta(days=2))
    backup = list(DataKey.objects.values()), list(Message.objects.values())
    before = _bodies(this_week.conversation)
    assert CANARIES["message"] in before
    conversations.erase(conversation=this_week.conversation, at=SATURDAY_NIGHT)
    for model in (Message, DataKey):
        model.objects.all().delete()
    DataKey.objects.bulk_create(DataKey(**row) for row in backup[0])
    Message.objects.bulk_create(Message(**row) for row in backup[1])
    assert _bodies(this_week.conversation) == before  # until then it could still be read
    for retention_class in RetentionClass:
        keyring.destroy(own_keys, week="2026-W47", retention_class=retention_class)
    sealing.forget()
    with pytest.raises(KeyDestroyed):
        sealing.conversation_cipher(this_week.conversation)
    assert _bodies(this_week.conversation) == []
    assert CANARIES["message"] in _bodies(next_week.conversation)


def test_another_ring_beside_the_same_database_opens_nothing(tmp_path: Path, settings: Any) -> None:
    opened = a_night()
    other, today = tmp_path / "other", date(2026, 11, 22)
    keyring.make(other, weeks_ahead=1, now=today, classes=list(RetentionClass))
    settings.KRISECHAT_KEYS = other
    sealing.forget()
    with pytest.raises(Tampered):
        transcripts.after(opened.conversation, 0)


def test_each_conversation_and_each_citizen_has_a_key_of_its_own() -> None:
    opened = [people.amina(at=SATURDAY_NIGHT) for _ in range(20)]
    assert len({bytes(each.wrapped) for each in DataKey.objects.all()}) == 40
    assert len({each.conversation for each in opened}) == 20
