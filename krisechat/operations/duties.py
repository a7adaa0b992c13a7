"""What the clock does again and again, done by one engine at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta

from krisechat.foundation import leases
from krisechat.models import Duty

LEASE = timedelta(seconds=60)


def do(name: str, work: Callable[[datetime], int], *, every: timedelta, at: datetime) -> int:
    """Does `work` if it is due and nobody else is at it; the next time is `every` later.

    An engine that dies in the middle loses its lease, and another does the work again: it must
    bear being done twice.
    """
    Duty.objects.get_or_create(name=name, defaults={"due_at": at, "begun_at": at})
    for duty in leases.claim(Duty.objects.filter(name=name), at=at, lease=LEASE):
        done = work(at)
        leases.finish(duty, due_at=at + every, done_at=at)
        return done
    return 0
