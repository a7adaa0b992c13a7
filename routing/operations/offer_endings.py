"""How an offer ends. Each ending is one conditional update on the live offer: of an accepting, a
declining and the deadline exactly one finds it live."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from krisechat.foundation import machine, nudge
from krisechat.realtime import publish
from routing.models import Offer
from routing.states.offer import TRANSITIONS, OfferEvent, OfferState


def end(*, offer: UUID, account: UUID, event: OfferEvent, at: datetime) -> bool:
    """Ends the live offer made to `account`, who is shown it; False when it was not live any
    more. In the caller's transaction."""
    live = Offer.objects.filter(id=offer, account_id=account, state=OfferState.LIVE)
    following = machine.after(TRANSITIONS, state=OfferState.LIVE, event=event)
    if not live.update(state=following, ended_at=at, due_at=None, leased_until=None):
        return False
    transaction.on_commit(lambda: publish.account_changed(account))
    nudge.on_commit(nudge.CLOCK)  # to another at once
    return True


def expire_due(*, at: datetime, limit: int = 200) -> int:
    """Ends the offers whose deadline has passed; returns how many.

    No lease is needed: what is done is the one update that wins.
    """
    due = Offer.objects.filter(state=OfferState.LIVE, due_at__lte=at).order_by("due_at")
    return _end_all(due.values_list("id", "account_id")[:limit], OfferEvent.EXPIRE, at=at)


def withdraw_for_conversation(*, conversation: UUID, at: datetime) -> int:
    """The conversation waits no more, or not for this. In the caller's transaction, which holds
    the conversation's lock, so that no offer is just being made."""
    rows = Offer.objects.filter(conversation_id=conversation, state=OfferState.LIVE)
    return _end_all(rows.values_list("id", "account_id"), OfferEvent.WITHDRAW, at=at)


def withdraw_for_account(*, account: UUID, at: datetime) -> int:
    """The person can take nothing now. In the caller's transaction, which holds their presence
    row, so that no offer is just being made."""
    rows = Offer.objects.filter(account_id=account, state=OfferState.LIVE)
    return _end_all(rows.values_list("id", "account_id"), OfferEvent.WITHDRAW, at=at)


def _end_all(rows: Sequence[tuple[UUID, UUID]] | Any, event: OfferEvent, *, at: datetime) -> int:
    ended = 0
    for offer, account in list(rows):
        with transaction.atomic():
            ended += end(offer=offer, account=account, event=event, at=at)
    return ended
