"""Calling people in: a plan is frozen when it starts, taken step by step by the clock, and stopped
by the first who comes.

Locking order: the conversation, then the escalation. Whoever stops one (a taking, a lead who
comes, an end) holds the conversation's lock and moves the fence; a step that was claimed before
finds a newer fence when it is to be taken, and takes nothing. So each step is either taken once or
never.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from krisechat.foundation import leases, machine, nudge
from krisechat.models import Conversation
from krisechat.operations import actors, audit
from krisechat.states.conversation import ConversationState
from routing.models import Escalation
from routing.operations import calls, emergency_steps
from routing.rules import escalation as rules
from routing.rules.escalation import Step
from routing.states.emergency import EmergencyCode
from routing.states.escalation import (
    TRANSITIONS,
    EscalationEvent,
    EscalationKind,
    EscalationState,
)
from volunteers.queries import on_call
from volunteers.states.role import Role

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
OPEN = (EscalationState.RUNNING, EscalationState.EXHAUSTED)
A_LEAD = (EscalationKind.DANGER, EscalationKind.HELP)


def begin(
    *, conversation: UUID, kind: EscalationKind, at: datetime, asked_by: UUID | None = None
) -> bool:
    """Starts calling people in, once: False when that is under way already, or needed no more.

    The first step is taken in the same transaction. `asked_by` is not called in themselves.
    """
    with transaction.atomic():
        if not _needed(conversation, kind) or _open(conversation, [kind]):
            return False
        plan = _plan(kind, but=asked_by, at=at)
        row = Escalation.objects.create(
            conversation_id=conversation,
            kind=kind,
            state=EscalationState.RUNNING if plan else EscalationState.EXHAUSTED,
            plan=plan,
            began_at=at,
            due_at=at if plan else None,
        )
        _record(row, action="call_in", at=at, who=asked_by)
        if plan:
            _take(row, at=at)
        else:
            logger.error("nobody can be called in: no telephone is known")
    return True


def _needed(conversation: UUID, kind: EscalationKind) -> bool:
    """Asked under the conversation's lock, so that nobody can come or leave in between."""
    row = Conversation.objects.select_for_update().filter(id=conversation)
    state = row.values_list("state", flat=True).first()
    if kind == EscalationKind.NOBODY_THERE:
        return state == ConversationState.WAITING
    return state in (ConversationState.WAITING, ConversationState.ACTIVE)


def _open(conversation: UUID, kinds: Collection[EscalationKind]) -> list[Escalation]:
    rows = Escalation.objects.filter(conversation_id=conversation, kind__in=kinds, state__in=OPEN)
    return list(rows.order_by("began_at", "id"))


def _plan(kind: EscalationKind, *, but: UUID | None, at: datetime) -> list[Step]:
    leads = _ids(on_call.leads(Role.SHIFT_LEAD, at=at), but=but)
    coordinators = _ids(on_call.leads(Role.COORDINATOR, at=at), but=but)
    if kind != EscalationKind.NOBODY_THERE:
        return rules.a_lead_is_needed(shift_leads=leads, coordinators=coordinators)
    return rules.nobody_there(
        on_call=_ids(on_call.on_call(), but=but), shift_leads=leads, coordinators=coordinators
    )


def _ids(accounts: Sequence[UUID], *, but: UUID | None) -> list[str]:
    return [str(each) for each in accounts if each != but]


def is_calling(conversation: UUID, *, kinds: Collection[EscalationKind]) -> bool:
    """Whether somebody is being called in for one of these reasons."""
    return any(row.plan for row in _open(conversation, kinds))


def anybody_is_called_in() -> bool:
    """Whether people are being called in for anybody who waits."""
    rows = Escalation.objects.filter(kind=EscalationKind.NOBODY_THERE, state__in=OPEN)
    return rows.exists()


def step_due(*, at: datetime) -> int:
    """Takes the next step of every plan that is due, oldest first; returns how many were taken.

    After a break each step that was missed is taken, one a round.
    """
    rows = Escalation.objects.filter(state__in=OPEN)
    claimed = leases.claim(rows, at=at, lease=LEASE)
    return sum(_take_claimed(row, at=at) for row in claimed)


def _take_claimed(row: Escalation, *, at: datetime) -> bool:
    with transaction.atomic():
        Conversation.objects.select_for_update().filter(id=row.conversation_id).first()
        return _take(row, at=at)


def _take(row: Escalation, *, at: datetime) -> bool:
    """Takes the step that is due and sets the next; False, and nothing, when the row has been
    stopped or taken by another since it was read."""
    number = row.next_step
    after = rules.pause_before(row.plan, number=number + 1)
    exhausted = rules.is_last(row.plan, number=number)
    state = EscalationState.EXHAUSTED if exhausted else EscalationState.RUNNING
    due_at = at + after if exhausted else row.began_at + after
    if not leases.finish(row, due_at=due_at, next_step=number + 1, state=state):
        return False
    calls.make(row, step=rules.step(row.plan, number=number), number=number, at=at)
    nudge.on_commit(nudge.CLOCK)
    return True


def answered(*, conversation: UUID, account: UUID, at: datetime) -> None:
    """`account` has taken the conversation: nobody else needs to come for it. Where a lead was
    called in, a lead must come: anybody else's taking leaves those calls standing.

    In the caller's transaction, which has moved the conversation before and so holds its lock.
    """
    stop(
        conversation=conversation,
        kinds=[EscalationKind.NOBODY_THERE],
        event=EscalationEvent.ANSWER,
        by=account,
        at=at,
    )
    if on_call.is_lead(account):
        lead_came(conversation=conversation, account=account, at=at)


def lead_came(*, conversation: UUID, account: UUID, at: datetime) -> bool:
    """A lead is there, which is put on record; False when none was being called in. As above."""
    stopped = stop(
        conversation=conversation,
        kinds=A_LEAD,
        event=EscalationEvent.ANSWER,
        by=account,
        at=at,
    )
    if stopped:
        emergency_steps.record(
            conversation=conversation, step=EmergencyCode.LEAD_CAME, account=account, at=at
        )
    return stopped > 0


def ended(*, conversation: UUID, at: datetime) -> None:
    """Nobody is needed any more: the citizen left, or the conversation is over. As above."""
    stop(conversation=conversation, kinds=list(EscalationKind), event=EscalationEvent.END, at=at)


def stop(
    *,
    conversation: UUID,
    kinds: Collection[EscalationKind],
    event: EscalationEvent,
    by: UUID | None = None,
    at: datetime,
) -> int:
    """Stops what calls people in to this conversation and tells those who were called; returns
    how many plans were stopped. The caller holds the conversation's lock."""
    return sum(_stop(row, event=event, by=by, at=at) for row in _open(conversation, kinds))


def _stop(row: Escalation, *, event: EscalationEvent, by: UUID | None, at: datetime) -> bool:
    came = by if event == EscalationEvent.ANSWER else None
    state = machine.after(TRANSITIONS, state=EscalationState(row.state), event=event)
    open_row = Escalation.objects.filter(pk=row.pk, state__in=OPEN)
    if not open_row.update(
        state=state,
        answered_by_id=came,
        ended_at=at,
        due_at=None,
        leased_until=None,
        fence=F("fence") + 1,
    ):
        return False
    calls.stand_down(row, by=by, somebody_came=came is not None, at=at)
    _record(row, action=f"call_in_{event}", at=at, who=by)
    return True


def _record(row: Escalation, *, action: str, at: datetime, who: UUID | None) -> None:
    audit.record(
        actor=actors.account(who) if who else actors.SYSTEM,
        action=action,
        object_kind="conversation",
        object_id=row.conversation_id,
        detail={"kind": str(row.kind), "step": row.next_step},
        at=at,
    )
