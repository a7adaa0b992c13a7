"""What is on record about danger to life, who was called in, and whom to call."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from krisechat.models import Conversation, Participant
from krisechat.privacy import aliases, sealing
from krisechat.queries import conversations as conversation_queries
from krisechat.queries import directory
from krisechat.states.conversation import Risk
from routing.models import EmergencyStep, EscalationCall, Municipality
from routing.queries import municipalities
from routing.queries.municipalities import Place
from routing.rules import emergency_numbers
from routing.rules.emergency_numbers import Number
from routing.states.emergency import EmergencyCode
from routing.states.escalation import EscalationKind, EscalationState
from volunteers.queries import people


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A step on record. `by` is the alias of who did it or was called, empty for somebody who
    was never in the conversation; `name` is what colleagues call them, which the citizen never
    sees: nobody is alone with a danger who knows that it is Dorte who comes."""

    step: str
    account: UUID | None
    by: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody is called into this conversation and nobody has come yet; `kind` is danger or
    help."""

    id: int
    conversation: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """The record of one conversation, oldest first, and the numbers that go with it."""

    steps: tuple[Recorded, ...]
    numbers: tuple[Number, ...]


def of(
    conversations: Collection[UUID], *, at: datetime, include_unverified: bool
) -> dict[UUID, Emergency]:
    """Those of the conversations in which somebody is in danger, or anything is on record."""
    rows = Conversation.objects.filter(id__in=conversations, risk=Risk.ACUTE)
    steps = _steps(conversations)
    concerned = {*steps, *rows.values_list("id", flat=True)}
    return {
        id: Emergency(
            steps=tuple(steps.get(id, ())),
            numbers=tuple(who_to_call(id, at=at, include_unverified=include_unverified)),
        )
        for id in concerned
    }


def counts(conversations: Collection[UUID]) -> Counter[UUID]:
    """How many steps are on record for each; those without any are left out."""
    rows = EmergencyStep.objects.filter(conversation_id__in=conversations)
    return Counter(rows.values_list("conversation_id", flat=True))


def _steps(conversations: Collection[UUID]) -> dict[UUID, list[Recorded]]:
    rows = EmergencyStep.objects.filter(conversation_id__in=conversations)
    by_time = sorted(rows, key=lambda row: (row.at, _ORDER.get(row.step, 0), row.id))
    names = _names({row.conversation_id for row in by_time})
    colleagues = people.first_names({row.account_id for row in by_time if row.account_id})
    found: dict[UUID, list[Recorded]] = {}
    for row in by_time:
        recorded = Recorded(
            step=row.step,
            account=row.account_id,
            by=names.get((row.conversation_id, row.account_id), ""),
            name=colleagues.get(row.account_id, "") if row.account_id else "",
            at=row.at,
        )
        found.setdefault(row.conversation_id, []).append(recorded)
    return found


_ORDER = {str(code): place for place, code in enumerate(EmergencyCode)}


def _names(conversations: Collection[UUID]) -> dict[tuple[UUID, UUID | None], str]:
    """What everybody who answers or answered is called there; of what was erased nothing."""
    if not conversations:
        return {}
    ciphers = sealing.conversation_ciphers(conversations)
    rows = Participant.objects.filter(conversation_id__in=ciphers, account__isnull=False)
    return {
        (conversation, account): aliases.unseal(
            ciphers[conversation], conversation=conversation, account=account, sealed=sealed
        )
        for conversation, account, sealed in rows.values_list(*_NAME)
    }


_NAME = ("conversation_id", "account_id", "alias_sealed")


def calls_of(accounts: Collection[UUID]) -> dict[UUID, dict[int, Call]]:
    """For each of them the conversations they are called into now, by the call's id."""
    rows = EscalationCall.objects.filter(
        account_id__in=accounts,
        escalation__kind__in=[EscalationKind.DANGER, EscalationKind.HELP],
        escalation__state__in=[EscalationState.RUNNING, EscalationState.EXHAUSTED],
    ).select_related("escalation")
    found: dict[UUID, dict[int, Call]] = {each: {} for each in accounts}
    for row in rows.order_by("id"):
        found[row.account_id][row.pk] = Call(
            id=row.pk, conversation=row.escalation.conversation_id, kind=row.escalation.kind
        )
    return found


def who_to_call(conversation: UUID, *, at: datetime, include_unverified: bool) -> list[Number]:
    """The numbers for whoever helps somebody there: 112 first. The region's line is shown when it
    was phoned lately, or in the demo, with `include_unverified`."""
    places = municipalities.of_postcode(conversation_queries.postal_code(conversation))
    shown = {
        each.tel: each for each in directory.shown(at=at, include_unverified=include_unverified)
    }
    lines = [shown.get(emergency_numbers.region_line(each.code)) for each in places]
    return emergency_numbers.who_to_call(
        night_duties=_night_duties(places),
        region_lines=[
            Number(
                label=each.owner,
                display=each.display,
                tel=each.tel,
                step=EmergencyCode.CALLED_REGION_LINE,
            )
            for each in lines
            if each
        ],
    )


def _night_duties(places: Collection[Place]) -> list[Number]:
    rows = Municipality.objects.filter(code__in=[each.code for each in places])
    phones = dict(rows.exclude(night_phone="").values_list("code", "night_phone"))
    return [
        Number(
            label=f"{each.name}: døgnvagten",
            display=_in_pairs(phones[each.code]),
            tel=phones[each.code],
            step=EmergencyCode.CALLED_NIGHT_DUTY,
        )
        for each in places
        if each.code in phones
    ]


def _in_pairs(phone: str) -> str:
    """ "+4570112233" as a Dane reads it: "70 11 22 33"; a foreign or short number as it is."""
    digits = phone.removeprefix("+45")
    if len(digits) != 8:
        return phone
    return " ".join(digits[place : place + 2] for place in range(0, 8, 2))
