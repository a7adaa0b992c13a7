"""What every step of a handover has in common: one transaction, one conditional update, a record.

Locking order: the conversation's row first, then the handover's. So of two who do something to one
handover at the same moment the second sees what the first has done, and of withdrawing and
delivering exactly one wins.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from krisechat.foundation import machine
from krisechat.foundation.refusals import NotFound
from krisechat.operations import actors, audit, conversations
from krisechat.operations.audit import Actor
from routing.models import Handover, HandoverStep
from routing.privacy import handovers as sealed
from routing.privacy.handover_content import Content
from routing.states.handover import TRANSITIONS, HandoverEvent, HandoverState

# Each event leads to one state, wherever it starts; a test holds the table to it.
_AFTER = {event: following for (_, event), following in TRANSITIONS.items()}


@contextmanager
def about(handover: UUID) -> Iterator[Handover]:
    """A transaction about this handover; its row is read once the conversation's is locked.

    Raises NotFound. Both sides' pages look again on commit.
    """
    with transaction.atomic():
        found = Handover.objects.filter(id=handover)
        conversation = found.values_list("conversation_id", flat=True).first()
        if conversation is None:
            raise NotFound("Not found.")
        conversations.touch(conversation)
        yield found.get()


def move(row: Handover, event: HandoverEvent, *, at: datetime, **changes: Any) -> bool:
    """Moves the handover by `event` if its state allows; False when it does not (any more).

    `row` follows what was written. A lease the clock may hold on it ends: what it read is old.
    """
    possible: list[HandoverState] = machine.sources(TRANSITIONS, event=event)
    return won(row, possible, at=at, state=_AFTER[event], leased_until=None, **changes)


def won(row: Handover, possible: Collection[str], *, at: datetime, **changes: Any) -> bool:
    """The conditional update itself, over the states it may start from."""
    rows = Handover.objects.filter(id=row.id, version=row.version, state__in=possible)
    changes["changed_at"] = at
    if rows.update(**changes) != 1:
        return False
    for column, value in changes.items():
        setattr(row, column, value)
    return True


def record(
    row: Handover,
    step: str,
    *,
    at: datetime,
    account: UUID | None = None,
    actor: Actor | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """The step in the handover's history and in the audit log; codes and numbers only."""
    HandoverStep.objects.create(
        handover=row, step=step, account_id=account, at=at, detail=dict(detail or {})
    )
    audit.record(
        actor=actor or (actors.account(account) if account else actors.SYSTEM),
        action=f"handover_{step}",
        object_kind="handover",
        object_id=row.id,
        detail=detail,
        at=at,
    )


def content_of(row: Handover) -> Content:
    """What it says now; nothing when that was erased."""
    if row.content_sealed is None:
        return Content()
    return sealed.unseal(
        sealed.cipher(row.id), row.id, version=row.version, sealed=row.content_sealed
    )


def erase_content(row: Handover) -> None:
    """Unreadable from the commit on, here and, once its week's key is gone, in the backups."""
    sealed.destroy_key(row.id)
    row.words.all().delete()
    Handover.objects.filter(id=row.id).update(content_sealed=None)
