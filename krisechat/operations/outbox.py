"""What is to be sent out, written down in the transaction of its cause.

Nothing here calls anybody. `once` names the cause, so that a cause that is met twice (a retry, two
engines) makes one text. Sending is krisechat/operations/sending.py.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from krisechat.foundation import nudge
from krisechat.foundation.ids import new_id
from krisechat.models import Conversation, Outbound
from krisechat.privacy import data_keys, sealing, staff
from krisechat.states.conversation import Texting
from krisechat.states.outbound import Channel, OutboundState

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
    Outbound.objects.bulk_create(
        Outbound(
            channel=Channel.SMS,
            template=_TEMPLATES[Texting(each.texting)],
            once=f"message:{each.conversation}:{each.seq}",
            recipient_kind="citizen",
            recipient_id=str(each.citizen),
            conversation_id=each.conversation,
            seq=each.seq,
            created_at=at,
            due_at=at if each.texting == Texting.WORDS else at + GONE_AFTER,
        )
        for each in messages
    )
    nudge.on_commit(nudge.TEXTS)


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
    not_before: datetime | None = None,
) -> None:
    """A text message of ours to the citizen of this conversation, sealed under the citizen's key.

    Whether it may be sent (a number, a consent, no STOP) is asked again when it is sent. Raises
    data_keys.OwnerErased when the citizen was erased.
    """
    id = new_id()
    citizen = Conversation.objects.values_list("citizen_id", flat=True).get(id=conversation)
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
        not_before=not_before,
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
        not_before=not_before,
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


def _write(
    *, at: datetime, once: str, not_before: datetime | None = None, **columns: object
) -> None:
    due_at = not_before or at
    Outbound.objects.bulk_create(
        [Outbound(once=once, created_at=at, due_at=due_at, **columns)],
        ignore_conflicts=True,  # this cause has its text already
    )
    nudge.on_commit(nudge.TEXTS)


def drop_for(conversation: UUID, *, at: datetime) -> None:
    """Nothing of this conversation goes out any more; what is with the provider stays there."""
    rows = Outbound.objects.filter(conversation_id=conversation, state=OutboundState.QUEUED)
    rows.update(state=OutboundState.CANCELLED, due_at=None, ended_at=at)


def withdraw(onces: Collection[str], *, at: datetime) -> set[str]:
    """Takes back those of these texts that have not left yet; returns which never will."""
    rows = Outbound.objects.filter(once__in=onces)
    rows.filter(state=OutboundState.QUEUED).update(
        state=OutboundState.CANCELLED, due_at=None, ended_at=at
    )
    return set(rows.filter(state=OutboundState.CANCELLED).values_list("once", flat=True))
