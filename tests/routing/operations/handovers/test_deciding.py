"""The citizen's yes: to what, to whom, how, until when; and back again."""

from datetime import timedelta
from uuid import UUID

import pytest

from krisechat.foundation.refusals import BadValue
from krisechat.models import AuditEntry, DataKey, Outbound
from routing.models import Consent, Handover
from routing.operations import handovers, queueing
from routing.operations.handovers import places
from routing.operations.handovers.deciding import (
    NotTheirAnswer,
    NotWhatWasShown,
    UnableToApprove,
    UnableToShow,
    UnableToWithdraw,
)
from routing.privacy.handover_content import Content
from routing.queries import citizens_handover
from tests.support import handing_over, people
from tests.support.handing_over import MONDAY_AT_8, SATURDAY_NIGHT

pytestmark = pytest.mark.django_db


def test_the_yes_is_a_record() -> None:
    it = handing_over.night()
    id = handing_over.approved(it)
    given = Consent.objects.get(handover_id=id)
    assert (given.municipality_code, given.version, given.how) == ("0751", 2, "page")
    assert given.given_at == SATURDAY_NIGHT and given.withdrawn_at is None
    assert given.good_until == SATURDAY_NIGHT + timedelta(days=90)
    assert given.text_version


def test_it_waits_for_the_municipalitys_next_opening() -> None:
    it = handing_over.night()
    row = Handover.objects.get(id=handing_over.approved(it))
    assert row.deliver_at == row.due_at == MONDAY_AT_8


def test_only_what_was_shown_is_approved() -> None:
    it = handing_over.night()
    id = handing_over.written(it)
    with pytest.raises(NotWhatWasShown):
        handovers.approve(handover=id, version=2, how="page", at=SATURDAY_NIGHT)
    handovers.show_to_citizen(handover=id, version=2, account=it.bo.account, at=SATURDAY_NIGHT)
    handovers.write(
        handover=id, version=2, content=Content(own_words="b"), account=it.bo.account,
        at=SATURDAY_NIGHT,
    )  # fmt: skip
    for version in (2, 3):
        with pytest.raises(NotWhatWasShown):
            handovers.approve(handover=id, version=version, how="page", at=SATURDAY_NIGHT)
    assert not Consent.objects.exists()


def test_nothing_is_shown_without_their_own_words() -> None:
    it = handing_over.night()
    id = handing_over.written(it, own_words="  ")
    with pytest.raises(BadValue) as refused:
        handovers.show_to_citizen(handover=id, version=2, account=it.bo.account, at=SATURDAY_NIGHT)
    assert refused.value.field == "own_words"


class TestByTextMessage:
    def asked(self) -> tuple[handing_over.Night, UUID]:
        it = handing_over.night(via="sms", phone="+4520123456")
        people.writes(it.opened, "ja", at=SATURDAY_NIGHT, via="sms")  # 2: before the asking
        return it, handing_over.shown(it)

    def approve(self, it: handing_over.Night, id: UUID, seq: int | None) -> None:
        handovers.approve(
            handover=id, version=2, how="sms", answer_seq=seq, account=it.bo.account,
            at=SATURDAY_NIGHT,
        )  # fmt: skip

    def test_their_own_answer_after_the_asking_is_a_yes(self) -> None:
        it, id = self.asked()
        people.writes(it.opened, "ja tak", at=SATURDAY_NIGHT, via="sms")
        self.approve(it, id, 3)
        assert Consent.objects.get(handover_id=id).how == "sms"

    @pytest.mark.parametrize("seq", [None, 1, 2, 4, 99])
    def test_an_earlier_one_somebody_elses_or_none_is_not(self, seq: int | None) -> None:
        it, id = self.asked()
        people.writes(it.opened, "ja tak", at=SATURDAY_NIGHT, via="sms")
        people.writes(it.opened, "fra siden", at=SATURDAY_NIGHT, via="web")
        with pytest.raises(NotTheirAnswer):
            self.approve(it, id, seq)
        assert handing_over.state(id) == "draft"

    def test_a_no_is_no_yes(self) -> None:
        it, id = self.asked()
        people.writes(it.opened, "Nej tak, ikke endnu", at=SATURDAY_NIGHT, via="sms")
        with pytest.raises(NotTheirAnswer):
            self.approve(it, id, 3)

    def test_whoever_came_by_web_says_yes_on_the_page(self) -> None:
        it = handing_over.night()
        id = handing_over.shown(it)
        people.writes(it.opened, "ja tak", at=SATURDAY_NIGHT, via="sms")
        with pytest.raises(NotTheirAnswer):
            self.approve(it, id, 2)

    def test_it_is_a_yes_to_the_municipality_that_was_named_and_the_answer_is_on_record(
        self,
    ) -> None:
        it, id = self.asked()
        handing_over.ole()
        people.writes(it.opened, "ja tak", at=SATURDAY_NIGHT, via="sms")
        with pytest.raises(NotWhatWasShown):
            handovers.approve(
                handover=id, version=2, how="sms", municipality_code="0360", answer_seq=3,
                account=it.bo.account, at=SATURDAY_NIGHT,
            )  # fmt: skip
        assert not Consent.objects.exists()
        self.approve(it, id, 3)
        detail = AuditEntry.objects.get(action="handover_approved").detail
        assert detail == {"version": 2, "how": "sms", "seq": 3}

    def test_a_page_cannot_be_answered_for_by_another_way(self) -> None:
        _, id = self.asked()
        with pytest.raises(BadValue):
            handovers.approve(handover=id, version=2, how="mouth", at=SATURDAY_NIGHT)


class TestWhere:
    def test_an_ambiguous_postcode_must_be_chosen_and_names_the_candidates(self) -> None:
        it = handing_over.night(postal_code="8382")
        id = handing_over.shown(it, postal_code="8382")
        with pytest.raises(places.MunicipalityUnclear) as refused:
            handovers.approve(handover=id, version=2, how="page", at=SATURDAY_NIGHT)
        names = {each["name"] for each in refused.value.body()["candidates"]}
        assert {"Aarhus Kommune", "Favrskov Kommune"} <= names
        handovers.approve(
            handover=id, version=2, how="page", municipality_code="0751", at=SATURDAY_NIGHT
        )
        assert Consent.objects.get(handover_id=id).municipality_code == "0751"

    def test_no_postcode_at_all_may_be_anywhere(self) -> None:
        it = handing_over.night(postal_code="")
        id = handing_over.shown(it)
        with pytest.raises(places.MunicipalityUnclear) as refused:
            handovers.approve(handover=id, version=2, how="page", at=SATURDAY_NIGHT)
        assert refused.value.body()["candidates"] == []

    def test_where_nobody_takes_it_it_is_not_sent_to_lie_unread(self) -> None:
        it = handing_over.night()
        id = handing_over.shown(it)
        with pytest.raises(places.NotTakenHere):
            handovers.approve(
                handover=id, version=2, how="page", municipality_code="0360", at=SATURDAY_NIGHT
            )


class TestTakenBack:
    def test_it_is_never_delivered_and_its_words_are_gone(self) -> None:
        it = handing_over.night()
        id = handing_over.withdrawn(it)
        row = Handover.objects.get(id=id)
        assert (row.state, row.content_sealed, row.due_at) == ("withdrawn", None, None)
        assert not DataKey.objects.filter(owner_kind="handover", owner_id=id).exists()
        assert Consent.objects.get(handover_id=id).withdrawn_at == SATURDAY_NIGHT
        assert handovers.deliver_due(at=MONDAY_AT_8) == 0
        assert not Outbound.objects.filter(channel="email").exists()

    def test_another_can_be_written_afterwards(self) -> None:
        it = handing_over.night()
        handing_over.withdrawn(it)
        handing_over.approved(it)
        assert handovers.deliver_due(at=MONDAY_AT_8) == 1

    def test_not_now_is_not_never(self) -> None:
        it = handing_over.night()
        id = handing_over.shown(it)
        handovers.decline(handover=id, at=SATURDAY_NIGHT)
        assert citizens_handover.stage_of(it.conversation) is None
        with pytest.raises(NotWhatWasShown):
            handovers.approve(handover=id, version=2, how="page", at=SATURDAY_NIGHT)
        handovers.show_to_citizen(handover=id, version=2, account=it.bo.account, at=SATURDAY_NIGHT)
        assert citizens_handover.stage_of(it.conversation) == "to_read"


class TestAConcern:
    def test_nobody_is_asked_about_it_and_nobody_takes_it_back(self) -> None:
        it = handing_over.night()
        id = handing_over.concern(it, problem="violence")
        with pytest.raises(UnableToShow):
            handovers.show_to_citizen(
                handover=id, version=2, account=it.bo.account, at=SATURDAY_NIGHT
            )
        with pytest.raises(UnableToApprove):
            handovers.approve(handover=id, version=2, how="page", at=SATURDAY_NIGHT)
        with pytest.raises(UnableToWithdraw):
            handovers.withdraw(handover=id, at=SATURDAY_NIGHT)


class TestErasedWithTheConversation:
    def erase(self, it: handing_over.Night) -> None:
        queueing.erase_by_citizen(conversation=it.conversation, at=MONDAY_AT_8)

    def test_a_report_about_a_child_stays_readable_to_the_municipality(self) -> None:
        it = handing_over.night()
        id = handing_over.concern_delivered(it, observed="sover i kælderen")
        self.erase(it)
        opened = handovers.read(account=it.mette.id, handover=id, purpose="assess", at=MONDAY_AT_8)
        assert opened.row.state == "delivered" and opened.row.content is not None
        assert opened.row.content.concern.observed == "sover i kælderen"

    @pytest.mark.parametrize("state", ["draft", "approved", "delivered", "assigned", "closed"])
    def test_what_was_passed_on_in_their_name_goes(self, state: str) -> None:
        it = handing_over.night()
        id = handing_over.IN_EACH_STATE[state](it)
        self.erase(it)
        row = Handover.objects.get(id=id)
        assert (row.state, row.content_sealed, row.due_at) == ("withdrawn", None, None)
        assert not DataKey.objects.filter(owner_kind="handover", owner_id=id).exists()
        told = Outbound.objects.filter(template="handover_withdrawn").exists()
        assert told == (state in ("delivered", "assigned"))
