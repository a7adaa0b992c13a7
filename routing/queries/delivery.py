"""When a municipality takes something in, and by when it owes an answer (moments in UTC)."""

from datetime import datetime

from routing.models import Municipality
from routing.rules import handover_due, working_day
from routing.rules.working_day import TownHall


def delivery_at(*, code: str, at: datetime) -> datetime:
    """Its first opening after `at`: in the evening and at night, that of its next working day."""
    return handover_due.delivery(_town_hall(code), at=at)


def answer_by(*, code: str, delivered_at: datetime) -> datetime:
    """Two of its opening hours after delivery."""
    return handover_due.answer_by(_town_hall(code), delivered_at=delivered_at)


def contact_by(*, code: str, at: datetime) -> datetime:
    """The end of the working day `at` lies in, or else of its next."""
    return handover_due.contact_by(_town_hall(code), at=at)


def _town_hall(code: str) -> TownHall:
    """What one municipality told us, or the usual hours for one without a row."""
    row = Municipality.objects.prefetch_related("special_days").filter(code=code).first()
    if row is None:
        return TownHall()
    return TownHall(
        week=working_day.week_from(row.opening),
        bridge_days_closed=row.bridge_days_closed,
        special={each.day: each.open_until for each in row.special_days.all()},
    )
