"""Whether the helpline is open: its nights, its closures, and the public holidays."""

from datetime import datetime

from django.db.models import Q

from krisechat.models import Helpline
from krisechat.queries import helplines
from routing.models import Closure, ServiceNight
from routing.rules import holidays, opening
from routing.rules.opening import Opening, Shut
from routing.rules.service_night import Night

__all__ = ["Opening", "status", "status_of"]


def status(*, at: datetime) -> Opening:
    """This installation's helpline at `at`. Raises Helpline.DoesNotExist before one is set up."""
    return status_of(helplines.only(), at=at)


def status_of(helpline: Helpline, *, at: datetime) -> Opening:
    """The same of one helpline. Without any night it is closed."""
    return opening.status(
        _nights(helpline), closures(helpline, at=at), at=at, is_holiday=holidays.is_holiday
    )


def closures(helpline: Helpline, *, at: datetime) -> list[Shut]:
    """What closes the helpline at `at` or later, as far as nobody lifted it."""
    rows = Closure.objects.filter(helpline=helpline, ends_at__gt=at)
    standing = rows.filter(Q(lifted_at__isnull=True) | Q(lifted_at__gt=at))
    shut = (
        Shut(begins=row.begins_at, ends=row.lifted_at or row.ends_at, reason=row.reason)
        for row in standing
    )
    return [each for each in shut if each.ends > each.begins]


def _nights(helpline: Helpline) -> list[Night]:
    rows = ServiceNight.objects.filter(helpline=helpline).order_by("weekday", "starts")
    return [Night(weekday=r.weekday, starts=r.starts, minutes=r.minutes) for r in rows]
