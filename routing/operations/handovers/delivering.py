"""Into the municipality's hands: at its opening by the clock, at once by a coordinator, and a
report about a child at once at any hour."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from krisechat.foundation import leases
from krisechat.foundation.keyring import KeyDestroyed
from krisechat.foundation.refusals import BadValue, WrongState
from krisechat.privacy import data_keys
from routing import access
from routing.models import Consent, Handover
from routing.operations.handovers import notices, places, steps
from routing.privacy import handovers as sealed
from routing.queries import delivery
from routing.states.handover import HandoverEvent, HandoverKind, HandoverState

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
# Barnets lov: the municipality assesses within 24 hours, also at weekends.
TO_ASSESS = timedelta(hours=24)


class UnableToDeliver(WrongState):
    """It is not approved (any more), or was delivered already."""


class Show114First(BadValue):
    """Whoever reports about a child has not been shown that 114 is the way in at night."""


def deliver_due(*, at: datetime) -> int:
    """The clock's work: what is approved and due goes out, and returns how many did."""
    due = leases.claim(Handover.objects.filter(state=HandoverState.APPROVED), at=at, lease=LEASE)
    return sum(_deliver_one(row.id, at=at) for row in due)


def _deliver_one(handover: UUID, *, at: datetime) -> bool:
    with steps.about(handover) as row:
        # Looked at again under the lock: taken back, changed or sent since it was claimed.
        if row.state != HandoverState.APPROVED or row.due_at is None or row.due_at > at:
            return False
        return _deliver(row, account=None, at=at)


def deliver_now(*, handover: UUID, account: UUID, at: datetime) -> None:
    """A coordinator sends what is approved without waiting for the morning. Raises
    UnableToDeliver."""
    with steps.about(handover) as row:
        if row.state != HandoverState.APPROVED:
            raise UnableToDeliver("Only what the citizen has said yes to is delivered.")
        if not _deliver(row, account=account, at=at):
            raise UnableToDeliver("The citizen's yes does not cover this any more.")


def _deliver(row: Handover, *, account: UUID | None, at: datetime) -> bool:
    """Approved to delivered, if a consent still covers it; else back to a draft, to be asked."""
    if not _consented(row, at=at):
        steps.move(row, HandoverEvent.REWRITE, due_at=None, deliver_at=None, at=at)
        steps.record(row, "consent_lapsed", account=account, at=at)
        return False
    deadline = delivery.answer_by(code=row.municipality_code, delivered_at=at)
    _arrived(row, HandoverEvent.DELIVER, account=account, deadline=deadline, at=at)
    notices.delivered(row, template="handover_delivered", at=at)
    return True


def _consented(row: Handover, *, at: datetime) -> bool:
    """This version, to this municipality, not taken back, not run out (P60)."""
    given = Consent.objects.filter(
        handover_id=row.id,
        version=row.version,
        municipality_code=row.municipality_code,
        withdrawn_at=None,
        good_until__gt=at,
    )
    return row.approved_version == row.version and given.exists()


def _arrived(
    row: Handover, event: HandoverEvent, *, account: UUID | None, deadline: datetime, at: datetime
) -> None:
    steps.move(
        row, event, delivered_at=at, deadline_at=deadline, due_at=deadline, climbed_at=None, at=at
    )
    _count_days_from(row.id, at=at)
    steps.record(
        row,
        "delivered",
        account=account,
        detail={"read_there": access.takes_handovers(row.municipality_code)},
        at=at,
    )


def _count_days_from(handover: UUID, *, at: datetime) -> None:
    """Its days of retention count from its receipt. It is delivered even when they cannot."""
    try:
        data_keys.renew(owner_kind=sealed.OWNER, owner_id=handover, at=at)
    except (KeyDestroyed, data_keys.OwnerErased) as error:
        logger.error("days of retention not renewed: %s", type(error).__name__)


def deliver_concern(
    *,
    handover: UUID,
    account: UUID,
    shown_114: bool,
    municipality_code: str = "",
    at: datetime,
) -> None:
    """A report about a child goes at once, at any hour, and needs nobody's approval: an incomplete
    one too. That the way through 114 was shown first is on record.

    Raises UnableToDeliver, Show114First or MunicipalityUnclear.
    """
    with steps.about(handover) as row:
        if row.kind != HandoverKind.CONCERN or row.state != HandoverState.DRAFT:
            raise UnableToDeliver("This is not a report about a child that is still being written.")
        if not shown_114:
            raise Show114First("At night the way in is 114; look at that first.", field="shown_114")
        row.municipality_code = places.settle(
            chosen=municipality_code or row.municipality_code,
            postal_code=steps.content_of(row).postal_code,
        )
        steps.won(row, [HandoverState.DRAFT], municipality_code=row.municipality_code, at=at)
        steps.record(row, "shown_114", account=account, at=at)
        _arrived(
            row, HandoverEvent.DELIVER_AT_ONCE, account=account, deadline=at + TO_ASSESS, at=at
        )
        notices.delivered(row, template="concern_delivered", at=at)
