"""Who can be asked now: everybody at their screen, with what they hold and what they did lately."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max

from krisechat.models import Participant
from krisechat.states.conversation import ConversationState, Risk
from routing.models import Assignment, Offer
from routing.queries import offers
from routing.rules.matching import MISSED_LATELY, Answering
from routing.states.offer import OfferState
from volunteers.access import Answerer
from volunteers.queries import available

SHIFT = timedelta(hours=12)  # what was before this shift makes nobody idle or busy


def on_duty(*, at: datetime) -> list[Answering]:
    """Everybody on duty and at their screen, with or without a free place."""
    people = available.now(at=at)
    if not people:
        return []
    accounts = {each.account for each in people}
    held = _held(accounts)
    worked = _worked(accounts, at=at)
    missed = _missed(accounts, at=at)
    offered = offers.live_of_many(accounts)
    found = []
    for each in people:
        taken, acute = held.get(each.account, (0, 0))
        took, changed = worked.get(each.account, (None, None))
        still_asks = each.asked_at and (took is None or took < each.asked_at)
        found.append(
            Answering(
                account=each.account,
                languages=each.languages,
                subjects=each.subjects,
                organisations=each.organisations,
                places=each.capacity,
                taken=taken,
                leads=each.leads,
                holds_acute=acute > 0,
                offered=each.account in offered,
                idle_since=changed,
                asked_at=each.asked_at if still_asks else None,
                missed_at=missed.get(each.account),
            )
        )
    return found


def asking(person: Answerer, everybody: Sequence[Answering]) -> Answering:
    """The person as one who asks for the next one, also where no server has just seen them."""
    for each in everybody:
        if each.account == person.account:
            return each
    return Answering(
        account=person.account,
        languages=person.languages,
        subjects=person.subjects,
        organisations=available.organisations_of(person.account),
    )


def _held(accounts: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many conversations each is responsible for, and how many of them are acute."""
    rows = Participant.objects.filter(
        account_id__in=accounts, responsible=True, conversation__state=ConversationState.ACTIVE
    )
    found: dict[UUID, tuple[int, int]] = {}
    counted = rows.values_list("account_id", "conversation__risk").annotate(Count("id"))
    for account, risk, count in counted:
        if account is not None:
            taken, acute = found.get(account, (0, 0))
            found[account] = taken + count, acute + (count if risk == Risk.ACUTE else 0)
    return found


def _worked(accounts: Collection[UUID], *, at: datetime) -> dict[UUID, tuple[datetime, datetime]]:
    """When each took a conversation last, and when one last began or ended for them."""
    rows = Assignment.objects.filter(account_id__in=accounts, began_at__gte=at - SHIFT)
    latest = rows.values_list("account_id").annotate(Max("began_at"), Max("ended_at"))
    return {account: (began, max(began, ended or began)) for account, began, ended in latest}


def _missed(accounts: Collection[UUID], *, at: datetime) -> dict[UUID, datetime]:
    """When each let an offer pass, who have said yes or no to none since."""
    rows = Offer.objects.filter(account_id__in=accounts, ended_at__gte=at - MISSED_LATELY)
    answered = rows.exclude(state=OfferState.WITHDRAWN).order_by("ended_at")
    last = {account: (state, ended) for account, state, ended in answered.values_list(*_ANSWER)}
    return {
        account: ended for account, (state, ended) in last.items() if state == OfferState.EXPIRED
    }


_ANSWER = ("account_id", "state", "ended_at")
