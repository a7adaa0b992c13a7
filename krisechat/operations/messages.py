"""Storing messages: the one write path, for sockets, HTTP and whatever comes later.

Several waiting messages go into one transaction. The conversations of a batch are locked in id
order (two servers never wait for each other in a circle), each message takes the next `seq` of
its conversation, and a resend finds the row it already has. A message that cannot be stored is
refused alone; the rest of its batch is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import IdConflict, NotFound, Refusal, WrongState
from krisechat.operations import access_tokens, message_rows, outbox
from krisechat.operations.message_rows import Row
from krisechat.operations.outbox import Carried
from krisechat.privacy import sealing
from krisechat.realtime import frames_out, publish
from krisechat.states.conversation import Author, ConversationState, Gone, Texting

OPEN = frozenset({ConversationState.WAITING, ConversationState.ACTIVE})


class UnableToSend(WrongState):
    """The conversation is over; nothing more is written into it."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Send:
    """A message to store: trimmed, checked, CPR numbers masked. `origin` is whoever waits for
    the acknowledgement, handed back untouched. Not shown by repr, which ends up in logs."""

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
        self._database = message_rows.of_this_database()
        read = self._database.read(
            conversations={send.conversation for send in sends},
            client_ids={send.client_id for send in sends},
            participants={send.participant for send in sends if send.author != Author.CITIZEN},
        )
        self._known = {head.id for head in read.heads}
        self._last_seq = {head.id: head.last_seq for head in read.heads if head.state in OPEN}
        self._texted = {head.id: head for head in read.heads if head.texting != Texting.NONE}
        self._citizen_gone = {head.id for head in read.heads if head.gone != Gone.NO}
        # Under the lock: whoever had to give the conversation back says nothing more in it.
        self._gone = read.gone
        self._ciphers = sealing.conversation_ciphers(self._last_seq)
        self._rows: list[Row] = []
        self._moved: dict[UUID, int] = {}
        self._placed = self._stored_before(read.resends, sends)

    def _stored_before(
        self, found: list[Row], sends: Sequence[Send]
    ) -> dict[tuple[int, UUID], Stored]:
        if not found:
            return {}
        asked = {(send.participant, send.client_id): send for send in sends}
        rows = {(row.participant, row.client_id): row for row in found}
        return {
            key: Stored(send=send, message=self._read(rows[key], send), fresh=False)
            for key, send in asked.items()
            if key in rows
        }

    def _read(self, row: Row, send: Send) -> frames_out.Message:
        cipher = self._ciphers.get(row.conversation)
        body = sealing.open_body(
            cipher or sealing.conversation_cipher(row.conversation),
            conversation=row.conversation,
            seq=row.seq,
            sealed=row.body_sealed,
        )
        return _frame(send, id=row.id, seq=row.seq, body=body, at=row.sent_at)

    def place(self, send: Send) -> Outcome:
        """What becomes of this send; a fresh one takes the next seq."""
        before = self._placed.get((send.participant, send.client_id))
        if before is not None:
            return _resent(before, send)
        if send.participant in self._gone:
            return NotFound("Not found.")
        if send.conversation not in self._last_seq:
            return _unable(known=send.conversation in self._known)
        stored = Stored(send=send, message=self._next(send), fresh=True)
        self._placed[send.participant, send.client_id] = stored
        return stored

    def _next(self, send: Send) -> frames_out.Message:
        seq = self._last_seq[send.conversation] + 1
        self._last_seq[send.conversation] = self._moved[send.conversation] = seq
        message = _frame(send, id=new_id(), seq=seq, body=send.body, at=self._at)
        self._rows.append(_row(message, send, self._ciphers[send.conversation]))
        return message

    def write(self) -> None:
        """Inserts what was placed, and moves the conversations on."""
        if self._rows:
            self._database.write(self._rows, self._moved)
        for conversation in self._citizen_gone:  # by text, say, or from another client
            if any(
                r.conversation == conversation and r.author == Author.CITIZEN for r in self._rows
            ):
                access_tokens.came_back(conversation)
        outbox.carry(self._to_phones(), at=self._at)

    def _to_phones(self) -> list[Carried]:
        """The volunteers' messages of this batch that may have to go to the citizen's phone."""
        if not self._texted:
            return []
        return [
            Carried(row.conversation, head.citizen, row.seq, head.texting)
            for row in self._rows
            if row.author != Author.CITIZEN and (head := self._texted.get(row.conversation))
        ]


def _resent(before: Stored, send: Send) -> Outcome:
    """The same words again are the same message; other words under its id are refused."""
    if before.message.body != send.body or before.message.conversation != send.conversation:
        return IdConflict("This client_id was used for another text.", field="client_id")
    return Stored(send=send, message=before.message, fresh=False)


def _unable(*, known: bool) -> Refusal:
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


def _row(message: frames_out.Message, send: Send, cipher: AESGCM) -> Row:
    sealed = sealing.seal_body(
        cipher, conversation=message.conversation, seq=message.seq, body=message.body
    )
    return Row(
        message.id,
        message.conversation,
        message.seq,
        message.author,
        send.participant,
        send.client_id,
        sealed,
        send.masked,
        message.via,
        message.sent_at,
    )
