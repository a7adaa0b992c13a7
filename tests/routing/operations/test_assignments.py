"""Who gets whom: taking the next, closing, giving back."""

from datetime import timedelta
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import BadValue, NotFound, WrongState
from krisechat.models import AuditEntry, Conversation, Participant
from krisechat.operations import conversations
from krisechat.states.conversation import ConversationEvent
from routing.models import Assignment, QueueEntry
from routing.operations import assignments, queueing
from routing.operations.assignments import UnableToTakeNext
from routing.queries import queue
from tests.support import people
from volunteers.access import Answerer
from volunteers.operations import presence
from volunteers.operations.places import NoFreePlace, UnableToTake

AT = clock.now()
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


def take(person: Answerer, *, minute: int = 10) -> UUID:
    return assignments.take_next(person, at=AT + minute * MINUTE)


def give_back(person: Answerer, conversation: UUID, *, minute: int = 20) -> bool:
    return assignments.give_back(
        account=person.account, conversation=conversation, why="gone", at=AT + minute * MINUTE
    )


def close(person: Answerer, conversation: UUID, outcome: str = "ended") -> None:
    assignments.close(
        account=person.account,
        conversation=conversation,
        outcome=outcome,
        tags=["nat"],
        at=AT + 30 * MINUTE,
    )


def state(conversation: UUID) -> str:
    return str(Conversation.objects.values_list("state", flat=True).get(id=conversation))


def holder(conversation: UUID) -> UUID | None:
    rows = Participant.objects.filter(conversation_id=conversation, responsible=True)
    return rows.values_list("account_id", flat=True).first()


def everything() -> list[object]:
    """All that a taking, closing or giving back may touch."""
    kinds = (Conversation, Participant, QueueEntry, Assignment, AuditEntry)
    return [list(kind.objects.order_by("pk").values()) for kind in kinds]


class TestTaking:
    def test_it_is_the_takers_from_then_on(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina(at=AT).conversation
        assert take(bo) == one
        assert (state(one), holder(one)) == ("active", bo.account)
        assert QueueEntry.objects.get().state == "taken"
        [assignment] = Assignment.objects.all()
        assert (assignment.account_id, assignment.began_at) == (bo.account, AT + 10 * MINUTE)

    def test_whoever_has_waited_longest_comes_first(self) -> None:
        bo = people.on_duty(people.bo())
        late = people.amina(at=AT + MINUTE).conversation
        early = people.amina(at=AT).conversation
        assert [take(bo), take(bo)] == [early, late]

    def test_who_was_given_back_comes_before_who_waits_longer(self) -> None:
        bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
        people.amina(at=AT)
        given_back = take(bo)
        waits = people.amina(at=AT).conversation
        assert give_back(bo, given_back)
        assert [take(sara), take(sara)] == [given_back, waits]

    def test_it_says_why_this_one_and_why_now(self) -> None:
        bo = people.on_duty(people.bo())
        people.amina(at=AT, topic="violence")
        take(bo)
        assert Assignment.objects.get().reasons == {
            "asked": "next",
            "codes": ["longest_wait", "asked"],
            "waited_seconds": 600,
        }

    def test_a_conversation_in_another_language_is_left_for_those_who_speak_it(self) -> None:
        bo = people.on_duty(people.bo())
        people.samira(on_call=True)
        arabic = people.amina(at=AT, language="ar").conversation
        danish = people.amina(at=AT + MINUTE).conversation
        assert take(bo, minute=2) == danish
        with pytest.raises(UnableToTakeNext):
            take(bo, minute=2)
        assert take(bo, minute=3) == arabic

    def test_when_nobody_waits_nothing_has_changed(self) -> None:
        bo = people.on_duty(people.bo())
        before = everything()
        with pytest.raises(UnableToTakeNext):
            take(bo)
        assert everything() == before

    @pytest.mark.parametrize("status", ["break", "offline"])
    def test_who_is_not_available_gets_nobody(self, status: str) -> None:
        bo = people.bo()
        presence.choose(bo, status=status, at=AT)
        people.amina()
        before = everything()
        with pytest.raises(UnableToTake):
            take(bo)
        assert everything() == before

    def test_who_never_went_on_duty_gets_nobody(self) -> None:
        people.amina()
        with pytest.raises(UnableToTake):
            take(people.bo())

    def test_who_has_as_many_as_they_can_hold_gets_no_more(self) -> None:
        bo = people.on_duty(people.bo(limit=2))
        for _ in range(3):
            people.amina()
        take(bo), take(bo)
        with pytest.raises(NoFreePlace):
            take(bo)

    def test_a_conversation_that_is_over_holds_no_place(self) -> None:
        bo = people.on_duty(people.bo(limit=1))
        people.amina(), people.amina()
        first = take(bo)
        queueing.end_by_citizen(conversation=first, at=AT)
        assert take(bo) != first

    def test_who_read_the_queue_a_moment_too_early_takes_the_following(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Between the reading and the taking somebody else has taken the first."""
        bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
        people.amina(at=AT), people.amina(at=AT + MINUTE)
        read = queue.waiting()
        first = take(sara)
        monkeypatch.setattr(queue, "waiting", lambda: read)
        assert take(bo) == read[1].conversation
        assert holder(first) == sara.account


class TestGivingBack:
    def test_it_waits_at_the_front_with_the_time_it_has_waited_kept(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina(at=AT).conversation
        take(bo)
        people.amina(at=AT)
        assert give_back(bo, one)
        assert (state(one), holder(one)) == ("waiting", None)
        [first, _] = queue.waiting()
        assert (first.conversation, first.waiting_since) == (one, AT)
        assert first.given_back_at == AT + 20 * MINUTE
        assert Assignment.objects.get().ended_at == AT + 20 * MINUTE

    def test_who_gave_it_back_has_no_part_in_it(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina().conversation
        take(bo)
        give_back(bo, one)
        row = Participant.objects.get(account_id=bo.account)
        assert (row.responsible, row.left_at) == (False, AT + 20 * MINUTE)

    def test_twice_is_once(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina().conversation
        take(bo)
        give_back(bo, one)
        before = everything()
        assert not give_back(bo, one)
        assert everything() == before

    def test_nobody_gives_back_what_somebody_else_has_taken_since(self) -> None:
        """Two clocks, or a clock and a logout, may both see Bo's conversations; the slower one
        comes when Sara has it."""
        bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
        one = people.amina().conversation
        take(bo)
        give_back(bo, one)
        take(sara)
        before = everything()
        assert not give_back(bo, one)
        assert everything() == before
        assert holder(one) == sara.account

    def test_everything_somebody_holds_and_off_duty_they_are(self) -> None:
        bo = people.on_duty(people.bo())
        for _ in range(3):
            people.amina()
        held = [take(bo), take(bo)]
        given = assignments.give_back_all(account=bo.account, why="logout", at=AT + 20 * MINUTE)
        assert given == 2
        assert {state(one) for one in held} == {"waiting"}
        assert presence.current(bo).status == "offline"
        with pytest.raises(UnableToTake):
            take(bo)

    def test_who_comes_back_to_it_has_the_same_alias_and_row(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina().conversation
        take(bo)
        before = Participant.objects.get(account_id=bo.account)
        give_back(bo, one)
        take(bo)
        after = Participant.objects.get(account_id=bo.account)
        assert (after.pk, bytes(after.alias_sealed)) == (before.pk, bytes(before.alias_sealed))
        assert (after.responsible, after.left_at) == (True, None)


class TestClosing:
    def test_it_is_over_with_its_outcome_and_its_volunteer_has_left(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina().conversation
        take(bo)
        close(bo, one, "referred")
        row = Conversation.objects.get(id=one)
        assert (row.state, row.outcome) == ("ended", "referred")
        assert holder(one) is None
        assert not Assignment.objects.filter(ended_at=None).exists()

    def test_the_outcome_of_one_the_citizen_ended_is_named_once(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina().conversation
        take(bo)
        queueing.end_by_citizen(conversation=one, at=AT + 25 * MINUTE)
        close(bo, one, "silent")
        row = Conversation.objects.get(id=one)
        assert (row.outcome, row.ended_at) == ("silent", AT + 25 * MINUTE)
        with pytest.raises(WrongState):
            close(bo, one, "other")
        assert Conversation.objects.get(id=one).outcome == "silent"

    def test_an_outcome_nobody_knows_is_refused_and_changes_nothing(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina().conversation
        take(bo)
        before = everything()
        with pytest.raises(BadValue) as refused:
            close(bo, one, "solved")
        assert refused.value.field == "outcome"
        assert everything() == before

    def test_who_has_lost_it_meanwhile_cannot_close_it(self) -> None:
        bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
        one = people.amina().conversation
        take(bo)
        give_back(bo, one)
        with pytest.raises(NotFound):
            close(bo, one)
        take(sara)
        before = everything()
        with pytest.raises(NotFound):
            close(bo, one)
        assert everything() == before
        assert (state(one), holder(one)) == ("active", sara.account)

    def test_an_erased_conversation_cannot_be_closed(self) -> None:
        bo = people.on_duty(people.bo())
        one = people.amina().conversation
        take(bo)
        queueing.erase_by_citizen(conversation=one, at=AT)
        with pytest.raises(WrongState):
            close(bo, one)


def test_each_step_is_in_the_audit_log_by_account_and_without_a_name() -> None:
    bo = people.on_duty(people.bo())
    one = people.amina().conversation
    take(bo)
    give_back(bo, one)
    take(bo)
    close(bo, one)
    rows = AuditEntry.objects.filter(object_id=str(one), actor_id=str(bo.account)).order_by("id")
    assert [row.action for row in rows] == ["take", "give_back", "take", "end", "name_outcome"]
    assert rows[1].detail == {"why": "gone"}


def test_a_state_that_does_not_allow_it_moves_nothing() -> None:
    one = people.amina().conversation
    assert not conversations.move(one, ConversationEvent.GIVE_BACK)
    assert (state(one), Conversation.objects.get(id=one).revision) == ("waiting", 0)
