"""Offers as they stand: what somebody is offered now, and how an offer ended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from krisechat.models import Conversation
from routing.models import Offer, QueueEntry
from routing.queries import earlier
from routing.states.offer import OfferState
from routing.states.queue_entry import QueueState


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveOffer:
    """What somebody needs to know to say yes or no; no word of the citizen. `returning`: the
    citizen has talked with somebody here before. `reasons` are codes."""

    id: UUID
    conversation: UUID
    topic: str
    language: str
    risk: str
    via: str
    waiting_since: datetime
    returning: bool
    expires_at: datetime
    reasons: tuple[str, ...]


def live_of(account: UUID) -> LiveOffer | None:
    """What the person is offered now."""
    row = _live().filter(account_id=account).select_related("conversation").first()
    if row is None:
        return None
    conversation = row.conversation
    same = Conversation.objects.filter(id=conversation.id)
    return LiveOffer(
        id=row.id,
        conversation=conversation.id,
        topic=conversation.topic,
        language=conversation.language,
        risk=conversation.risk,
        via=conversation.via,
        waiting_since=_waiting_since(conversation),
        returning=conversation.id in earlier.talked_with(same),
        expires_at=row.expires_at,
        reasons=tuple(row.reasons.get("codes", ())),
    )


def _waiting_since(conversation: Conversation) -> datetime:
    waits = QueueEntry.objects.filter(conversation=conversation, state=QueueState.WAITING)
    since = waits.values_list("waiting_since", flat=True).first()
    return since or conversation.opened_at


def live_of_many(accounts: Collection[UUID]) -> dict[UUID, UUID]:
    """The live offer's id, for each of these people who has one."""
    return dict(_live().filter(account_id__in=accounts).values_list("account_id", "id"))


def conversations_on_offer() -> set[UUID]:
    """What somebody is deciding about now."""
    return set(_live().values_list("conversation_id", flat=True))


def state_of(offer: UUID) -> str:
    """Where the offer stands; withdrawn when it is there no more."""
    row = Offer.objects.filter(id=offer).values_list("state", flat=True).first()
    return row or OfferState.WITHDRAWN


def somebody_waits_unoffered() -> bool:
    """Whether there is anything to offer to anybody: one cheap question a second."""
    waits = QueueEntry.objects.filter(state=QueueState.WAITING)
    return waits.exclude(conversation__offers__state=OfferState.LIVE).exists()


def _live() -> QuerySet[Offer]:
    return Offer.objects.filter(state=OfferState.LIVE)
