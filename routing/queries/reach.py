"""Whether anybody on duty can be asked about somebody who waits."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from krisechat.models import Participant
from krisechat.states.conversation import ConversationState
from routing.models import Offer
from routing.rules.matching import fits
from routing.rules.priority import Waiting
from routing.states.offer import OfferState
from volunteers.models import Presence
from volunteers.states.presence import Status


def on_offer(conversation: UUID) -> bool:
    """Whether somebody is being asked now."""
    return Offer.objects.filter(conversation_id=conversation, state=OfferState.LIVE).exists()


def somebody_could(one: Waiting) -> bool:
    """Whether somebody on duty fits, has a free place, and has not let it go by already."""
    rows = Presence.objects.filter(status=Status.AVAILABLE).exclude(
        account_id__in=_asked_before(one)
    )
    people = list(rows.select_related("account__volunteer"))
    taken = _taken({each.account_id for each in people})
    return any(
        taken[each.account_id] < each.capacity and _fits(one, each)
        for each in people
        if hasattr(each.account, "volunteer")
    )


def _taken(accounts: Collection[UUID]) -> Counter[UUID | None]:
    """How many conversations each of them is responsible for now."""
    rows = Participant.objects.filter(
        account_id__in=accounts,
        responsible=True,
        conversation__state=ConversationState.ACTIVE,
    )
    return Counter(rows.values_list("account_id", flat=True))


def _asked_before(one: Waiting) -> list[UUID]:
    rows = Offer.objects.filter(
        conversation_id=one.conversation,
        state__in=[OfferState.DECLINED, OfferState.EXPIRED],
        made_at__gte=one.given_back_at or one.waiting_since,
    )
    return list(rows.values_list("account_id", flat=True))


def _fits(one: Waiting, person: Presence) -> bool:
    can = person.account.volunteer
    return fits(one, languages=can.languages, subjects=can.subjects)
