"""An offer: one conversation that waits, to one person who is there, for thirty seconds.

At most one is live for a conversation and one for a person; the database holds to it. Locking
order: the person's presence row, then the conversation, then the offer.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from krisechat.foundation.refusals import AtCapacity, NotAvailable, NotFound, WrongState
from krisechat.models import Conversation
from krisechat.operations import actors, audit
from krisechat.realtime import publish
from krisechat.states.conversation import ConversationState
from routing.models import Offer
from routing.operations import offer_endings, taking
from routing.operations.offer_endings import (
    expire_due,
    withdraw_for_account,
    withdraw_for_conversation,
)
from routing.states.offer import OfferEvent, OfferState
from volunteers.access import Answerer
from volunteers.operations import places

__all__ = [
    "accept",
    "decline",
    "expire_due",
    "make",
    "withdraw_for_account",
    "withdraw_for_conversation",
]

LASTS = timedelta(seconds=30)


class UnableToAcceptOffer(WrongState):
    """It was accepted, declined, withdrawn, or has run out."""


class UnableToDeclineOffer(WrongState):
    """As above: there is nothing left to decline."""


def make(
    *, conversation: UUID, account: UUID, reasons: Mapping[str, Any], at: datetime
) -> UUID | None:
    """Offers the conversation to the person and returns the offer's id; None when it does not
    wait any more, the person cannot take it, or another engine was faster with either."""
    try:
        with transaction.atomic():
            places.hold(account)
            if not _waits(conversation):
                return None
            row = Offer.objects.create(
                conversation_id=conversation,
                account_id=account,
                state=OfferState.LIVE,
                made_at=at,
                expires_at=at + LASTS,
                due_at=at + LASTS,
                reasons=dict(reasons),
            )
            transaction.on_commit(lambda: publish.account_changed(account))
    except (NotAvailable, AtCapacity, IntegrityError):
        return None
    return row.id


def _waits(conversation: UUID) -> bool:
    """Asked under the conversation's lock: a citizen who leaves later withdraws the offer."""
    row = Conversation.objects.select_for_update().filter(id=conversation)
    return row.values_list("state", flat=True).first() == ConversationState.WAITING


def accept(person: Answerer, *, offer: UUID, at: datetime) -> UUID:
    """The conversation that was offered is the person's from now on; returns its id.

    Raises NotFound when it was never offered to them, UnableToAcceptOffer when it is over,
    UnableToTake or NoFreePlace; then nothing has changed. A late yes counts as long as nobody has
    ended the offer: the citizen is helped by it.
    """
    row = _made_to(person.account, offer)
    try:
        with transaction.atomic():
            places.hold(person.account)
            taken = accepted(row, at=at)
    except (NotAvailable, AtCapacity):
        if Offer.objects.filter(id=offer, state=OfferState.LIVE).exists():
            raise
        taken = False  # said yes to in another tab, or withdrawn: that is why
    if not taken:
        raise UnableToAcceptOffer("This offer is over.")
    return row.conversation_id


def accepted(row: Offer, *, at: datetime) -> bool:
    """Takes what was offered, in the caller's transaction, after places.hold."""
    return taking.take(
        conversation=row.conversation_id,
        account=row.account_id,
        offer=row.id,
        reasons={**row.reasons, "asked": "offer"},
        at=at,
    )


def decline(*, account: UUID, offer: UUID, at: datetime) -> None:
    """Somebody else is asked at once, and nobody has to say why (P71).

    Raises NotFound when it was never offered to them, or UnableToDeclineOffer.
    """
    row = _made_to(account, offer)
    with transaction.atomic():
        if not offer_endings.end(offer=offer, account=account, event=OfferEvent.DECLINE, at=at):
            raise UnableToDeclineOffer("This offer is over.")
        audit.record(
            actor=actors.account(account),
            action="decline",
            object_kind="conversation",
            object_id=row.conversation_id,
            at=at,
        )


def _made_to(account: UUID, offer: UUID) -> Offer:
    row = Offer.objects.filter(id=offer, account_id=account).first()
    if row is None:
        raise NotFound("Not found.", field="offer")
    return row
