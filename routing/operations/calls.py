"""The calls themselves: who was called in by which step, the text that says so, and the one that
says that nobody more is needed. Inside the transactions of routing/operations/escalations.py,
which hold the conversation's lock.

Where a lead is needed the call is on record, and a lead who is at the console is let into the room
at once, beside the responsible volunteer. Their text waits a moment: who says meanwhile that they
are there gets none.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from krisechat.models import Participant
from krisechat.operations import outbox, participants
from krisechat.queries import staff_texts
from krisechat.realtime import publish
from routing.models import Escalation, EscalationCall
from routing.operations import emergency_steps
from routing.rules.escalation import Step
from routing.states.emergency import EmergencyCode
from routing.states.escalation import EscalationKind, EscalationState
from volunteers.queries import on_call

# A lead at the console has this long to say that they come before the text leaves (P13: 60 s).
SAYS_SO_WITHIN = timedelta(seconds=20)
# Somebody who was told that a place waits knows it: others who wait need no text of their own.
TOLD_FOR = timedelta(minutes=10)


def make(row: Escalation, *, step: Step, number: int, at: datetime) -> None:
    """Calls everybody of the step in: a row each, and a text to those with a telephone."""
    accounts = [UUID(each) for each in step["accounts"]]
    EscalationCall.objects.bulk_create(
        EscalationCall(escalation=row, step=number, tier=step["tier"], account_id=account, at=at)
        for account in accounts
    )
    here = _call_into_the_room(row, accounts, at=at) if _needs_a_lead(row) else set()
    template = _template(row, step)
    knows = set() if _needs_a_lead(row) else _told_already(accounts, template, at=at)
    for account, phone in on_call.phones_of(set(accounts) - knows).items():
        outbox.text_account(
            account=account,
            phone=phone,
            template=template,
            once=_once(row, number, account),
            at=at,
            conversation=row.conversation_id,
            not_before=at + SAYS_SO_WITHIN if account in here else None,
        )


def _needs_a_lead(row: Escalation) -> bool:
    return row.kind != EscalationKind.NOBODY_THERE


def _told_already(accounts: list[UUID], template: str, *, at: datetime) -> set[UUID]:
    """Who was texted just this a moment ago, and has not been stood down since."""
    told = staff_texts.newest(accounts, since=at - TOLD_FOR)
    return {account for account, text in told.items() if text.template == template}


def _template(row: Escalation, step: Step) -> str:
    return "danger" if row.kind == EscalationKind.DANGER else step["tier"]


def _once(row: Escalation, number: int, account: UUID) -> str:
    return f"escalation:{row.pk}:{number}:{account}"


def _call_into_the_room(row: Escalation, accounts: list[UUID], *, at: datetime) -> set[UUID]:
    """Puts the calls on record and lets those at their console in; returns who that is."""
    here = on_call.at_the_console(accounts, at=at)
    for account in accounts:
        emergency_steps.record(
            conversation=row.conversation_id, step=EmergencyCode.LEAD_CALLED, account=account, at=at
        )
        if account in here:
            invite(conversation=row.conversation_id, account=account, at=at)
    _tell(accounts)
    return here


def invite(*, conversation: UUID, account: UUID, at: datetime) -> None:
    """Into the room, holding no place; whoever is in it already stays what they are."""
    if account not in participants.answering_in(conversation):
        participants.join(conversation=conversation, account=account, responsible=False, at=at)


def stand_down(row: Escalation, *, by: UUID | None, somebody_came: bool, at: datetime) -> None:
    """Nobody else need come: they are told, and leave the room they had not entered yet. `by` is
    who came, or who gave the all clear, and is there."""
    called = set(row.calls.values_list("account_id", flat=True))
    if _needs_a_lead(row):
        _out_of_the_room(row, called - {by}, at=at)
        _tell(called)
    template = "somebody_came" if somebody_came else "not_needed"
    _text_that_it_is_over(row, by=by, template=template, at=at)


def _out_of_the_room(row: Escalation, accounts: Collection[UUID], *, at: datetime) -> None:
    """Who was let in and never said that they were there; who did, for this or before, stays."""
    there = Escalation.objects.filter(conversation_id=row.conversation_id, answered_by__in=accounts)
    waited_for = set(accounts) - set(there.values_list("answered_by_id", flat=True))
    rows = Participant.objects.filter(
        conversation_id=row.conversation_id,
        account_id__in=waited_for - _needed_elsewhere(accounts, in_conversation=row),
        responsible=False,
        left_at__isnull=True,
    )
    for account in list(rows.values_list("account_id", flat=True)):
        if account is not None:
            participants.leave(conversation=row.conversation_id, account=account, at=at)


def _text_that_it_is_over(row: Escalation, *, by: UUID | None, template: str, at: datetime) -> None:
    """To everybody who was texted, but not to who is there, nor to whom another call still needs.
    A text that has not left yet is taken back, and nothing is said."""
    texts: dict[str, UUID] = {
        _once(row, number, account): account
        for number, account in row.calls.values_list("step", "account_id")
    }
    unsent = outbox.withdraw(texts.keys(), at=at)
    texted = {account for once, account in texts.items() if once not in unsent} - {by}
    told = texted - _needed_elsewhere(texted)
    for account, phone in on_call.phones_of(told).items():
        outbox.text_account(
            account=account,
            phone=phone,
            template=template,
            once=f"escalation:{row.pk}:over:{account}",
            at=at,
            conversation=None,
        )


def _needed_elsewhere(
    accounts: Collection[UUID], *, in_conversation: Escalation | None = None
) -> set[UUID]:
    rows = EscalationCall.objects.filter(
        account_id__in=accounts,
        escalation__state__in=[EscalationState.RUNNING, EscalationState.EXHAUSTED],
    )
    if in_conversation is not None:
        rows = rows.filter(escalation__conversation_id=in_conversation.conversation_id)
    return set(rows.values_list("account_id", flat=True))


def _tell(accounts: Collection[UUID]) -> None:
    def tell() -> None:
        for each in accounts:
            publish.account_changed(each)

    transaction.on_commit(tell)
