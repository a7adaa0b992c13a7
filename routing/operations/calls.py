"""The calls themselves: who was called in by which step, the text that says so, and the one that
says that nobody more is needed. Inside the transactions of routing/operations/escalations.py."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from krisechat.operations import outbox
from routing.models import Escalation, EscalationCall
from routing.rules.escalation import Step
from routing.states.escalation import EscalationKind, EscalationState
from volunteers.queries import on_call


def make(row: Escalation, *, step: Step, number: int, at: datetime) -> None:
    """Calls everybody of the step in: a row each, and a text to those with a telephone."""
    accounts = [UUID(each) for each in step["accounts"]]
    EscalationCall.objects.bulk_create(
        EscalationCall(escalation=row, step=number, tier=step["tier"], account_id=account, at=at)
        for account in accounts
    )
    for account, phone in on_call.phones_of(accounts).items():
        outbox.text_account(
            account=account,
            phone=phone,
            template=_template(row, step),
            once=_once(row, number, account),
            at=at,
            conversation=row.conversation_id,
        )


def _template(row: Escalation, step: Step) -> str:
    return "danger" if row.kind == EscalationKind.DANGER else step["tier"]


def _once(row: Escalation, number: int, account: UUID) -> str:
    return f"escalation:{row.pk}:{number}:{account}"


def stand_down(row: Escalation, *, came: UUID | None, at: datetime) -> None:
    """Tells everybody who was texted that they need not come, but not who came, and nobody whom
    another call still needs. A text that has not left yet is taken back, and nothing is said."""
    texts: dict[str, UUID] = {
        _once(row, number, account): account
        for number, account in row.calls.values_list("step", "account_id")
        if account != came
    }
    unsent = outbox.withdraw(texts.keys(), at=at)
    texted = {account for once, account in texts.items() if once not in unsent}
    told = texted - _needed_elsewhere(texted)
    for account, phone in on_call.phones_of(told).items():
        outbox.text_account(
            account=account,
            phone=phone,
            template="somebody_came" if came else "not_needed",
            once=f"escalation:{row.pk}:over:{account}",
            at=at,
            conversation=None,
        )


def _needed_elsewhere(accounts: Collection[UUID]) -> set[UUID]:
    rows = EscalationCall.objects.filter(
        account_id__in=accounts,
        escalation__state__in=[EscalationState.RUNNING, EscalationState.EXHAUSTED],
    )
    return set(rows.values_list("account_id", flat=True))
