"""The only way any person who works here reaches a handover.

Foreign and missing ids look alike: NotFound. A citizen reaches theirs through their conversation
(routing/queries/handovers.py), never through an id alone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from krisechat.foundation.refusals import NotFound
from krisechat.models import Participant
from krisechat.states.conversation import ConversationState
from routing.models import Handover
from routing.states.handover import HandoverKind
from volunteers.models import Membership
from volunteers.states.role import LEADING, MUNICIPAL, Role

# Whoever was in a conversation can still report about a child when the citizen has ended or
# erased it: the duty is theirs, and nobody can take it away.
TO_REPORT = timedelta(hours=24)


class Side(StrEnum):
    """As whom somebody sees a handover."""

    HELPLINE = "helpline"
    COORDINATION = "coordination"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A handover somebody may see, and as whom."""

    handover: UUID
    conversation: UUID
    side: Side


def handover_for(account: UUID, id: UUID) -> Reached:
    """The handover, for: whoever wrote it or is in its conversation now, the coordinators of the
    writer's organisation, and, once it was delivered, the people of its municipality. Anybody
    else finds none: raises NotFound."""
    row = Handover.objects.filter(id=id).first()
    side = _side(account, row) if row is not None else None
    if row is None or side is None:
        raise NotFound("Not found.")
    return Reached(handover=row.id, conversation=row.conversation_id, side=side)


def _side(account: UUID, row: Handover) -> Side | None:
    mine = roles_of(account)
    if not mine:
        return None
    if row.delivered_at is not None and row.municipality_code in codes_of(account):
        return Side.MUNICIPALITY
    if row.written_by_id == account or takes_part(account, row.conversation_id):
        return Side.HELPLINE
    if coordinated_by(account).filter(id=row.id).exists():
        return Side.COORDINATION
    return None


def takes_part(account: UUID, conversation: UUID) -> bool:
    """Whether somebody who works here is in the conversation now."""
    rows = Participant.objects.filter(
        account_id=account, conversation_id=conversation, left_at__isnull=True
    )
    return rows.exclude(conversation__state=ConversationState.ERASED).exists()


def roles_of(account: UUID) -> set[str]:
    """What somebody with a live account may be, anywhere."""
    rows = Membership.objects.filter(account_id=account, account__is_active=True)
    return set(rows.values_list("role", flat=True))


def codes_of(account: UUID) -> set[str]:
    """The municipalities (kommunekoder) somebody works for, as caseworker or team lead."""
    rows = _municipal().filter(account_id=account)
    return set(rows.values_list("organisation__municipality_code", flat=True))


def takes_handovers(code: str) -> bool:
    """Whether anybody in this municipality would see what is delivered to it."""
    return works_there(code).exists()


def works_there(code: str) -> QuerySet[Membership]:
    """The people of a municipality who can be a citizen's contact person."""
    return _municipal().filter(organisation__municipality_code=code)


def _municipal() -> QuerySet[Membership]:
    rows = Membership.objects.filter(role__in=[str(role) for role in MUNICIPAL])
    return rows.filter(account__is_active=True).exclude(organisation__municipality_code="")


def coordinated_by(account: UUID) -> QuerySet[Handover]:
    """The handovers of the organisations somebody coordinates."""
    return _of_organisations(account, {Role.COORDINATOR})


def led_by(account: UUID) -> QuerySet[Handover]:
    """The handovers whose way, though not whose words, somebody may follow: those of the
    organisations they coordinate or lead the shifts of."""
    return _of_organisations(account, LEADING)


def require_coordinator(account: UUID) -> None:
    """Raises NotFound unless the person coordinates somewhere: what all helplines share is looked
    after by all of them."""
    if Role.COORDINATOR not in roles_of(account):
        raise NotFound("Not found.")


def require_coordinates(account: UUID, id: UUID) -> None:
    """Raises NotFound unless the person coordinates the organisation this handover came from."""
    if not coordinated_by(account).filter(id=id).exists():
        raise NotFound("Not found.")


def _of_organisations(account: UUID, roles: Collection[Role]) -> QuerySet[Handover]:
    organisations = Membership.objects.filter(
        account_id=account, account__is_active=True, role__in=[str(role) for role in roles]
    ).values("organisation_id")
    writers = Membership.objects.filter(organisation_id__in=organisations).values("account_id")
    return Handover.objects.filter(written_by_id__in=writers)


def delivered_to(codes: Collection[str]) -> QuerySet[Handover]:
    """What these municipalities were given, ever."""
    return Handover.objects.filter(municipality_code__in=codes, delivered_at__isnull=False)


def require_may_write(*, account: UUID, conversation: UUID, kind: str, at: datetime) -> None:
    """Raises NotFound unless the person is in the conversation now; a report about a child may
    also be begun within a day by whoever was in it."""
    if takes_part(account, conversation):
        return
    was_there = Participant.objects.filter(account_id=account, conversation_id=conversation)
    recently = was_there.filter(left_at__isnull=True) | was_there.filter(left_at__gt=at - TO_REPORT)
    if kind != HandoverKind.CONCERN or not recently.exists():
        raise NotFound("Not found.")
