"""What coordinators propose about the help directory."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from krisechat.foundation import call_hours
from krisechat.foundation.ids import new_id
from krisechat.models import DirectoryEntry, Proposal
from krisechat.operations import directory
from krisechat.operations.directory_content import Content
from tests.support.directory import row_of

AT = datetime(2026, 11, 23, 13, tzinfo=UTC)
JENS, KAREN, LARS = new_id(), new_id(), new_id()
NEW: dict[str, Any] = {
    "labels": {"da": "Brug for mad"},
    "owner": "Natcaféen",
    "display": "33 12 34 56",
    "tel": "33123456",
    "topics": ("shelter",),
    "order": 55,
    "source": "The café itself",
}


def new(**fields: Any) -> Content:
    return Content(**{**NEW, **fields})


def content_of(row: DirectoryEntry, **changed: Any) -> Content:
    """What a coordinator sends who changed only this in the form."""
    fields = {
        "labels": row.labels,
        "notes": row.notes,
        "owner": row.owner,
        "display": row.display,
        "tel": row.tel,
        "url": row.url,
        "topics": tuple(row.topics),
        "hours": call_hours.read(row.hours),
        "order": row.order,
        "source": row.source,
    }
    return Content(**{**fields, **changed})


def change(
    of: str, /, *, by: UUID = JENS, phoned: bool = True, at: datetime = AT, **changed: Any
) -> UUID:
    """A change of this number's row is proposed."""
    row = row_of(of)
    return directory.propose_change(
        row.id,
        content_of(row, **changed),
        revision=row.revision,
        phoned=phoned,
        account=by,
        at=at,
    )


def add(*, by: UUID = JENS, at: datetime = AT, **fields: Any) -> UUID:
    return directory.propose_new(new(**fields), phoned=True, account=by, at=at)


def state(proposal: UUID) -> str:
    return Proposal.objects.get(id=proposal).state
