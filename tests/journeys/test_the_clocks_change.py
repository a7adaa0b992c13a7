"""The two nights of the year in which the clocks change: the door keeps its announced times, and
what is due happens once, also after the engine was dead for an hour, the one that comes twice."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from config import engine
from config.engine import Engine
from krisechat.models import Outbound
from krisechat.operations import helplines, participants
from routing.models import EscalationCall, HandoverStep
from routing.operations import handovers, service_nights
from routing.queries import opening
from routing.rules.service_night import Night
from tests.support import handing_over, people
from tests.support.quick import quick_return_codes

__all__ = ["quick_return_codes"]

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
# The moment of the change (UTC); when the door opened before it and closes after it; Monday at 8.
FORWARD = datetime(2026, 3, 29, 1, tzinfo=UTC)
BACK = datetime(2026, 10, 25, 1, tzinfo=UTC)
NIGHTS = [
    (FORWARD, FORWARD - 5 * HOUR, FORWARD + 2 * HOUR, FORWARD + 29 * HOUR),
    (BACK, BACK - 6 * HOUR, BACK + 3 * HOUR, BACK + 30 * HOUR),
]


@pytest.fixture(autouse=True)
def within_the_tests_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection with a transaction open would be taken for one that was left behind."""
    monkeypatch.setattr(engine, "close_old_connections", lambda: None)


def _ticks(since: datetime, until: datetime, *, every: timedelta) -> Iterator[datetime]:
    while since < until:
        yield since
        since += every


def _run(since: datetime, until: datetime, *, every: timedelta) -> None:
    """A fresh engine over this stretch of the night; only what runs at night."""
    with time_machine.travel(since, tick=False):
        one = Engine()
    for at in _ticks(since, until, every=every):
        one._night.tick(at)


@pytest.mark.parametrize(("change", "opens", "closes", "_monday"), NIGHTS)
def test_the_door_keeps_its_announced_times(
    change: datetime, opens: datetime, closes: datetime, _monday: datetime
) -> None:
    helpline = helplines.set_up(
        slug="lygten", name="Lygten", languages=["da"], topics=[], sms_number=""
    )
    nights = [Night(weekday=day, starts=time(21), minutes=480) for day in range(7)]
    service_nights.set_up(helpline=helpline, nights=nights, at=opens)
    assert not opening.status(at=opens - MINUTE).open
    for at in _ticks(opens, closes, every=10 * MINUTE):
        assert opening.status(at=at) == opening.Opening(open=True, closes_at=closes)
    assert not opening.status(at=closes).open


@pytest.mark.parametrize(("change", "_opens", "_closes", "monday"), NIGHTS)
def test_a_handover_is_delivered_once_on_monday_at_8_of_the_wall(
    change: datetime, _opens: datetime, _closes: datetime, monday: datetime
) -> None:
    opened = people.amina(at=change - 5 * HOUR, postal_code="8210")
    bo = people.bo().account
    participants.join(
        conversation=opened.conversation, account=bo, responsible=True, at=change - 5 * HOUR
    )
    handing_over.aarhus()
    it = handing_over.Night(opened=opened, bo=people.bo(), mette=handing_over.mette())
    id = handing_over.shown(it)
    handovers.approve(handover=id, version=2, how="page", at=change - 4 * HOUR)
    assert handing_over.Handover.objects.get(id=id).deliver_at == monday

    _run(monday - 10 * MINUTE, monday - 5 * MINUTE, every=MINUTE)
    assert handing_over.state(id) == "approved"
    _run(monday + 55 * MINUTE, monday + 65 * MINUTE, every=MINUTE)  # dead for an hour
    assert handing_over.state(id) == "delivered"
    assert HandoverStep.objects.filter(handover_id=id, step="delivered").count() == 1
    assert Outbound.objects.filter(template="handover_delivered").count() == 1


@pytest.mark.parametrize(("change", "_opens", "_closes", "_monday"), NIGHTS)
def test_who_waits_through_the_change_is_called_for_once_by_each(
    change: datetime, _opens: datetime, _closes: datetime, _monday: datetime
) -> None:
    people.sara(on_call=True)
    people.dorte()
    people.jens()
    people.amina(at=change - 5 * MINUTE)
    _run(change - 5 * MINUTE, change - MINUTE, every=MINUTE / 2)
    assert EscalationCall.objects.count() == 2  # the coordinator's turn is in the hour without one
    _run(change + 59 * MINUTE, change + 67 * MINUTE, every=MINUTE / 2)
    calls = Counter(EscalationCall.objects.values_list("account__login", flat=True))
    assert calls == {"sara": 1, "dorte": 1, "jens": 1}
    texts = Outbound.objects.filter(recipient_kind="account")
    assert texts.count() == 3
