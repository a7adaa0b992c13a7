"""Changing the help directory: one coordinator proposes, another one answers (P65).

Whatever makes a citizen read something else takes two: a new row, a change, taking one out, and the
first call to a number that is not shown. Phoning a number that is shown, and finding it right, is
one person's, and on record. 112 and 114 stay, with their number and their place.

Locking order: the row of the directory, then proposals about it.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from krisechat.foundation import call_hours
from krisechat.foundation import directory as rules
from krisechat.foundation.directory import ALWAYS_SHOWN
from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import NotFound, WrongState
from krisechat.models import DirectoryEntry, Proposal
from krisechat.operations import actors, audit, directory_content, proposals
from krisechat.operations.directory_content import Content, Unfit, UnfitContent
from krisechat.operations.proposals import Overtaken
from krisechat.queries import directory
from krisechat.states.proposal import ProposalState

KIND = "directory_entry"
ADD, CHANGE, REMOVE, RESTORE, CHECK = "add", "change", "remove", "restore", "check"
# Who changes one of these has called the number as it will stand.
_TO_PHONE = ("display", "owner", "hours")
_CHECK = ("verified_on", "verified_by")


class UnableToRemove(WrongState):
    """112 and 114 are always there, and what is out is out."""


class UnableToCheck(WrongState):
    """Nobody phones 112 or 114 to try them, and one check at a time waits for its second person."""


def propose_new(content: Content, *, phoned: bool, account: UUID, at: datetime) -> UUID:
    """A number nobody has listed yet, called today. Raises UnfitContent. Returns the proposal."""
    with transaction.atomic():
        directory_content.check(content, row=None)
        if not phoned:
            raise UnfitContent(Unfit.NOT_PHONED, field="phoned")
        after = {**directory_content.columns(content), **_checked(account, at), "active": True}
        return _propose(ADD, None, before={}, after=after, account=account, at=at)


def propose_change(
    entry: UUID, content: Content, *, revision: int, phoned: bool, account: UUID, at: datetime
) -> UUID:
    """The row otherwise, or back, if it was taken out. `revision` is the one that was looked at;
    `phoned` says that the number was called today, as it will stand. Raises NotFound, Overtaken,
    UnfitContent. Returns the proposal."""
    with transaction.atomic():
        row = _locked(entry)
        _require_current(row, revision)
        directory_content.check(content, row=row)
        before = _fields(row)
        after = {**before, **directory_content.columns(content), "active": True}
        if not phoned and _must_be_phoned(before, after):
            raise UnfitContent(Unfit.NOT_PHONED, field="phoned")
        if phoned:
            after |= _checked(account, at)
        if after == before:
            raise UnfitContent(Unfit.NOTHING_NEW, field="")
        verb = CHANGE if row.active else RESTORE
        return _propose(verb, row, before=before, after=after, account=account, at=at)


def propose_removal(entry: UUID, *, revision: int, account: UUID, at: datetime) -> UUID:
    """That nobody is shown it any more. Raises NotFound, Overtaken, UnableToRemove."""
    with transaction.atomic():
        row = _locked(entry)
        _require_current(row, revision)
        if row.tel in ALWAYS_SHOWN or not row.active:
            raise UnableToRemove("This row cannot be taken out.")
        before = _fields(row)
        after = {**before, "active": False}
        return _propose(REMOVE, row, before=before, after=after, account=account, at=at)


def phoned(entry: UUID, *, revision: int, account: UUID, at: datetime) -> UUID | None:
    """Somebody called the number today, and it is as it stands there.

    Where citizens see it, it is done and on record; else a proposal waits for a second person, and
    its id is returned. Raises NotFound, Overtaken, UnableToCheck.
    """
    with transaction.atomic():
        row = _locked(entry)
        _require_current(row, revision)
        if row.tel in ALWAYS_SHOWN or not row.active:
            raise UnableToCheck("This number is not phoned to try it.")
        if rules.verified(directory.number_of(row), today=rules.today(at)):
            _write_check(row, _checked(account, at))
            audit.record(
                actor=actors.account(account),
                action="phone",
                object_kind=KIND,
                object_id=row.id,
                at=at,
            )
            return None
        if _waits(row.id, CHECK):
            raise UnableToCheck("A check of this number waits already.")
        before = _fields(row)
        after = {**before, **_checked(account, at)}
        return _propose(CHECK, row, before=before, after=after, account=account, at=at)


def approve(proposal: UUID, *, account: UUID, at: datetime) -> None:
    """A second person says yes: it is so at once. Raises NotFound, UnfitContent where the number
    was listed meanwhile, and what `proposals.approve` raises."""
    try:
        with transaction.atomic():
            row, entry = _about(proposal)
            proposals.approve(row, account=account, at=at)
            _apply(row, entry)
            if row.verb != CHECK:
                proposals.overtake(row, account=account, at=at)
            transaction.on_commit(directory.forget)
    except IntegrityError:
        if _listed_meanwhile(proposal):
            raise UnfitContent(Unfit.TAKEN, field="display") from None
        raise


def decline(proposal: UUID, *, word: str, account: UUID, at: datetime) -> None:
    """A second person says no, and why. Raises NotFound and what `proposals.decline` raises."""
    with transaction.atomic():
        row, _ = _about(proposal)
        proposals.decline(row, word=word, account=account, at=at)


def withdraw(proposal: UUID, *, account: UUID, at: datetime) -> None:
    """Whoever proposed it takes it back. Raises what `proposals.withdraw` raises."""
    with transaction.atomic():
        row, _ = _about(proposal)
        proposals.withdraw(row, account=account, at=at)


def _apply(row: Proposal, entry: DirectoryEntry | None) -> None:
    # What is as it was is left alone: the number may have been phoned since it was proposed.
    same = {name for name in _CHECK if entry and row.after[name] == row.before[name]}
    columns = {name: value for name, value in row.after.items() if name not in same}
    if entry is None:
        DirectoryEntry.objects.create(id=row.object_id, danger=False, **columns)
    elif entry.revision != row.revision:
        raise Overtaken("This was changed since it was proposed.")
    elif row.verb == CHECK:
        _write_check(entry, columns)
    else:
        DirectoryEntry.objects.filter(id=entry.id).update(**columns, revision=F("revision") + 1)


def _write_check(row: DirectoryEntry, checked: dict[str, Any]) -> None:
    """A later call is not undone by an earlier one that is approved after it."""
    on = date.fromisoformat(checked["verified_on"])
    if row.verified_on is None or row.verified_on <= on:
        DirectoryEntry.objects.filter(id=row.id).update(
            verified_on=on, verified_by=checked["verified_by"]
        )
    transaction.on_commit(directory.forget)


def _checked(account: UUID, at: datetime) -> dict[str, str]:
    return {"verified_on": rules.today(at).isoformat(), "verified_by": str(account)}


def _must_be_phoned(before: dict[str, Any], after: dict[str, Any]) -> bool:
    if after["tel"] in ALWAYS_SHOWN:
        return False
    return not before["active"] or any(before[name] != after[name] for name in _TO_PHONE)


def _propose(
    verb: str,
    row: DirectoryEntry | None,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    account: UUID,
    at: datetime,
) -> UUID:
    return proposals.propose(
        kind=KIND,
        object_id=row.id if row else new_id(),
        verb=verb,
        revision=row.revision if row else 0,
        before=before,
        after=after,
        account=account,
        at=at,
    )


def _fields(row: DirectoryEntry) -> dict[str, Any]:
    return {
        "labels": row.labels,
        "notes": row.notes,
        "owner": row.owner,
        "display": row.display,
        "tel": row.tel,
        "url": row.url,
        "topics": row.topics,
        "hours": call_hours.written(call_hours.read(row.hours)),
        "order": row.order,
        "source": row.source,
        "active": row.active,
        "verified_on": row.verified_on.isoformat() if row.verified_on else None,
        "verified_by": str(row.verified_by) if row.verified_by else None,
    }


def _about(proposal: UUID) -> tuple[Proposal, DirectoryEntry | None]:
    """The proposal, and its row, locked, unless it would make one."""
    row = proposals.find(kind=KIND, id=proposal)
    entries = DirectoryEntry.objects.select_for_update(no_key=True)
    return row, entries.filter(id=row.object_id).first()


def _locked(id: UUID) -> DirectoryEntry:
    row = DirectoryEntry.objects.select_for_update(no_key=True).filter(id=id).first()
    if row is None:
        raise NotFound("Not found.")
    return row


def _require_current(row: DirectoryEntry, revision: int) -> None:
    if row.revision != revision:
        raise Overtaken("This was changed since you looked at it.")


def _waits(entry: UUID, verb: str) -> bool:
    rows = Proposal.objects.filter(kind=KIND, object_id=entry, verb=verb)
    return rows.filter(state=ProposalState.OPEN).exists()


def _listed_meanwhile(proposal: UUID) -> bool:
    row = proposals.find(kind=KIND, id=proposal)
    others = DirectoryEntry.objects.filter(tel=row.after["tel"], active=True)
    return others.exclude(id=row.object_id).exists()
