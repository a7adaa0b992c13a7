"""Storing messages: the one write path, for sockets, HTTP and whatever comes later.

Several waiting messages go into one transaction. The conversations of a batch are locked in id
order (two servers never wait for each other in a circle), each message takes the next `seq` of
its conversation, and a resend finds the row it already has. A message that cannot be stored is
refused alone; the rest of its batch is stored.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction
from django.db.models import F

from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import IdConflict, NotFound, Refusal, WrongState
from krisechat.models import Conversation, Message
from krisechat.privacy import sealing
from krisechat.realtime import frames_out, publish
from krisechat.states.conversation import ConversationState

OPEN = frozenset({ConversationState.WAITING, ConversationState.ACTIVE})


class UnableToSend(WrongState):
    """The conversation is over; nothing more is written into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """A message to store: trimmed, checked, CPR numbers masked. `origin` is whoever waits for
    the acknowledgement, handed back untouched."""

    conversation: UUID
    participant: int
    author: str
    alias: str
    client_id: UUID
    body: str
    masked: bool = False
    via: str = "web"
    origin: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A send and the message it is. `fresh` is False when it was stored before."""

    send: Send
    message: frames_out.Message
    fresh: bool

    def ack(self, *, name_conversation: bool = False) -> frames_out.MessageAck:
        """The acknowledgement, with the conversation's id where the socket has several."""
        return frames_out.MessageAck(
            client_id=self.send.client_id,
            seq=self.message.seq,
            sent_at=self.message.sent_at,
            conversation=self.send.conversation if name_conversation else None,
            masked=self.send.masked,
        )


Outcome = Stored | Refusal


def store(sends: Sequence[Send], *, at: datetime) -> list[Outcome]:
    """Stores the batch in one transaction and says of each send what became of it, in order.

    Once this returns, what is Stored survives the death of any process. Fresh messages are
    published on commit. Raises only what the database raises; then nothing was stored.
    """
    with transaction.atomic():
        batch = _Batch(sends, at=at)
        outcomes = [batch.place(send) for send in sends]
        batch.write()
        fresh = [each for each in outcomes if isinstance(each, Stored) and each.fresh]
        if fresh:
            transaction.on_commit(lambda: publish.stored(fresh))
    return outcomes


class _Batch:
    """One transaction's worth of sends, with the rows they touch locked and read once."""

    def __init__(self, sends: Sequence[Send], *, at: datetime) -> None:
        self._at = at
        wanted = {send.conversation for send in sends}
        locked = Conversation.objects.filter(id__in=wanted).order_by("id")
        rows = locked.select_for_update(no_key=True).values_list("id", "state", "last_seq")
        self._open = {id for id, state, _ in rows if state in OPEN}
        self._known = {id for id, _, _ in rows}
        self._last_seq = {id: last_seq for id, _, last_seq in rows}
        self._ciphers = sealing.conversation_ciphers(self._open)
        self._placed = self._stored_before(sends)
        self._rows: list[tuple[Any, ...]] = []
        self._new: Counter[UUID] = Counter()

    def _stored_before(self, sends: Sequence[Send]) -> dict[tuple[int, UUID], Stored]:
        found = Message.objects.filter(client_id__in={send.client_id for send in sends})
        asked = {(send.participant, send.client_id): send for send in sends}
        rows = {(row.participant_id, row.client_id): row for row in found}
        return {
            key: Stored(send=send, message=self._read(rows[key], send), fresh=False)
            for key, send in asked.items()
            if key in rows
        }

    def _read(self, row: Message, send: Send) -> frames_out.Message:
        cipher = self._ciphers.get(row.conversation_id) or sealing.conversation_cipher(
            row.conversation_id
        )
        body = sealing.open_body(
            cipher, conversation=row.conversation_id, seq=row.seq, sealed=row.body_sealed
        )
        return _frame(send, id=row.id, seq=row.seq, body=body, at=row.sent_at)

    def place(self, send: Send) -> Outcome:
        before = self._placed.get((send.participant, send.client_id))
        if before is not None:
            return _resent(before, send)
        if send.conversation not in self._open:
            return _unable(send.conversation in self._known)
        stored = Stored(send=send, message=self._next(send), fresh=True)
        self._placed[send.participant, send.client_id] = stored
        return stored

    def _next(self, send: Send) -> frames_out.Message:
        seq = self._last_seq[send.conversation] = self._last_seq[send.conversation] + 1
        self._new[send.conversation] += 1
        message = _frame(send, id=new_id(), seq=seq, body=send.body, at=self._at)
        self._rows.append(_row(message, send, self._ciphers[send.conversation]))
        return message

    def write(self) -> None:
        if not self._rows:
            return
        _insert(self._rows, at=self._at)
        by_count: dict[int, list[UUID]] = {}
        for conversation, count in self._new.items():
            by_count.setdefault(count, []).append(conversation)
        for count, ids in by_count.items():
            Conversation.objects.filter(id__in=ids).update(last_seq=F("last_seq") + count)


def _resent(before: Stored, send: Send) -> Outcome:
    """The same words again are the same message; other words under its id are refused."""
    if before.message.body != send.body or before.message.conversation != send.conversation:
        return IdConflict("This client_id was used for another text.", field="client_id")
    return Stored(send=send, message=before.message, fresh=False)


def _unable(known: bool) -> Refusal:  # noqa: FBT001
    return UnableToSend("The conversation is over.") if known else NotFound("Not found.")


def _frame(send: Send, *, id: UUID, seq: int, body: str, at: datetime) -> frames_out.Message:
    return frames_out.Message(
        conversation=send.conversation,
        seq=seq,
        id=id,
        client_id=send.client_id,
        author=send.author,
        alias=send.alias,
        body=body,
        sent_at=at,
        via=send.via,
    )


_COLUMNS = (
    "id",
    "conversation_id",
    "seq",
    "author",
    "participant_id",
    "client_id",
    "body_sealed",
    "masked",
    "via",
    "sent_at",
)


def _row(message: frames_out.Message, send: Send, cipher: AESGCM) -> tuple[Any, ...]:
    sealed = sealing.seal_body(
        cipher, conversation=message.conversation, seq=message.seq, body=message.body
    )
    return (
        message.id,
        message.conversation,
        message.seq,
        message.author,
        send.participant,
        message.client_id,
        sealed,
        send.masked,
        message.via,
    )


def _insert(rows: list[tuple[Any, ...]], *, at: datetime) -> None:
    """All rows in one statement. By hand, since model instances cost more than the rest of the
    batch together; the columns' own preparation keeps it right on every database."""
    prepare = [_preparation(column) for column in _COLUMNS[:-1]]
    sent_at = Message._meta.get_field("sent_at").get_db_prep_save(at, connection=connection)
    flat: list[Any] = []
    for row in rows:
        flat += [made(value) if made else value for made, value in zip(prepare, row, strict=True)]
        flat.append(sent_at)
    places = "(" + ",".join(["%s"] * len(_COLUMNS)) + ")"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Message._meta.db_table} ({','.join(_COLUMNS)}) VALUES "
            + ",".join([places] * len(rows)),
            flat,
        )


def _preparation(column: str) -> Any:
    """How a value of this column is handed to the database; None where as it is."""
    if column in ("id", "conversation_id", "client_id") and not (
        connection.features.has_native_uuid_field
    ):
        return lambda value: value.hex
    return None
