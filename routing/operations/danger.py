"""A life in danger, or a volunteer who needs somebody beside them: the shift lead is called in at
once, at any hour, and everything that is done is on record.

Who may do it was asked before, through `access`; only a lead who comes needs no part in the
conversation yet: they were called, and that is their right to it.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from krisechat.foundation.refusals import BadValue, NotAvailable, NotFound, WrongState
from krisechat.models import Conversation, Participant
from krisechat.operations import conversations, participants
from routing.models import EmergencyStep, EscalationCall
from routing.operations import calls, emergency_steps, escalations
from routing.rules.danger import Reaction, reaction
from routing.states.emergency import BY_HAND, EmergencyCode
from routing.states.escalation import EscalationEvent, EscalationKind
from volunteers.queries import on_call


class UnableToCallIn(NotAvailable):
    """No lead can be reached: none has a telephone, and none is at the console."""


class UnableToCome(WrongState):
    """Another lead was first, or nobody is needed any more."""


class UnableToLeave(WrongState):
    """Whoever is responsible gives the conversation back, or closes it."""


def flag(*, conversation: UUID, risk: str, reason: str, account: UUID, at: datetime) -> None:
    """Sets the risk. Acute calls a lead in; from acute to less is the all clear. Both are on
    record. Raises what conversations.flag raises; whether anybody can be called in or not, the
    danger is flagged."""
    with transaction.atomic():
        row = Conversation.objects.select_for_update().filter(id=conversation)
        before = row.values_list("risk", flat=True).first() or ""
        conversations.flag(
            conversation=conversation, risk=risk, reason=reason, account=account, at=at
        )
        follows = reaction(before=before, now=risk)
        if follows == Reaction.CALL_A_LEAD:
            _acute(conversation, account, at=at)
        elif follows == Reaction.ALL_CLEAR:
            _all_clear(conversation, account, at=at)


def _acute(conversation: UUID, account: UUID, *, at: datetime) -> None:
    emergency_steps.record(
        conversation=conversation, step=EmergencyCode.FLAGGED_ACUTE, account=account, at=at
    )
    if _stands_by(conversation, account):
        escalations.lead_came(conversation=conversation, account=account, at=at)
    else:
        escalations.begin(
            conversation=conversation, kind=EscalationKind.DANGER, asked_by=account, at=at
        )


def _stands_by(conversation: UUID, account: UUID) -> bool:
    """Whether it is a lead who is in the room beside the responsible volunteer already."""
    rows = Participant.objects.filter(
        conversation_id=conversation, account_id=account, responsible=False, left_at__isnull=True
    )
    return rows.exists() and on_call.is_lead(account)


def _all_clear(conversation: UUID, account: UUID, *, at: datetime) -> None:
    emergency_steps.record(
        conversation=conversation, step=EmergencyCode.CLEARED, account=account, at=at
    )
    escalations.stop(
        conversation=conversation,
        kinds=[EscalationKind.DANGER],
        event=EscalationEvent.END,
        by=account,
        at=at,
    )


def ask_for_help(*, conversation: UUID, account: UUID, at: datetime) -> None:
    """Calls a lead in beside the volunteer; asked again while one is on the way, nothing more
    happens. Raises UnableToCallIn, or WrongState when the conversation is over."""
    with transaction.atomic():
        _lock_open(conversation)
        if escalations.is_calling(conversation, kinds=escalations.A_LEAD):
            return
        emergency_steps.record(
            conversation=conversation, step=EmergencyCode.ASKED_FOR_HELP, account=account, at=at
        )
        escalations.begin(
            conversation=conversation, kind=EscalationKind.HELP, asked_by=account, at=at
        )
        if not escalations.is_calling(conversation, kinds=[EscalationKind.HELP]):
            raise UnableToCallIn("No lead can be reached.")


def _lock_open(conversation: UUID) -> None:
    row = Conversation.objects.select_for_update().filter(id=conversation, ended_at__isnull=True)
    if row.values_list("id", flat=True).first() is None:
        raise WrongState("The conversation is over.")


def come(*, conversation: UUID, account: UUID, at: datetime) -> None:
    """A lead who was called in is there: nobody else need come. Of two who come at once the first
    stops it. Raises UnableToCome, or NotFound for whoever was not called."""
    called = EscalationCall.objects.filter(
        account_id=account,
        escalation__conversation_id=conversation,
        escalation__kind__in=escalations.A_LEAD,
    )
    if not called.exists() or not on_call.is_lead(account):
        raise NotFound("Not found.")
    with transaction.atomic():
        Conversation.objects.select_for_update().filter(id=conversation).first()
        if not called.filter(escalation__state__in=escalations.OPEN).exists():
            _came_before(conversation, account)
            return
        escalations.lead_came(conversation=conversation, account=account, at=at)
        calls.invite(conversation=conversation, account=account, at=at)


def _came_before(conversation: UUID, account: UUID) -> None:
    """Nobody is called in any more: only who came already may say so again."""
    rows = EmergencyStep.objects.filter(conversation_id=conversation, account_id=account)
    came = rows.filter(step=EmergencyCode.LEAD_CAME).exists()
    if not came or not _stands_by(conversation, account):
        raise UnableToCome("Somebody else has come, or nobody is needed any more.")


def leave(*, conversation: UUID, account: UUID, at: datetime) -> None:
    """A lead leaves the room again. Raises UnableToLeave, or NotFound."""
    with transaction.atomic():
        Conversation.objects.select_for_update().filter(id=conversation).first()
        row = Participant.objects.filter(conversation_id=conversation, account_id=account)
        if row.filter(responsible=True).exists():
            raise UnableToLeave("You are responsible for it: give it back, or close it.")
        if not participants.leave(conversation=conversation, account=account, at=at):
            raise NotFound("Not found.")
        emergency_steps.record(
            conversation=conversation, step=EmergencyCode.LEAD_LEFT, account=account, at=at
        )


def record(*, conversation: UUID, step: str, account: UUID, at: datetime) -> None:
    """Puts on record what somebody says they did. Raises BadValue for a code that is none."""
    if step not in BY_HAND:
        raise BadValue("This is not one of the steps.", field="step")
    with transaction.atomic():
        emergency_steps.record(
            conversation=conversation, step=EmergencyCode(step), account=account, at=at
        )
