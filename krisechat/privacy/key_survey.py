"""Every data key of the database beside the ring in use: which open, which are dead, which should
open and do not, which should be dead and are not."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from krisechat.foundation.envelope import Tampered
from krisechat.foundation.keyring import KeyDestroyed, WeekKey
from krisechat.models import DataKey
from krisechat.privacy import data_keys
from krisechat.privacy.retention import RetentionClass, key_due_at

# The clock destroys a week's key within the hour; a machine may have been off over a weekend.
LATE = timedelta(days=4)


class Condition(StrEnum):
    OPEN = "open"
    DEAD = "dead"  # its week's key was due and is gone, as it should be
    LOST = "lost"  # its week's key is gone before its time
    UNDEAD = "undead"  # its week's key should be gone long since
    SPOILT = "spoilt"  # edited, or of another ring


class Surveyed(NamedTuple):
    """One data key."""

    owner_kind: str
    owner_id: UUID
    condition: Condition


def survey(*, at: datetime) -> Iterator[Surveyed]:
    """Each data key, in no order."""
    for row in DataKey.objects.order_by("id").iterator(chunk_size=1000):
        yield Surveyed(row.owner_kind, row.owner_id, _condition(row, at=at))


def _condition(row: DataKey, *, at: datetime) -> Condition:
    due_at = key_due_at(RetentionClass(row.retention_class), week=row.week)
    try:
        data_keys.unwrapped(row)
    except KeyDestroyed:
        return Condition.DEAD if due_at <= at else Condition.LOST
    except Tampered:
        return Condition.SPOILT
    return Condition.UNDEAD if due_at + LATE <= at else Condition.OPEN


def newest_week_keys(limit: int = 20) -> set[WeekKey]:
    """The week keys that the newest data keys hang on."""
    rows = DataKey.objects.order_by("-id").values_list("week", "retention_class")
    return {WeekKey(week, retention_class) for week, retention_class in rows[:limit]}
