"""An offer: to one person, for thirty seconds, accepted by exactly one."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import NotFound
from krisechat.models import AuditEntry, Conversation, Participant
from routing.models import Assignment, Offer, QueueEntry
from routing.operations import assignments, dispatch, duty, offers, queueing
from routing.operations.assignments import UnableToTakeNext
from routing.operations.offers import UnableToAcceptOffer, UnableToDeclineOffer
from tests.support import people
from volunteers.access import Answerer
from volunteers.operations.places import NoFreePlace, UnableToTake

AT = clock.now()
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def offered(person: Answerer, conversation: UUID, *, second: int = 0) -> UUID:
    """The conversation is offered to the person."""
    offer = offers.make(
        conversation=conversation,
        account=person.account,
        reasons={"codes": ["longest_wait", "only_one"], "waited_seconds": 0},
        at=AT + second * SECOND,
    )
    assert offer is not None
    return offer


def make(person: Answerer, conversation: UUID) -> UUID | None:
    return offers.make(conversation=conversation, account=person.account, reasons={}, at=AT)


def accept(person: Answerer, offer: UUID, *, second: int = 5) -> UUID:
    return offers.accept(person, offer=offer, at=AT + second * SECOND)


def ended(offer: UUID) -> tuple[str, object]:
    row = Offer.objects.get(id=offer)
    return (row.state, row.ended_at and (row.ended_at - AT) // SECOND)


class TestMaking:
    def test_it_lasts_thirty_seconds_and_the_deadline_is_due_then(self) -> None:
        bo = people.on_duty(people.bo())
        row = Offer.objects.get(id=offered(bo, people.amina(at=AT).conversation))
        assert row.expires_at == row.due_at == AT + 30 * SECOND
        assert row.reasons["codes"] == ["longest_wait", "only_one"]

    def test_the_conversation_still_waits(self) -> None:
        one = people.amina(at=AT).conversation
        offered(people.on_duty(people.bo()), one)
        assert Conversation.objects.get(id=one).state == "waiting"
        assert QueueEntry.objects.get().state == "waiting"

    def test_nobody_decides_about_two_and_nothing_is_offered_to_two(self) -> None:
        bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
        one, two = people.amina().conversation, people.amina().conversation
        offered(bo, one)
        assert make(bo, two) is None
        assert make(sara, one) is None
        assert make(sara, two) is not None

    def test_the_database_itself_holds_to_it(self) -> None:
        bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
        offered(bo, people.amina().conversation)
        for twice in ({"account_id": sara.account}, {"conversation_id": None}):
            row = Offer.objects.get()
            row.id = new_id()
            row.account_id = twice.get("account_id", bo.account)
            if "conversation_id" in twice:
                row.conversation_id = people.amina().conversation
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save(force_insert=True)

    def test_who_cannot_take_it_is_not_asked(self) -> None:
        full, away = people.bo(limit=1), people.sara()
        people.on_duty(full)
        people.amina()
        assignments.take_next(full, at=AT)
        duty.choose(away, status="break", at=AT)
        one = people.amina().conversation
        assert (make(full, one), make(away, one)) == (None, None)

    def test_what_does_not_wait_is_not_offered(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina().conversation
        queueing.end_by_citizen(conversation=one, at=AT)
        assert make(bo, one) is None


class TestAccepting:
    def test_it_is_theirs_from_then_on_and_why_is_kept(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina(at=AT).conversation
        offer = offered(bo, one)
        assert accept(bo, offer) == one
        assert Conversation.objects.get(id=one).state == "active"
        assert Participant.objects.get(responsible=True).account_id == bo.account
        assert QueueEntry.objects.get().state == "taken"
        assert ended(offer) == ("accepted", 5)
        assert Assignment.objects.get().reasons == {
            "codes": ["longest_wait", "only_one"],
            "waited_seconds": 0,
            "asked": "offer",
        }

    def test_twice_is_once(self) -> None:
        bo = people.on_duty(people.bo(limit=1))
        offer = offered(bo, people.amina().conversation)
        accept(bo, offer)
        with pytest.raises(UnableToAcceptOffer):
            accept(bo, offer)
        assert Assignment.objects.count() == 1

    def test_anothers_and_no_offer_look_alike(self) -> None:
        bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
        offer = offered(bo, people.amina().conversation)
        for foreign in (offer, new_id()):
            with pytest.raises(NotFound):
                accept(sara, foreign)
            with pytest.raises(NotFound):
                offers.decline(account=sara.account, offer=foreign, at=AT)
        assert ended(offer) == ("live", None)

    def test_what_is_over_cannot_be_accepted(self) -> None:
        bo = people.on_duty(people.bo())
        offer = offered(bo, people.amina().conversation)
        offers.expire_due(at=AT + 30 * SECOND)
        with pytest.raises(UnableToAcceptOffer):
            accept(bo, offer, second=31)
        assert not Assignment.objects.exists()

    def test_a_late_yes_counts_while_nobody_has_ended_it(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina().conversation
        assert accept(bo, offered(bo, one), second=33) == one

    def test_with_no_free_place_any_more_it_stays_on_offer(self) -> None:
        bo = people.on_duty(people.bo(limit=1))
        one, two = people.amina().conversation, people.amina().conversation
        offer = offered(bo, two)
        Participant.objects.create(
            conversation_id=one,
            account_id=bo.account,
            author="volunteer",
            alias_sealed=b"x",
            responsible=True,
            joined_at=AT,
        )
        Conversation.objects.filter(id=one).update(state="active")
        with pytest.raises(NoFreePlace):
            accept(bo, offer)
        assert ended(offer) == ("live", None)


class TestEnding:
    def test_a_no_is_final_and_on_record_without_a_reason(self) -> None:
        bo = people.on_duty(people.bo())
        offer = offered(bo, people.amina().conversation)
        offers.decline(account=bo.account, offer=offer, at=AT + 3 * SECOND)
        assert ended(offer) == ("declined", 3)
        with pytest.raises(UnableToDeclineOffer):
            offers.decline(account=bo.account, offer=offer, at=AT + 4 * SECOND)
        with pytest.raises(UnableToAcceptOffer):
            accept(bo, offer)
        entry = AuditEntry.objects.get(action="decline")
        assert (entry.actor_id, entry.detail) == (str(bo.account), {})

    def test_it_runs_out_at_its_deadline_once(self) -> None:
        offer = offered(people.on_duty(people.bo()), people.amina().conversation)
        assert offers.expire_due(at=AT + 29 * SECOND) == 0
        assert offers.expire_due(at=AT + 30 * SECOND) == 1
        assert offers.expire_due(at=AT + 31 * SECOND) == 0
        assert ended(offer) == ("expired", 30)

    @pytest.mark.parametrize("leaves", [queueing.end_by_citizen, queueing.erase_by_citizen])
    def test_a_citizen_who_leaves_withdraws_it(self, leaves: object) -> None:
        one = people.amina().conversation
        offer = offered(people.on_duty(people.bo()), one)
        leaves(conversation=one, at=AT + 4 * SECOND)  # type: ignore[operator]
        assert ended(offer) == ("withdrawn", 4)

    @pytest.mark.parametrize("status", ["break", "offline"])
    def test_who_goes_on_a_break_or_off_duty_is_offered_nothing(self, status: str) -> None:
        bo = people.on_duty(people.bo())
        offer = offered(bo, people.amina().conversation)
        duty.choose(bo, status=status, at=AT + 2 * SECOND)
        assert ended(offer) == ("withdrawn", 2)
        with pytest.raises((UnableToAcceptOffer, UnableToTake)):
            accept(bo, offer)

    def test_who_lowers_what_they_hold_to_what_they_have_is_offered_nothing(self) -> None:
        bo = people.on_duty(people.bo())
        people.amina()
        assignments.take_next(bo, at=AT)
        offer = offered(bo, people.amina().conversation)
        duty.choose(bo, status="available", capacity=2, at=AT)
        assert ended(offer)[0] == "live"
        duty.choose(bo, status="available", capacity=1, at=AT)
        assert ended(offer)[0] == "withdrawn"

    def test_who_is_gone_or_logs_out_is_offered_nothing(self) -> None:
        bo = people.on_duty(people.bo())
        offer = offered(bo, people.amina().conversation)
        assignments.give_back_all(account=bo.account, why="logout", at=AT + 2 * SECOND)
        assert ended(offer) == ("withdrawn", 2)


class TestAskingForTheNext:
    def test_it_is_first_what_the_asker_is_offered(self) -> None:
        bo = people.on_duty(people.bo())
        people.amina(at=AT - 60 * SECOND)
        mine = people.amina(at=AT).conversation
        offer = offered(bo, mine)
        assert assignments.take_next(bo, at=AT + SECOND) == mine
        assert ended(offer) == ("accepted", 1)

    def test_it_is_never_what_another_is_deciding_about(self) -> None:
        bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
        one = people.amina().conversation
        offer = offered(bo, one)
        with pytest.raises(UnableToTakeNext):
            assignments.take_next(sara, at=AT)
        offers.decline(account=bo.account, offer=offer, at=AT)
        assert assignments.take_next(sara, at=AT) == one

    def test_who_asked_in_vain_is_asked_before_others(self) -> None:
        bo, sara = people.on_duty(people.bo(), at=AT), people.on_duty(people.sara(), at=AT)
        offer = offered(bo, people.amina().conversation)
        with pytest.raises(UnableToTakeNext):
            assignments.take_next(sara, at=AT)
        accept(bo, offer)
        people.amina(at=AT)
        assert dispatch.match(at=AT + 6 * SECOND) == 1
        row = Offer.objects.get(state="live")
        assert row.account_id == sara.account
        assert "asked" in row.reasons["codes"]

    def test_who_said_no_to_somebody_is_not_given_them_by_asking(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina(at=AT).conversation
        offers.decline(account=bo.account, offer=offered(bo, one), at=AT)
        with pytest.raises(UnableToTakeNext):
            assignments.take_next(bo, at=AT + SECOND)
        assert assignments.take_next(bo, at=AT + 601 * SECOND) == one
