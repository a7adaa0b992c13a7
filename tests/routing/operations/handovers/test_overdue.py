"""What is owed climbs: each working day anew, until somebody does it."""

from datetime import UTC, datetime, timedelta

import pytest

from krisechat.models import Outbound
from routing.models import Handover, HandoverStep
from routing.operations import handovers
from tests.support import handing_over
from tests.support.handing_over import SATURDAY_NIGHT, later

pytestmark = pytest.mark.django_db
TUESDAY_AT_8 = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
WEDNESDAY_AT_8 = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


def climbed() -> list[tuple[datetime, dict[str, object]]]:
    rows = HandoverStep.objects.filter(step="climbed").order_by("id")
    return list(rows.values_list("at", "detail"))


def test_after_two_hours_of_silence_the_leader_is_told_once() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    assert handovers.remind_due(at=later(119)) == 0
    assert handovers.remind_due(at=later(120)) == 1
    assert handovers.remind_due(at=later(121)) == 0
    row = Handover.objects.get(id=id)
    assert (row.climbed_at, row.due_at) == (later(120), TUESDAY_AT_8)
    assert climbed() == [(later(120), {"owed": "delivered", "times": 1})]
    mail = Outbound.objects.get(template="handover_overdue")
    assert mail.address == "leder@aarhus.example"


def test_it_climbs_again_each_working_day_until_it_is_done() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    for at in (later(120), TUESDAY_AT_8, WEDNESDAY_AT_8):
        assert handovers.remind_due(at=at) == 1
    assert [each["times"] for _, each in climbed()] == [1, 2, 3]
    assert Outbound.objects.filter(template="handover_overdue").count() == 3
    handovers.acknowledge(
        handover=id, account=it.mette.id, at=WEDNESDAY_AT_8 + timedelta(minutes=1)
    )
    assert Handover.objects.get(id=id).climbed_at is None
    assert handovers.remind_due(at=WEDNESDAY_AT_8 + timedelta(hours=1)) == 0


@pytest.mark.parametrize("state", ["delivered", "acknowledged", "assigned"])
def test_every_step_that_is_owed_climbs(state: str) -> None:
    it = handing_over.night()
    handing_over.IN_EACH_STATE[state](it)
    assert handovers.remind_due(at=TUESDAY_AT_8) == 1


@pytest.mark.parametrize("state", ["draft", "contacted", "closed", "returned", "withdrawn"])
def test_nothing_else_does(state: str) -> None:
    it = handing_over.night()
    handing_over.IN_EACH_STATE[state](it)
    assert handovers.remind_due(at=WEDNESDAY_AT_8) == 0


def test_a_report_nobody_assessed_within_24_hours_climbs_on_a_sunday() -> None:
    it = handing_over.night()
    handing_over.concern_delivered(it)
    assert handovers.remind_due(at=SATURDAY_NIGHT + timedelta(hours=24)) == 1


def test_after_an_outage_it_climbs_once_and_not_once_a_day() -> None:
    it = handing_over.night()
    handing_over.delivered(it)
    assert handovers.remind_due(at=WEDNESDAY_AT_8) == 1
    assert handovers.remind_due(at=WEDNESDAY_AT_8) == 0
