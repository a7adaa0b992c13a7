"""On duty, on a break, off duty: what the person chooses, and what that means for their offers."""

from datetime import datetime

from django.db import transaction

from krisechat.foundation import nudge
from krisechat.foundation.refusals import AtCapacity, NotAvailable
from routing.operations import offers
from volunteers.access import Answerer
from volunteers.operations import places, presence
from volunteers.operations.presence import OnDuty


def choose(person: Answerer, *, status: str, capacity: int | None = None, at: datetime) -> OnDuty:
    """Sets status and capacity and returns what holds. Whoever can take something now is matched
    at once; from whoever can take nothing more, what they are offered is withdrawn.

    Raises BadValue for a status that does not exist.
    """
    with transaction.atomic():
        duty = presence.choose(person, status=status, capacity=capacity, at=at)
        try:
            places.hold(person.account)
        except (NotAvailable, AtCapacity):
            offers.withdraw_for_account(account=person.account, at=at)
        else:
            nudge.on_commit(nudge.CLOCK)
    return duty
