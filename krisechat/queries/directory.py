"""The help directory as it stands: for citizens from this process's memory, for staff as it is.

Every citizen page shows numbers, so the rows are read once and kept for two seconds: a change shows
within that time on every server, and a flood of pages costs one small query.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from krisechat.foundation import call_hours, directory
from krisechat.foundation.directory import HelpNumber
from krisechat.foundation.refusals import NotFound
from krisechat.models import DirectoryEntry

KEPT_FOR = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class _Read:
    at: datetime
    numbers: tuple[HelpNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row as those who look after the directory see it; also one that was taken out."""

    id: UUID
    revision: int
    order: int
    source: str
    active: bool
    number: HelpNumber


_last: _Read | None = None


def shown(*, at: datetime, include_unverified: bool) -> tuple[HelpNumber, ...]:
    """What the pages and the API may show at `at`, 112 first.

    112 and 114 always; others only when phoned within 180 days, or, in the demo alone, with
    `include_unverified`.
    """
    global _last
    kept = _last
    if kept is None or abs(at - kept.at) > KEPT_FOR:
        kept = _Read(at, _active())
        _last = kept
    return _fit(kept.numbers, at=at, include_unverified=include_unverified)


def remembered(*, at: datetime, include_unverified: bool) -> tuple[HelpNumber, ...]:
    """The same without the database: as this process last read them, else the four that never
    close."""
    kept = _last
    return _fit(kept.numbers if kept else (), at=at, include_unverified=include_unverified)


def forget() -> None:
    """The next page reads the rows anew."""
    global _last
    _last = None


def entries() -> list[Entry]:
    """Every row there is or was, in its order."""
    return [_entry(row) for row in DirectoryEntry.objects.order_by("order", "id")]


def entry(id: UUID) -> Entry:
    """One of them. Raises NotFound."""
    row = DirectoryEntry.objects.filter(id=id).first()
    if row is None:
        raise NotFound("Not found.")
    return _entry(row)


def to_phone(*, at: datetime) -> int:
    """How many numbers somebody should phone now: never phoned, or not for 90 days. Nobody tries
    112 and 114."""
    today = directory.today(at)
    rows = DirectoryEntry.objects.filter(active=True).exclude(tel__in=directory.ALWAYS_SHOWN)
    fresh = rows.filter(
        verified_on__lte=today, verified_on__gte=today - directory.PHONE_AGAIN_AFTER
    )
    return rows.count() - fresh.count()


def _active() -> tuple[HelpNumber, ...]:
    rows = DirectoryEntry.objects.filter(active=True).order_by("order", "id")
    return tuple(number_of(row) for row in rows)


def _fit(
    numbers: Sequence[HelpNumber], *, at: datetime, include_unverified: bool
) -> tuple[HelpNumber, ...]:
    day = directory.today(at)
    return directory.fit_to_show(numbers, today=day, include_unverified=include_unverified)


def number_of(row: DirectoryEntry) -> HelpNumber:
    """The row as a number to call."""
    return HelpNumber(
        id=row.id,
        labels=row.labels,
        notes=row.notes,
        owner=row.owner,
        display=row.display,
        tel=row.tel,
        url=row.url,
        topics=tuple(row.topics),
        hours=call_hours.read(row.hours),
        danger=row.danger,
        verified_on=row.verified_on,
        verified_by=row.verified_by,
    )


def _entry(row: DirectoryEntry) -> Entry:
    return Entry(
        id=row.id,
        revision=row.revision,
        order=row.order,
        source=row.source,
        active=row.active,
        number=number_of(row),
    )
