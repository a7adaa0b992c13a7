"""The steps of something on its way out, each a conditional update.

A step by whoever claimed the row asks for the fence of that claim, so an engine that was only slow
changes nothing any more. Only the provider's word that it has the text counts whoever brings it.
Where a volunteer is shown how far a message has come, the conversation is touched first: its row
comes before those of its texts in the order of locks.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from krisechat.foundation import machine
from krisechat.models import Outbound
from krisechat.operations import conversations
from krisechat.queries import letters, texts
from krisechat.states.outbound import TRANSITIONS, UNDECIDED, OutboundEvent, OutboundState

CALLING = timedelta(seconds=60)  # the lease of a call; the call itself may take ten
_OVER: dict[str, Any] = {"body_sealed": None, "to_sealed": None, "leased_until": None}


def call(row: Outbound, *, at: datetime) -> bool:
    """The provider is about to be called; False when the row is somebody else's by now."""
    return _moved(
        row,
        OutboundEvent.CALL,
        tried_at=at,
        tries=F("tries") + 1,
        leased_until=at + CALLING,
        due_at=at,
    )


def accept(row: Outbound, *, provider_id: str | None, at: datetime) -> bool:
    """The provider has it, under this id. Counts whatever happened to the row meanwhile, as long
    as nobody knew. The next part of a long text follows. Raises IntegrityError when the id is
    another row's."""
    with transaction.atomic():
        _touch(row, OutboundState.ACCEPTED)
        undecided = Outbound.objects.filter(id=row.id, state__in=UNDECIDED)
        accepted = undecided.update(
            state=OutboundState.ACCEPTED,
            provider_id=provider_id,
            fence=F("fence") + 1,
            due_at=None,
            error_code="",
            **_OVER,
        )
        if accepted and letters.more_follows(row):
            _write_next_part(row, at=at)
    return accepted == 1


def refuse(row: Outbound, *, code: str, at: datetime) -> bool:
    """It is not sent, now or later."""
    return _moved(row, OutboundEvent.REFUSE, error_code=code, ended_at=at, due_at=None, **_OVER)


def cancel(row: Outbound, *, code: str, at: datetime) -> bool:
    """It is not needed any more."""
    return _moved(row, OutboundEvent.CANCEL, error_code=code, ended_at=at, due_at=None, **_OVER)


def retry(row: Outbound, *, due_at: datetime, code: str) -> bool:
    """It was certainly not taken in; it is sent at `due_at`."""
    return _moved(row, OutboundEvent.RETRY, error_code=code, due_at=due_at, leased_until=None)


def doubt(row: Outbound, *, due_at: datetime, code: str) -> bool:
    """Nobody knows whether it was taken in; the provider is asked at `due_at`."""
    return _moved(row, OutboundEvent.DOUBT, error_code=code, due_at=due_at, leased_until=None)


def postpone(row: Outbound, *, due_at: datetime, code: str) -> bool:
    """Nothing has happened; it is looked at again at `due_at`."""
    mine = Outbound.objects.filter(id=row.id, fence=row.fence, state=row.state)
    return mine.update(due_at=due_at, leased_until=None, error_code=code) == 1


def _moved(row: Outbound, event: OutboundEvent, **changes: Any) -> bool:
    following = machine.after(TRANSITIONS, state=OutboundState(row.state), event=event)
    with transaction.atomic():
        _touch(row, following)
        mine = Outbound.objects.filter(id=row.id, fence=row.fence, state=row.state)
        moved = mine.update(state=following, **changes) == 1
    if moved:
        row.state = following
    return moved


def _touch(row: Outbound, following: OutboundState) -> None:
    shown = row.conversation_id is not None and row.seq is not None
    if shown and texts.shown_as(row, row.state) != texts.shown_as(row, following):
        conversations.touch(row.conversation_id)  # type: ignore[arg-type]


def _write_next_part(row: Outbound, *, at: datetime) -> None:
    Outbound.objects.bulk_create(
        [
            Outbound(
                channel=row.channel,
                template=row.template,
                once=f"message:{row.conversation_id}:{row.seq}:{row.part + 1}",
                recipient_kind=row.recipient_kind,
                recipient_id=row.recipient_id,
                conversation_id=row.conversation_id,
                seq=row.seq,
                part=row.part + 1,
                created_at=row.created_at + timedelta(microseconds=1),  # before what comes after
                due_at=at,
            )
        ],
        ignore_conflicts=True,
    )
