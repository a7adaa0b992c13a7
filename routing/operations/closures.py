"""Closing the helpline at short notice, and opening it again.

It takes no new conversation from that moment. Whoever waits or talks goes on: the queue is served
to its end.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from krisechat.foundation.refusals import BadValue, WrongState
from krisechat.models import Helpline
from krisechat.operations import actors, audit
from routing.models import Closure

LONGEST = timedelta(days=31)


class Reason(StrEnum):
    """Why, as a code: no word of a person stands here."""

    ILLNESS = "illness"
    TECHNICAL = "technical"
    HOLIDAY = "holiday"
    OTHER = "other"


class UnableToClose(WrongState):
    """It is closed at short notice already."""


class UnableToReopen(WrongState):
    """Nothing is closed at short notice now."""


def close(
    *, helpline: Helpline, account: UUID, reason: Reason, until: datetime, at: datetime
) -> None:
    """Closes from now until `until`, at most 31 days. Raises BadValue for a moment that is past
    or further off, and UnableToClose when it is closed like this already."""
    if not at < until <= at + LONGEST:
        raise BadValue("Closing ends later, and within 31 days.", field="until")
    with transaction.atomic():
        # Two who close at once take turns at the helpline's row; the second finds it closed.
        Helpline.objects.select_for_update(no_key=True).get(id=helpline.id)
        if Closure.objects.filter(
            helpline=helpline, begins_at__lte=at, ends_at__gt=at, lifted_at__isnull=True
        ).exists():
            raise UnableToClose("The helpline is closed already.")
        Closure.objects.create(helpline=helpline, begins_at=at, ends_at=until, reason=reason)
        minutes = int((until - at).total_seconds() // 60)
        _record(helpline, account, "close", {"reason": str(reason), "minutes": minutes}, at)


def reopen(*, helpline: Helpline, account: UUID, at: datetime) -> None:
    """Lifts what closes the helpline now; its hours hold again. Raises UnableToReopen when
    nothing does."""
    with transaction.atomic():
        rows = Closure.objects.filter(
            helpline=helpline, begins_at__lte=at, ends_at__gt=at, lifted_at__isnull=True
        )
        if not rows.update(lifted_at=at):
            raise UnableToReopen("The helpline is not closed at short notice.")
        _record(helpline, account, "reopen", {}, at)


def _record(
    helpline: Helpline, account: UUID, action: str, detail: dict[str, str | int], at: datetime
) -> None:
    audit.record(
        actor=actors.account(account),
        action=action,
        object_kind="helpline",
        object_id=helpline.id,
        detail=detail,
        at=at,
    )
