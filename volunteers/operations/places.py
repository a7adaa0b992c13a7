"""The scarce resource: a volunteer's free place.

How many places are taken is never stored, only counted: the open conversations somebody is
responsible for. What is locked is the person's presence row, by an update that only an available
person's row matches. So two takings for one person, in two tabs or on two servers, stand in line,
and the second counts what the first has taken.
"""

from uuid import UUID

from django.db.models import F

from krisechat.foundation.refusals import AtCapacity, NotAvailable
from krisechat.models import Participant
from krisechat.states.conversation import ConversationState
from volunteers.models import Presence
from volunteers.states.presence import Status


class UnableToTake(NotAvailable):
    """The person is on a break or off duty."""


class NoFreePlace(AtCapacity):
    """The person has as many conversations as they can hold."""


def hold(account: UUID) -> None:
    """Locks the person's places until the transaction ends, and makes sure that one is free.

    Raises UnableToTake or NoFreePlace.
    """
    row = Presence.objects.filter(account_id=account, status=Status.AVAILABLE)
    if not row.update(turn=F("turn") + 1):
        raise UnableToTake("You are not available now.")
    capacity = row.values_list("capacity", flat=True).get()
    if taken(account) >= capacity:
        raise NoFreePlace("You have as many conversations as you can hold.")


def taken(account: UUID) -> int:
    """How many conversations the person is responsible for now."""
    return Participant.objects.filter(
        account_id=account, responsible=True, conversation__state=ConversationState.ACTIVE
    ).count()
