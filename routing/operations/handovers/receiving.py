"""What the municipality does with it: acknowledge, give it to one named person, make contact,
close it, or send it back. Who may was asked before, through `routing.access`.

A handover is not done when it was sent, only when somebody has talked with the citizen.
"""

from datetime import datetime
from uuid import UUID

from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import BadValue, WrongState
from krisechat.privacy import masking
from routing import access
from routing.access import Side
from routing.models import Handover, HandoverWord
from routing.operations.handovers import notices, steps
from routing.operations.handovers.delivering import TO_ASSESS
from routing.privacy import handovers as sealed
from routing.queries import delivery
from routing.states.handover import HandoverEvent, HandoverKind, HandoverState

HOW = ("call", "text", "mail", "visit", "meeting", "other")
OUTCOMES = ("helped", "continues", "no_wish", "not_reached", "referred", "other")
REASONS = ("wrong_municipality", "too_little_known", "not_ours", "other")
WORD_MAX = 4_000  # code points


class UnableToAcknowledge(WrongState):
    """It was acknowledged already, or never delivered."""


class UnableToAssign(WrongState):
    """It is not acknowledged yet, or contact was made already."""


class NotAContactPerson(BadValue):
    """Nobody in this municipality who could be somebody's contact person."""


class UnableToRecordContact(WrongState):
    """Nobody has taken it yet, or contact was recorded already."""


class UnableToClose(WrongState):
    """No contact has been made yet, or it is closed already."""


class UnableToSendBack(WrongState):
    """Somebody has taken it; or it is a report about a child, which is only sent on."""


class UnableToSay(WrongState):
    """It has not been delivered, or what it says is gone."""


def acknowledge(*, handover: UUID, account: UUID, at: datetime) -> None:
    """Somebody there has seen it. Raises UnableToAcknowledge."""
    with steps.about(handover) as row:
        if not steps.move(row, HandoverEvent.ACKNOWLEDGE, at=at, **_owed_next(row, at=at)):
            raise UnableToAcknowledge("It is not waiting to be acknowledged.")
        steps.record(row, "acknowledged", account=account, at=at)


def assign(*, handover: UUID, contact_person: UUID, account: UUID, at: datetime) -> None:
    """One named person has it from now on, and the citizen's page says who. May be given on to
    another. Raises NotAContactPerson or UnableToAssign."""
    with steps.about(handover) as row:
        if not access.works_there(row.municipality_code).filter(account_id=contact_person).exists():
            raise NotAContactPerson("This is nobody who works there.", field="contact_person")
        moved = steps.move(
            row,
            HandoverEvent.ASSIGN,
            contact_person_id=contact_person,
            at=at,
            **_owed_next(row, at=at),
        )
        if not moved:
            raise UnableToAssign("It is not there to be taken.")
        steps.record(row, "assigned", account=account, detail={"to": str(contact_person)}, at=at)
        notices.citizen(row, what=f"assigned:{contact_person}", at=at)


def _owed_next(row: Handover, *, at: datetime) -> dict[str, datetime | None]:
    """By when the next step is owed: by the end of the working day, and for a report about a
    child the 24 hours run on, whatever was done meanwhile."""
    by = delivery.contact_by(code=row.municipality_code, at=at)
    if row.kind == HandoverKind.CONCERN and row.delivered_at is not None:
        assessed = row.delivered_at + TO_ASSESS
        by = assessed if assessed > at else by
    return {"deadline_at": by, "due_at": by, "climbed_at": None}


def contacted(
    *, handover: UUID, contacted_at: datetime, how: str, account: UUID, at: datetime
) -> None:
    """Somebody has talked with the citizen: the loop is closed. `how` is one of HOW.

    Raises BadValue or UnableToRecordContact.
    """
    if how not in HOW:
        raise BadValue("This is not one of the ways.", field="how")
    with steps.about(handover) as row:
        if contacted_at > at or (row.delivered_at and contacted_at < row.delivered_at):
            raise BadValue("The contact lies between the delivery and now.", field="at")
        moved = steps.move(
            row, HandoverEvent.CONTACT, contacted_at=contacted_at, at=at, **_NOTHING_OWED
        )
        if not moved:
            raise UnableToRecordContact("Nobody has taken it yet, or contact was made already.")
        steps.record(row, "contacted", account=account, detail={"how": how}, at=at)
        notices.citizen(row, what="contacted", at=at)


def close(*, handover: UUID, outcome: str, account: UUID, at: datetime) -> None:
    """Nothing more is to be done. Raises BadValue or UnableToClose."""
    if outcome not in OUTCOMES:
        raise BadValue("This is not one of the outcomes.", field="outcome")
    with steps.about(handover) as row:
        if not steps.move(row, HandoverEvent.CLOSE, at=at, **_NOTHING_OWED):
            raise UnableToClose("No contact has been made yet, or it is closed already.")
        steps.record(row, "closed", account=account, detail={"outcome": outcome}, at=at)


_NOTHING_OWED = {"due_at": None, "deadline_at": None, "climbed_at": None}


def send_back(*, handover: UUID, reason: str, account: UUID, at: datetime) -> None:
    """The municipality cannot take it, and says why. Raises BadValue or UnableToSendBack."""
    if reason not in REASONS:
        raise BadValue("This is not one of the reasons.", field="reason")
    with steps.about(handover) as row:
        if row.kind == HandoverKind.CONCERN and reason != "wrong_municipality":
            raise UnableToSendBack("A report about a child is not sent back; it is assessed.")
        if not steps.move(row, HandoverEvent.RETURN, at=at, **_NOTHING_OWED):
            raise UnableToSendBack("Somebody has taken it already, or it is not here.")
        steps.record(row, "returned", account=account, detail={"reason": reason}, at=at)


def say(*, handover: UUID, side: Side, account: UUID, body: str, at: datetime) -> None:
    """A word to the other side, CPR numbers masked; `body` is trimmed and at most WORD_MAX long.
    Raises UnableToSay."""
    id = new_id()
    with steps.about(handover) as row:
        if row.delivered_at is None or row.content_sealed is None:
            raise UnableToSay("There is nobody to say it to.")
        HandoverWord.objects.create(
            id=id,
            handover=row,
            account_id=account,
            side=Side.MUNICIPALITY if side == Side.MUNICIPALITY else Side.HELPLINE,
            body_sealed=sealed.seal_word(row.id, word=id, body=masking.mask_cpr(body)[0]),
            at=at,
        )
        steps.won(row, list(HandoverState), at=at)
        steps.record(row, "word", account=account, detail={"side": str(side)}, at=at)
