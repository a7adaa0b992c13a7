"""A municipality's own hours, and the usual ones for those without a row."""

from datetime import UTC, date, datetime, time

import pytest

from routing.models import Municipality, SpecialDay
from routing.queries import delivery

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2026, 12, 23, 21, tzinfo=UTC)


def test_a_municipality_without_a_row_has_the_usual_hours() -> None:
    assert delivery.delivery_at(code="0101", at=WEDNESDAY) == datetime(2026, 12, 28, 7, tzinfo=UTC)


def test_each_municipality_has_its_own_calendar() -> None:
    Municipality.objects.create(code="0751", bridge_days_closed=True)
    lolland = Municipality.objects.create(
        code="0360", opening=[["09:00", "15:00"], *[["10:00", "14:00"]] * 4, None, None]
    )
    SpecialDay.objects.create(municipality=lolland, day=date(2026, 12, 28), open_until=time(11))
    SpecialDay.objects.create(municipality=lolland, day=date(2026, 12, 29), open_until=None)

    aarhus = delivery.delivery_at(code="0751", at=WEDNESDAY)
    assert aarhus == datetime(2027, 1, 4, 7, tzinfo=UTC)

    delivered = delivery.delivery_at(code="0360", at=WEDNESDAY)
    assert delivered == datetime(2026, 12, 28, 8, tzinfo=UTC)
    assert delivery.answer_by(code="0360", delivered_at=delivered) == datetime(
        2026, 12, 28, 10, tzinfo=UTC
    )
    assert delivery.contact_by(code="0360", at=delivered) == datetime(2026, 12, 28, 10, tzinfo=UTC)
    assert delivery.contact_by(code="0360", at=datetime(2026, 12, 29, 12, tzinfo=UTC)) == datetime(
        2026, 12, 30, 13, tzinfo=UTC
    )
