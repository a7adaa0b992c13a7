"""What was proposed, by whom, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from krisechat.foundation.refusals import NotFound
from krisechat.models import Proposal
from krisechat.states.proposal import ProposalState


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One proposal; `before` and `after` are the fields as they were and as they would be."""

    id: UUID
    object_id: UUID
    verb: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    proposed_by: UUID
    proposed_at: datetime
    state: str
    decided_by: UUID | None
    decided_at: datetime | None
    word: str


def open_ones(kind: str) -> list[Proposed]:
    """What waits for a second person, the oldest first."""
    rows = Proposal.objects.filter(kind=kind, state=ProposalState.OPEN)
    return [_proposed(row) for row in rows.order_by("proposed_at", "id")]


def answered(kind: str, *, newest: int) -> list[Proposed]:
    """What was answered, taken back or overtaken, the newest first."""
    rows = Proposal.objects.filter(kind=kind).exclude(state=ProposalState.OPEN)
    return [_proposed(row) for row in rows.order_by("-decided_at", "-id")[:newest]]


def one(kind: str, id: UUID) -> Proposed:
    """Raises NotFound."""
    row = Proposal.objects.filter(kind=kind, id=id).first()
    if row is None:
        raise NotFound("Not found.")
    return _proposed(row)


def _proposed(row: Proposal) -> Proposed:
    return Proposed(
        id=row.id,
        object_id=row.object_id,
        verb=row.verb,
        before=row.before,
        after=row.after,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        state=row.state,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        word=row.word,
    )
