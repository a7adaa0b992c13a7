"""Into the municipality's hands, never without a consent that covers it, and quietly."""

from datetime import timedelta

import pytest

from krisechat.models import DataKey, Outbound
from krisechat.outbound import wording
from routing.models import Consent, Handover, HandoverStep
from routing.operations import handovers
from routing.operations.handovers.delivering import Show114First, UnableToDeliver
from routing.operations.handovers.places import MunicipalityUnclear
from tests.support import handing_over
from tests.support.handing_over import MONDAY_AT_8, SATURDAY_NIGHT

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_it_arrives_at_the_opening_and_not_before() -> None:
    it = handing_over.night()
    id = handing_over.approved(it)
    assert handovers.deliver_due(at=MONDAY_AT_8 - SECOND) == 0
    assert handovers.deliver_due(at=MONDAY_AT_8) == 1
    assert handovers.deliver_due(at=MONDAY_AT_8 + SECOND) == 0
    row = Handover.objects.get(id=id)
    assert row.delivered_at == MONDAY_AT_8
    assert row.deadline_at == row.due_at == MONDAY_AT_8 + timedelta(hours=2)


def test_the_mail_says_that_something_lies_there_and_nothing_else() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it, name="Amina", situation="Han slog mig i torsdags.")
    mail = Outbound.objects.get(channel="email")
    assert (mail.template, mail.address) == ("handover_delivered", "post@aarhus.example")
    assert mail.body_sealed is mail.to_sealed is mail.conversation is None
    words = " ".join(wording.TO_PLACES[mail.template])
    assert str(id) not in words and "Amina" not in words


def test_a_place_without_a_mailbox_is_delivered_to_all_the_same() -> None:
    it = handing_over.night(postal_code="4900")
    handing_over.ole()
    handing_over.delivered(it, postal_code="4900")
    assert not Outbound.objects.filter(channel="email").exists()


def test_retention_counts_from_the_receipt() -> None:
    it = handing_over.night()
    id = handing_over.delivered(it)
    assert DataKey.objects.get(owner_kind="handover", owner_id=id).counts_from == MONDAY_AT_8


def test_a_coordinator_sends_what_is_approved_at_once_and_only_that() -> None:
    it = handing_over.night()
    id = handing_over.shown(it)
    with pytest.raises(UnableToDeliver):
        handovers.deliver_now(handover=id, account=it.bo.account, at=SATURDAY_NIGHT)
    handovers.approve(handover=id, version=2, how="page", at=SATURDAY_NIGHT)
    handovers.deliver_now(handover=id, account=it.bo.account, at=SATURDAY_NIGHT)
    row = Handover.objects.get(id=id)
    assert (row.state, row.delivered_at) == ("delivered", SATURDAY_NIGHT)
    assert row.deadline_at == MONDAY_AT_8 + timedelta(hours=2)


class TestWithoutAConsentThatCoversIt:
    """P60: none, run out, taken back, another version, another municipality: nothing is sent."""

    SPOILT = {
        "none": lambda given, row: given.delete(),
        "run out": lambda given, row: given.update(good_until=MONDAY_AT_8),
        "taken back": lambda given, row: given.update(withdrawn_at=SATURDAY_NIGHT),
        "another version": lambda given, row: given.update(version=1),
        "another municipality": lambda given, row: row.update(municipality_code="0360"),
    }

    @pytest.mark.parametrize("how", SPOILT)
    def test_the_citizen_is_asked_again_instead(self, how: str) -> None:
        it = handing_over.night()
        id = handing_over.approved(it)
        row = Handover.objects.filter(id=id)
        self.SPOILT[how](Consent.objects.filter(handover_id=id), row)
        assert handovers.deliver_due(at=MONDAY_AT_8) == 0
        assert row.get().state == "draft" and row.get().delivered_at is None
        assert row.get().due_at is None
        assert HandoverStep.objects.filter(handover_id=id, step="consent_lapsed").exists()
        assert not Outbound.objects.exists()

    def test_a_coordinator_is_told_so(self) -> None:
        it = handing_over.night()
        id = handing_over.approved(it)
        Consent.objects.all().delete()
        with pytest.raises(UnableToDeliver):
            handovers.deliver_now(handover=id, account=it.bo.account, at=SATURDAY_NIGHT)


class TestAReportAboutAChild:
    def test_it_goes_at_once_in_the_middle_of_the_night_with_24_hours_from_then(self) -> None:
        it = handing_over.night()
        id = handing_over.concern_delivered(it, problem="violence")
        row = Handover.objects.get(id=id)
        assert row.delivered_at == SATURDAY_NIGHT
        assert row.deadline_at == row.due_at == SATURDAY_NIGHT + timedelta(hours=24)
        assert not Consent.objects.exists()
        assert Outbound.objects.get().template == "concern_delivered"

    def test_that_114_was_shown_first_is_required_and_on_record(self) -> None:
        it = handing_over.night()
        id = handing_over.concern(it)
        with pytest.raises(Show114First):
            handovers.deliver_concern(
                handover=id, account=it.bo.account, shown_114=False, at=SATURDAY_NIGHT
            )
        assert handing_over.state(id) == "draft"
        handovers.deliver_concern(
            handover=id, account=it.bo.account, shown_114=True, at=SATURDAY_NIGHT
        )
        steps = HandoverStep.objects.filter(handover_id=id).order_by("id")
        assert list(steps.values_list("step", flat=True))[-2:] == ["shown_114", "delivered"]

    def test_an_empty_one_is_not_stopped(self) -> None:
        it = handing_over.night()
        handing_over.concern_delivered(it)

    def test_it_is_not_stopped_where_nobody_takes_it_here_and_that_is_on_record(self) -> None:
        it = handing_over.night(postal_code="9000")
        id = handing_over.draft(it, kind="concern")
        handovers.deliver_concern(
            handover=id, account=it.bo.account, shown_114=True, at=SATURDAY_NIGHT
        )
        step = HandoverStep.objects.get(handover_id=id, step="delivered")
        assert step.detail == {"read_there": False}

    def test_where_to_is_asked_when_nobody_knows(self) -> None:
        it = handing_over.night(postal_code="")
        id = handing_over.draft(it, kind="concern")
        with pytest.raises(MunicipalityUnclear):
            handovers.deliver_concern(
                handover=id, account=it.bo.account, shown_114=True, at=SATURDAY_NIGHT
            )
        handovers.deliver_concern(
            handover=id,
            account=it.bo.account,
            shown_114=True,
            municipality_code="0751",
            at=SATURDAY_NIGHT,
        )
        assert Handover.objects.get(id=id).municipality_code == "0751"

    def test_it_goes_once(self) -> None:
        it = handing_over.night()
        id = handing_over.concern_delivered(it)
        with pytest.raises(UnableToDeliver):
            handovers.deliver_concern(
                handover=id, account=it.bo.account, shown_114=True, at=SATURDAY_NIGHT
            )
