"""Claiming due rows: a lease says until when a row is somebody's, a fence says whose turn it is.

The clock of the product is a loop over rows that are due. Any number of engines may run it:
each claim is a conditional update on the fence that was read, so one of them wins, on every
database. An engine that dies keeps nothing: its lease runs out. An engine that was only slow
finds a newer fence when it finishes, and its finish changes nothing.
"""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q, QuerySet


class DueRow(models.Model):
    """Mixin: a row with a next moment. `due_at` null means that nothing is due."""

    due_at = models.DateTimeField(null=True, db_index=True)
    leased_until = models.DateTimeField(null=True)
    fence = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=DueRow)


def claim(rows: QuerySet[Row], *, at: datetime, lease: timedelta, limit: int = 100) -> list[Row]:
    """At most `limit` rows due at `at`, oldest first, each now leased to the caller alone."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    due = list(rows.filter(free, due_at__lte=at).order_by("due_at")[:limit])
    return [row for row in due if _won(rows, row, at=at, lease=lease)]


def _won(rows: QuerySet[Row], row: Row, *, at: datetime, lease: timedelta) -> bool:
    mine = rows.model._default_manager.filter(pk=row.pk, fence=row.fence, due_at=row.due_at)
    won = mine.update(leased_until=at + lease, fence=F("fence") + 1)
    row.fence += 1
    row.leased_until = at + lease
    return won == 1


def finish(row: DueRow, *, due_at: datetime | None, **changes: Any) -> bool:
    """Ends the lease and sets the next due moment; False when somebody else holds it by now."""
    rows = type(row)._default_manager.filter(pk=row.pk, fence=row.fence)
    return rows.update(due_at=due_at, leased_until=None, **changes) == 1
