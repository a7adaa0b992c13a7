"""The emergency card: what is on record, and whom to call from where."""

from datetime import timedelta
from uuid import UUID

import pytest

from krisechat.models import Conversation
from krisechat.privacy import sealing
from routing.models import Municipality
from routing.operations import danger, looks, queueing
from routing.queries import emergencies
from tests.support import people
from tests.support.emergencies import AT, MINUTE, bo, dorte, flag, talk
from volunteers.access import Answerer

pytestmark = pytest.mark.django_db

__all__ = ["bo", "dorte", "talk"]


def tels(conversation: UUID, *, include_unverified: bool = True) -> list[str]:
    found = emergencies.who_to_call(conversation, at=AT, include_unverified=include_unverified)
    return [each.tel for each in found]


class TestNumbers:
    def test_without_a_postcode_there_are_112_and_114(self) -> None:
        assert tels(people.amina().conversation) == ["112", "114"]

    def test_a_postcode_leads_to_the_night_duty_and_the_region(self) -> None:
        Municipality.objects.create(code="0751", night_phone="+4587313131")
        one = people.amina(postal_code="8000").conversation
        assert tels(one) == ["112", "114", "+4587313131", "+4570113131"]
        duty = emergencies.who_to_call(one, at=AT, include_unverified=True)[2]
        assert (duty.display, duty.step) == ("87 31 31 31", "called_night_duty")
        assert duty.label.startswith("Aarhus Kommune")

    def test_a_number_nobody_has_phoned_stays_in_the_demo(self) -> None:
        one = people.amina(postal_code="8000").conversation
        assert tels(one, include_unverified=False) == ["112", "114"]

    def test_where_a_postcode_may_mean_several_all_their_duties_are_shown(self) -> None:
        places = emergencies.municipalities.of_postcode("2000")
        assert len(places) > 1
        for place, each in enumerate(places):
            Municipality.objects.create(code=each.code, night_phone=f"+458731313{place}")
        shown = tels(people.amina(postal_code="2000").conversation)
        assert shown[2 : 2 + len(places)] == [f"+458731313{n}" for n in range(len(places))]

    def test_a_postcode_nobody_knows_leads_nowhere(self) -> None:
        assert tels(people.amina(postal_code="0001").conversation) == ["112", "114"]


class TestCards:
    def test_only_where_there_is_danger_or_anything_on_record(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        other = people.amina().conversation
        flag(bo, talk)
        cards = emergencies.of([talk, other], at=AT, include_unverified=True)
        assert set(cards) == {talk}
        assert emergencies.counts([talk, other]) == {talk: 2}

    def test_an_acute_conversation_without_a_record_has_its_numbers(self, talk: UUID) -> None:
        Conversation.objects.update(risk="acute")
        card = emergencies.of([talk], at=AT, include_unverified=True)[talk]
        assert (card.steps, card.numbers[0].tel) == ((), "112")

    def test_each_step_with_the_alias_of_who_did_it(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        flag(bo, talk)
        card = emergencies.of([talk], at=AT, include_unverified=True)[talk]
        [flagged, called] = card.steps
        assert flagged.by not in ("", "bo", "Bo Lund")
        assert (called.step, called.account, called.by) == ("lead_called", dorte.account, "")
        danger.come(conversation=talk, account=dorte.account, at=AT + MINUTE)
        card = emergencies.of([talk], at=AT, include_unverified=True)[talk]
        assert card.steps[-1].by not in ("", flagged.by, "Dorte Bang")

    def test_in_the_order_in_which_it_happened(self, bo: Answerer, talk: UUID) -> None:
        for minute, step in enumerate(("called_114", "called_112", "help_arrived")):
            danger.record(conversation=talk, step=step, account=bo.account, at=AT + minute * MINUTE)
        card = emergencies.of([talk], at=AT, include_unverified=True)[talk]
        assert [each.step for each in card.steps] == ["called_114", "called_112", "help_arrived"]

    def test_what_was_erased_names_nobody(self, bo: Answerer, talk: UUID, dorte: Answerer) -> None:
        flag(bo, talk)
        queueing.erase_by_citizen(conversation=talk, at=AT + MINUTE)
        sealing.forget()  # as the commit does
        card = emergencies.of([talk], at=AT, include_unverified=True)[talk]
        assert [(each.step, each.by) for each in card.steps] == [
            ("flagged_acute", ""),
            ("lead_called", ""),
        ]
        assert [each.tel for each in card.numbers] == ["112", "114"]


class TestCalls:
    def test_until_somebody_comes(self, bo: Answerer, talk: UUID, dorte: Answerer) -> None:
        flag(bo, talk)
        [call] = emergencies.calls_of([dorte.account])[dorte.account].values()
        assert (call.conversation, call.kind) == (talk, "danger")
        assert emergencies.calls_of([bo.account]) == {bo.account: {}}
        danger.come(conversation=talk, account=dorte.account, at=AT + MINUTE)
        assert emergencies.calls_of([dorte.account]) == {dorte.account: {}}

    def test_to_the_queue_is_no_call_into_a_conversation(self) -> None:
        dorte = people.dorte()
        people.amina(at=AT)
        assert looks.look(at=AT + timedelta(seconds=20)) == 1
        assert emergencies.calls_of([dorte.account]) == {dorte.account: {}}
