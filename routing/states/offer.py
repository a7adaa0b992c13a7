"""The life of an offer: one conversation, offered to one person, until a moment."""

from enum import StrEnum


class OfferState(StrEnum):
    LIVE = "live"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class OfferEvent(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"  # the citizen left, or the person went off duty


TRANSITIONS = {
    (OfferState.LIVE, OfferEvent.ACCEPT): OfferState.ACCEPTED,
    (OfferState.LIVE, OfferEvent.DECLINE): OfferState.DECLINED,
    (OfferState.LIVE, OfferEvent.EXPIRE): OfferState.EXPIRED,
    (OfferState.LIVE, OfferEvent.WITHDRAW): OfferState.WITHDRAWN,
}
