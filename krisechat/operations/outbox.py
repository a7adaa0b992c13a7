"""What is to be sent out, written down in the transaction of its cause.

Nothing here calls anybody. `once` names the cause, so that a cause that is met twice (a retry, two
engines) makes one text. Sending is krisechat/operations/sending.py.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from krisechat.foundation import nudge
from krisechat.foundation.ids import new_id
from krisechat.models import Conversation, Outbound
from krisechat.privacy import data_keys, sealing, staff
from krisechat.realtime import publish
from krisechat.states.conversation import Texting
from krisechat.states.outbound import Channel, OutboundState

# Between two texts to one person; the parts of a long one lie closer.
APART = timedelta(microseconds=10)
# Whoever reads on the web has a message within a second; after this they count as gone from it.
GONE_AFTER = timedelta(seconds=45)


class Carried(NamedTuple):
    """A volunteer's message that may have to go to the citizen's phone."""

    conversation: UUID
    citizen: UUID
    seq: int
    texting: str


def carry(messages: Collection[Carried], *, at: datetime) -> None:
    """Writes a row for each message, in its transaction: due at once to whoever came by text
    message, else when the citizen has had the time to receive it on the web."""
    if not messages:
        return
    moments = _Moments({str(each.citizen) for each in messages}, at=at)
    Outbound.objects.bulk_create(
        Outbound(
            channel=Channel.SMS,
            template=_TEMPLATES[Texting(each.texting)],
            once=f"message:{each.conversation}:{each.seq}",
            recipient_kind="citizen",
            recipient_id=str(each.citizen),
            conversation_id=each.conversation,
            seq=each.seq,
            created_at=moments.next(str(each.citizen)),
            due_at=at if each.texting == Texting.WORDS else at + GONE_AFTER,
        )
        for each in messages
    )
    nudge.on_commit(nudge.TEXTS)
    for conversation in {each.conversation for each in messages}:
        transaction.on_commit(partial(publish.changed, conversation))


class _Moments:
    """When each recipient's next text was made: always after the one before it, although the
    servers' clocks differ by a little, since in this order they are sent. Read under the lock of
    the conversation, like the messages' `seq`."""

    def __init__(self, recipients: Collection[str], *, at: datetime) -> None:
        rows = Outbound.objects.filter(recipient_id__in=recipients).values_list("recipient_id")
        self._last = dict(rows.annotate(last=Max("created_at")))
        self._at = at

    def next(self, recipient: str) -> datetime:
        before = self._last.get(recipient)
        after = max(self._at, before + APART) if before else self._at
        self._last[recipient] = after
        return after


_TEMPLATES = {
    Texting.WORDS: "words",
    Texting.WORDS_WHEN_GONE: "words_when_gone",
    Texting.NEUTRAL_WHEN_GONE: "neutral_when_gone",
}


def text_citizen(
    *,
    conversation: UUID,
    template: str,
    body: str,
    once: str,
    at: datetime,
    due_at: datetime | None = None,
) -> None:
    """A text message of ours to the citizen of this conversation, sealed under the citizen's key,
    to go at `due_at` or at once.

    Whether it may be sent (a number, a consent, no STOP) is asked again when it is sent. Raises
    data_keys.OwnerErased when the citizen was erased.
    """
    citizen = Conversation.objects.values_list("citizen_id", flat=True).get(id=conversation)
    _to_citizen(citizen, conversation, template, body, once=once, at=at, due_at=due_at or at)


def answer_citizen(*, citizen: UUID, template: str, body: str, once: str, at: datetime) -> None:
    """The same to a citizen who wrote to us and has no conversation."""
    _to_citizen(citizen, None, template, body, once=once, at=at, due_at=at)


def _to_citizen(
    citizen: UUID,
    conversation: UUID | None,
    template: str,
    body: str,
    *,
    once: str,
    at: datetime,
    due_at: datetime,
) -> None:
    id = new_id()
    cipher = data_keys.cipher_of(owner_kind="citizen", owner_id=citizen)
    sealed = sealing.seal(cipher, table="outbound", column="body", owner=citizen, row=id, text=body)
    _write(
        id=id,
        channel=Channel.SMS,
        template=template,
        once=once,
        recipient_kind="citizen",
        recipient_id=str(citizen),
        conversation_id=conversation,
        body_sealed=sealed,
        at=at,
        due_at=due_at,
    )


def text_account(
    *,
    account: UUID,
    phone: str,
    template: str,
    once: str,
    at: datetime,
    conversation: UUID | None,
    not_before: datetime | None = None,
) -> None:
    """A text message to somebody who works here, at `phone` (E.164). Its words are those of the
    template: nothing of a citizen ever goes to such a phone."""
    id = new_id()
    _write(
        id=id,
        channel=Channel.SMS,
        template=template,
        once=once,
        recipient_kind="account",
        recipient_id=str(account),
        to_sealed=staff.seal_phone(table="outbound", row=id, account=account, phone=phone),
        conversation_id=conversation,
        at=at,
        due_at=not_before,
    )


def mail_place(*, address: str, template: str, once: str, at: datetime) -> None:
    """An e-mail to a place's mailbox. Its words are those of the template and nothing else."""
    _write(
        id=new_id(),
        channel=Channel.EMAIL,
        template=template,
        once=once,
        recipient_kind="place",
        recipient_id=address[:40],
        address=address,
        at=at,
    )


def _write(*, at: datetime, once: str, due_at: datetime | None = None, **columns: object) -> None:
    Outbound.objects.bulk_create(
        [Outbound(once=once, created_at=at, due_at=due_at or at, **columns)],
        ignore_conflicts=True,  # this cause has its text already
    )
    nudge.on_commit(nudge.TEXTS)


def drop_for(conversation: UUID, *, at: datetime) -> None:
    """Nothing of this conversation goes out any more; what is with the provider stays there."""
    rows = Outbound.objects.filter(conversation_id=conversation, state=OutboundState.QUEUED)
    rows.update(state=OutboundState.CANCELLED, due_at=None, ended_at=at)


def drop_to_citizen(citizen: UUID, *, at: datetime) -> None:
    """Nothing more goes to this citizen's phone; what is with the provider stays there."""
    rows = Outbound.objects.filter(recipient_kind="citizen", recipient_id=str(citizen))
    rows.filter(state=OutboundState.QUEUED).update(
        state=OutboundState.CANCELLED, due_at=None, ended_at=at
    )


def withdraw(onces: Collection[str], *, at: datetime) -> set[str]:
    """Takes back those of these texts that have not left yet; returns which never will."""
    rows = Outbound.objects.filter(once__in=onces)
    rows.filter(state=OutboundState.QUEUED).update(
        state=OutboundState.CANCELLED, due_at=None, ended_at=at
    )
    return set(rows.filter(state=OutboundState.CANCELLED).values_list("once", flat=True))
