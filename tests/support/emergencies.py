"""A talk of Bo's in which somebody may be in danger, and what came of it."""

from datetime import timedelta
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.models import Outbound, Participant
from routing.models import EmergencyStep
from routing.operations import assignments, danger
from tests.support import people
from volunteers import access
from volunteers.access import Answerer
from volunteers.operations import people as taking_in
from volunteers.operations import presence
from volunteers.operations.people import NewPerson
from volunteers.states.role import Role

AT = clock.now()
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
OPEN = ("running", "exhausted")


@pytest.fixture
def bo() -> Answerer:
    return people.on_duty(people.bo(), at=AT)


@pytest.fixture
def talk(bo: Answerer) -> UUID:
    """Amina's conversation, which Bo has."""
    people.amina(at=AT)
    return assignments.take_next(bo, at=AT)


@pytest.fixture
def dorte() -> Answerer:
    return people.dorte()


@pytest.fixture
def jens() -> Answerer:
    return people.jens()


def finn() -> Answerer:
    """Another shift lead."""
    new = NewPerson(
        login="finn",
        name="Finn Bo",
        organisation="dialog-mod-vold",
        role=Role.SHIFT_LEAD,
        phone="+4520000009",
    )
    account = taking_in.take_in(new, password=people.PASSWORD, at=AT)
    found = access.answerer(account.id)
    assert found is not None
    return found


def flag(bo: Answerer, talk: UUID, risk: str = "acute", *, seconds: float = 1) -> None:
    danger.flag(
        conversation=talk, risk=risk, reason="", account=bo.account, at=AT + seconds * SECOND
    )


def at_console(person: Answerer, *, seconds: float = 0, status: str = "available") -> Answerer:
    presence.choose(person, status=status, at=AT + seconds * SECOND)
    return person


def steps(talk: UUID) -> list[tuple[str, UUID | None]]:
    rows = EmergencyStep.objects.filter(conversation_id=talk).order_by("at", "id")
    return [(row.step, row.account_id) for row in rows]


def texts() -> list[tuple[UUID, str, str]]:
    rows = Outbound.objects.order_by("created_at", "recipient_id", "template")
    return [(UUID(row.recipient_id), row.template, str(row.state)) for row in rows]


def all_sent() -> None:
    Outbound.objects.filter(state="queued").update(state="sent", due_at=None)


def in_the_room(talk: UUID) -> set[UUID | None]:
    rows = Participant.objects.filter(conversation_id=talk, left_at__isnull=True)
    return set(rows.exclude(account=None).values_list("account_id", flat=True))
