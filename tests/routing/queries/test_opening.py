"""Whether the helpline is open: its rows, read."""

from datetime import UTC, datetime, time, timedelta

import pytest

from krisechat.models import Helpline
from krisechat.operations import helplines
from routing.models import Closure
from routing.operations import service_nights
from routing.queries import opening
from routing.rules.opening import Opening
from routing.rules.service_night import Night
from tests.support import people

pytestmark = pytest.mark.django_db

SATURDAY = datetime(2026, 11, 21, 20, tzinfo=UTC)  # 21:00 in Copenhagen
NIGHTS = [Night(weekday=day, starts=time(21), minutes=480) for day in range(7)]
HOUR = timedelta(hours=1)


def _by_night() -> Helpline:
    helpline = helplines.set_up(
        slug="lygten", name="Lygten", languages=["da"], topics=[], sms_number=""
    )
    service_nights.set_up(helpline=helpline, nights=NIGHTS, at=SATURDAY)
    return helpline


def test_before_a_helpline_is_set_up_there_is_nothing_to_say() -> None:
    with pytest.raises(Helpline.DoesNotExist):
        opening.status(at=SATURDAY)


def test_a_helpline_without_any_night_is_closed() -> None:
    helplines.set_up(slug="lygten", name="Lygten", languages=["da"], topics=[], sms_number="")
    assert opening.status(at=SATURDAY) == Opening(open=False, reason="no_nights")


def test_the_demos_helpline_is_always_open() -> None:
    people.lygten()
    assert opening.status(at=SATURDAY) == Opening(open=True)


def test_it_opens_and_closes_by_its_nights() -> None:
    _by_night()
    assert opening.status(at=SATURDAY - HOUR).opens_at == SATURDAY
    assert opening.status(at=SATURDAY) == Opening(open=True, closes_at=SATURDAY + 8 * HOUR)


def test_anothers_nights_and_closures_are_not_ours() -> None:
    _by_night()
    other = helplines.set_up(slug="x", name="X", languages=["da"], topics=[], sms_number="")
    assert opening.status_of(other, at=SATURDAY).open is False
    Closure.objects.create(
        helpline=other, begins_at=SATURDAY, ends_at=SATURDAY + HOUR, reason="illness"
    )
    assert opening.status(at=SATURDAY).open is True


def test_a_closure_holds_until_it_ends_or_is_lifted() -> None:
    helpline = _by_night()
    closure = Closure.objects.create(
        helpline=helpline, begins_at=SATURDAY, ends_at=SATURDAY + 2 * HOUR, reason="illness"
    )
    now = opening.status(at=SATURDAY + HOUR)
    assert (now.open, now.opens_at, now.reason) == (False, SATURDAY + 2 * HOUR, "illness")
    assert opening.status(at=SATURDAY + 2 * HOUR).open is True

    Closure.objects.filter(id=closure.pk).update(lifted_at=SATURDAY + HOUR)
    assert opening.status(at=SATURDAY + HOUR).open is True
    assert opening.status(at=SATURDAY).open is False  # as it was then
