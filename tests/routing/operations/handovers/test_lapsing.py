"""When the days of a handover are over, and when those of its conversation are."""

from datetime import timedelta

import pytest

from krisechat.models import Conversation
from krisechat.privacy import data_keys
from krisechat.privacy.retention import CONSENTS_KEPT
from routing.access import Side
from routing.models import Consent, Handover, HandoverWord
from routing.operations import handovers, retention
from routing.privacy import handovers as sealed_handovers
from tests.support import handing_over
from tests.support.handing_over import MONDAY_AT_8, SATURDAY_NIGHT
from tests.support.ring import own_keys

__all__ = ["own_keys"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def test_what_it_says_goes_ninety_days_after_its_receipt_that_it_was_stays() -> None:
    it = handing_over.night()
    id = handing_over.closed(it)
    handovers.say(
        handover=id,
        side=Side.MUNICIPALITY,
        account=it.mette.id,
        body="tak",
        at=handing_over.later(301),
    )
    retention.run(at=MONDAY_AT_8 + 90 * DAY - TICK)
    assert Handover.objects.get().content_sealed is not None
    retention.run(at=MONDAY_AT_8 + 90 * DAY)
    row = Handover.objects.get()
    assert (row.content_sealed, row.state) == (None, "closed")
    assert not HandoverWord.objects.exists()
    assert row.steps.filter(step="delivered").exists()
    late = MONDAY_AT_8 + 91 * DAY
    opened = handovers.read(account=it.mette.id, handover=id, purpose="assess", at=late)
    assert opened.row.content is None
    assert handovers.read_inbox(account=it.mette.id, at=late)
    with pytest.raises(data_keys.OwnerErased):
        sealed_handovers.cipher(id)


def test_the_conversation_goes_before_and_leaves_it() -> None:
    handing_over.assigned(handing_over.night())
    retention.run(at=SATURDAY_NIGHT + 30 * DAY)
    assert Conversation.objects.get().state == "erased"
    row = Handover.objects.get()
    assert (row.state, row.content_sealed is None) == ("assigned", False)
    assert row.due_at is not None


def test_a_draft_nobody_approved_goes_with_the_conversation() -> None:
    handing_over.shown(handing_over.night())
    retention.run(at=SATURDAY_NIGHT + 30 * DAY)
    row = Handover.objects.get()
    assert (row.state, row.content_sealed) == ("withdrawn", None)
    assert [each.step for each in row.steps.all()][-1] == "lapsed"


def test_a_report_about_a_child_does_not() -> None:
    handing_over.concern(handing_over.night())
    retention.run(at=SATURDAY_NIGHT + 30 * DAY)
    assert Handover.objects.get().content_sealed is not None


def test_a_consent_stays_five_years() -> None:
    handing_over.approved(handing_over.night())
    given_at = Consent.objects.get().given_at
    retention.run(at=given_at + CONSENTS_KEPT - TICK)
    assert Consent.objects.exists()
    retention.run(at=given_at + CONSENTS_KEPT + TICK)
    assert not Consent.objects.exists()
