"""Proposed by one person, answered by another, on record: for whatever nobody may change alone.

Works in the transaction of its caller, who knows what is proposed and what an approval does. The
caller locks what it is about first; of two who answer at once one finds the proposal open, and of
two proposals about one thing the second finds itself overtaken.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from krisechat.foundation import machine
from krisechat.foundation.refusals import BadValue, NotFound, WrongState
from krisechat.models import Proposal
from krisechat.operations import actors, audit
from krisechat.states.proposal import TRANSITIONS, ProposalEvent, ProposalState

WORD_MAX = 500


class UnableToAnswer(WrongState):
    """Somebody has answered it already, or it was taken back."""


class UnableToAnswerOwn(WrongState):
    """Whoever proposed it cannot be the second person."""


class Overtaken(WrongState):
    """What it is about was changed since; it must be proposed anew on what is there now."""


def propose(
    *,
    kind: str,
    object_id: UUID,
    verb: str,
    revision: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    account: UUID,
    at: datetime,
) -> UUID:
    """A new proposal, waiting for a second person. `before` and `after` hold what differs, or all
    of it; both stay on record. Returns its id."""
    row = Proposal.objects.create(
        kind=kind,
        object_id=object_id,
        verb=verb,
        revision=revision,
        before=dict(before),
        after=dict(after),
        proposed_by=account,
        proposed_at=at,
    )
    _record(row, "propose", account, at=at)
    return row.id


def find(*, kind: str, id: UUID) -> Proposal:
    """The proposal as it stands. Raises NotFound."""
    row = Proposal.objects.filter(kind=kind, id=id).first()
    if row is None:
        raise NotFound("Not found.")
    return row


def approve(row: Proposal, *, account: UUID, at: datetime) -> None:
    """A second person says yes; all others about the same thing are overtaken when `overtake` is
    called. Raises UnableToAnswerOwn, UnableToAnswer, Overtaken."""
    _answer(row, ProposalEvent.APPROVE, account=account, at=at)


def decline(row: Proposal, *, word: str, account: UUID, at: datetime) -> None:
    """A second person says no, and why, in a word: 1 to 500 letters. Raises BadValue as well."""
    word = word.strip()
    if not 1 <= len(word) <= WORD_MAX:
        raise BadValue("Say why, in at most 500 letters.", field="word")
    _answer(row, ProposalEvent.DECLINE, account=account, at=at, word=word)


def withdraw(row: Proposal, *, account: UUID, at: datetime) -> None:
    """Whoever proposed it takes it back. Raises NotFound for anybody else, and UnableToAnswer."""
    if row.proposed_by != account:
        raise NotFound("Not found.")
    _move(row, ProposalEvent.WITHDRAW, account=account, at=at)


def overtake(row: Proposal, *, account: UUID, at: datetime) -> None:
    """`row` was approved: every other open proposal about the same thing was made on what is not
    there any more."""
    others = Proposal.objects.filter(
        kind=row.kind, object_id=row.object_id, state=ProposalState.OPEN
    ).exclude(id=row.id)
    for other in others.order_by("id"):
        _move(other, ProposalEvent.OVERTAKE, account=account, at=at)


def _answer(
    row: Proposal, event: ProposalEvent, *, account: UUID, at: datetime, word: str = ""
) -> None:
    if row.proposed_by == account:
        raise UnableToAnswerOwn("Somebody else must answer what you proposed.")
    _move(row, event, account=account, at=at, word=word)


def _move(
    row: Proposal, event: ProposalEvent, *, account: UUID, at: datetime, word: str = ""
) -> None:
    possible: list[ProposalState] = machine.sources(TRANSITIONS, event=event)
    after = TRANSITIONS[possible[0], event]
    won = Proposal.objects.filter(id=row.id, state__in=possible).update(
        state=after, decided_by=account, decided_at=at, word=word
    )
    if won != 1:
        _refuse(row.id)
    _record(row, str(event), account, at=at)


def _refuse(id: UUID) -> None:
    if Proposal.objects.filter(id=id, state=ProposalState.OVERTAKEN).exists():
        raise Overtaken("This was changed since it was proposed.")
    raise UnableToAnswer("This was answered already.")


def _record(row: Proposal, action: str, account: UUID, *, at: datetime) -> None:
    changed = [name for name in row.after if row.before.get(name) != row.after[name]]
    audit.record(
        actor=actors.account(account),
        action=action,
        object_kind=row.kind,
        object_id=row.object_id,
        detail={"proposal": str(row.id), "verb": row.verb, "fields": changed},
        at=at,
    )
