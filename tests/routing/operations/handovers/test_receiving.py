"""One named person, contact made: what the municipality does with it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from krisechat.foundation.refusals import BadValue
from krisechat.models import Outbound
from krisechat.operations import text_consent
from routing.access import Side
from routing.models import Handover, HandoverStep
from routing.operations import handovers
from routing.operations.handovers.receiving import NotAContactPerson, UnableToSendBack
from routing.queries import handovers as queries
from tests.support import handing_over
from tests.support.handing_over import SATURDAY_NIGHT, TEXTS_ARE_SAFE, later

pytestmark = pytest.mark.django_db
CLOSES = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # at 15 on the wall


def row_of(id: Any) -> Handover:
    return Handover.objects.get(id=id)


def test_each_step_owes_the_next_by_the_end_of_the_working_day() -> None:
    it = handing_over.night()
    id = handing_over.assigned(it)
    assert row_of(id).deadline_at == row_of(id).due_at == CLOSES


def test_when_contact_is_made_nothing_is_owed_and_the_volunteer_can_see_it() -> None:
    it = handing_over.night()
    id = handing_over.contacted(it)
    row = row_of(id)
    assert (row.due_at, row.deadline_at, row.contacted_at) == (None, None, later(240))
    assert HandoverStep.objects.get(handover_id=id, step="contacted").detail == {"how": "call"}
    [mine] = queries.written_by(it.bo.account)
    assert (mine.state, mine.contacted_at) == ("contacted", later(240))


def test_it_is_given_to_somebody_who_works_there_and_may_be_given_on() -> None:
    it = handing_over.night()
    id = handing_over.acknowledged(it)
    strangers = [handing_over.ole().id, it.bo.account]
    for each in strangers:
        with pytest.raises(NotAContactPerson):
            handovers.assign(handover=id, contact_person=each, account=it.mette.id, at=later(60))
    for each in (it.mette, handing_over.hanne()):
        handovers.assign(handover=id, contact_person=each.id, account=it.mette.id, at=later(60))
        assert row_of(id).contact_person_id == each.id


def test_who_has_left_is_nobodys_contact_person() -> None:
    it = handing_over.night()
    id = handing_over.acknowledged(it)
    hanne = handing_over.hanne()
    hanne.is_active = False
    hanne.save()
    with pytest.raises(NotAContactPerson):
        handovers.assign(handover=id, contact_person=hanne.id, account=it.mette.id, at=later(60))


@pytest.mark.parametrize(
    ("how", "at"), [("telepathy", later(240)), ("call", later(251)), ("call", later(-1))]
)
def test_a_contact_is_of_a_known_kind_between_delivery_and_now(how: str, at: datetime) -> None:
    it = handing_over.night()
    id = handing_over.assigned(it)
    with pytest.raises(BadValue):
        handovers.contacted(
            handover=id, contacted_at=at, how=how, account=it.mette.id, at=later(250)
        )
    assert row_of(id).state == "assigned"


def test_outcomes_and_reasons_are_known_ones() -> None:
    it = handing_over.night()
    with pytest.raises(BadValue):
        handovers.close(
            handover=handing_over.contacted(it), outcome="x", account=it.mette.id, at=later(300)
        )
    with pytest.raises(BadValue):
        handovers.send_back(
            handover=handing_over.delivered(handing_over.night()),
            reason="x",
            account=it.mette.id,
            at=later(9),
        )


class TestAReportAboutAChild:
    def test_the_24_hours_run_on_whatever_is_done_meanwhile(self) -> None:
        it = handing_over.night()
        id = handing_over.concern_delivered(it)
        until = SATURDAY_NIGHT + timedelta(hours=24)
        at = SATURDAY_NIGHT + timedelta(hours=10)
        handovers.acknowledge(handover=id, account=it.mette.id, at=at)
        handovers.assign(handover=id, contact_person=it.mette.id, account=it.mette.id, at=at)
        assert row_of(id).deadline_at == until

    def test_it_is_sent_on_and_never_back(self) -> None:
        it = handing_over.night()
        id = handing_over.concern_delivered(it)
        with pytest.raises(UnableToSendBack):
            handovers.send_back(
                handover=id, reason="not_ours", account=it.mette.id, at=SATURDAY_NIGHT
            )
        handovers.send_back(
            handover=id, reason="wrong_municipality", account=it.mette.id, at=SATURDAY_NIGHT
        )
        assert row_of(id).state == "returned"


class TestAWordBack:
    def test_both_sides_read_it_masked_and_it_is_sealed(self) -> None:
        it = handing_over.night()
        id = handing_over.delivered(it)
        for side, account, body in (
            (Side.MUNICIPALITY, it.mette.id, "Må jeg ringe til 010190-1234?"),
            (Side.HELPLINE, it.bo.account, "Ja, efter kl. 12."),
        ):
            handovers.say(handover=id, side=side, account=account, body=body, at=later(9))
        for account in (it.mette.id, it.bo.account):
            words = [(each.side, each.body) for each in queries.opened(account, id).words]
            assert words == [
                ("municipality", "Må jeg ringe til ••••••-••••?"),
                ("helpline", "Ja, efter kl. 12."),
            ]
        stored = row_of(id).words.values_list("body_sealed", flat=True)
        assert not any(b"kl. 12" in bytes(each) for each in stored)


class TestTheCitizensPhone:
    def allow(self, it: handing_over.Night) -> None:
        text_consent.allow(
            conversation=it.conversation, phone="+4520123456", discreet=True, at=SATURDAY_NIGHT
        )

    def news(self) -> list[Outbound]:
        return list(Outbound.objects.filter(template="news").order_by("created_at"))

    def test_is_told_when_somebody_has_it_and_when_they_have_talked(self) -> None:
        it = handing_over.night()
        self.allow(it)
        handing_over.contacted(it, safe_contact=TEXTS_ARE_SAFE)
        assert [each.due_at for each in self.news()] == [later(60), later(250)]
        assert all(b"Mette" not in bytes(each.body_sealed or b"") for each in self.news())

    @pytest.mark.parametrize("agreed", [True, False])
    def test_stays_silent_unless_both_were_said(self, agreed: bool) -> None:
        it = handing_over.night()
        if agreed:
            self.allow(it)
            handing_over.contacted(it)  # but not that texts about this are safe
        else:
            handing_over.contacted(it, safe_contact=TEXTS_ARE_SAFE)
        assert self.news() == []

    def test_is_told_inside_the_hours_they_named_only(self) -> None:
        it = handing_over.night()
        self.allow(it)
        contact = handing_over.SafeContact(text_ok=True, text_from="12:00", text_until="14:00")
        handing_over.assigned(it, safe_contact=contact)  # at 9 on the wall
        [text] = self.news()
        assert text.due_at == datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
