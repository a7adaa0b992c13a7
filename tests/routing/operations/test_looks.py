"""Looking after whoever waits."""

from datetime import timedelta
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from routing.models import Escalation, EscalationCall, Offer, QueueEntry
from routing.operations import assignments, escalations, looks
from routing.operations.queueing import FIRST_LOOK
from routing.states.escalation import EscalationKind
from routing.states.queue_entry import QueueState
from tests.support import people
from volunteers.access import Answerer
from volunteers.models import Presence

AT = clock.now()
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_call() -> UUID:
    return people.sara(on_call=True).account


def called() -> list[UUID]:
    return list(EscalationCall.objects.values_list("account_id", flat=True))


def look(seconds: float) -> int:
    return looks.look(at=AT + seconds * SECOND)


def sits_there(person: Answerer, seconds: float) -> Answerer:
    """The person is available, and their socket was alive a moment before."""
    return people.on_duty(person, at=AT + (seconds - 1) * SECOND)


def offered_to(account: UUID, conversation: UUID, *, state: str = "live") -> None:
    over = None if state == "live" else AT + 2 * SECOND
    Offer.objects.create(
        conversation_id=conversation,
        account_id=account,
        state=state,
        made_at=AT + SECOND,
        expires_at=AT + 31 * SECOND,
        due_at=AT + 31 * SECOND if over is None else None,
        ended_at=over,
    )


class TestFirstLook:
    def test_with_nobody_there_people_are_called_in(self, on_call: UUID) -> None:
        people.amina(at=AT)
        assert look(19) == 0
        assert look(20) == 1
        assert called() == [on_call]

    def test_once(self, on_call: UUID) -> None:
        people.amina(at=AT)
        assert [look(each) for each in (20, 41, 62, 200, 300)] == [1, 0, 0, 0, 0]
        assert Escalation.objects.count() == 1

    def test_somebody_free_is_asked_first(self, on_call: UUID) -> None:
        sits_there(people.bo(), 20)
        people.amina(at=AT)
        assert look(20) == 0

    def test_somebody_whose_socket_is_dead_is_nobody(self, on_call: UUID) -> None:
        people.on_duty(people.bo(), at=AT)
        people.amina(at=AT)
        assert look(20) == 1

    def test_somebody_on_a_break_is_nobody(self, on_call: UUID) -> None:
        sits_there(people.bo(), 20)
        Presence.objects.update(status="break")
        people.amina(at=AT)
        assert look(20) == 1

    def test_somebody_without_a_free_place_is_nobody(self, on_call: UUID) -> None:
        bo = sits_there(people.bo(limit=1), 20)
        people.amina(at=AT - 60 * SECOND)
        assignments.take_next(bo, at=AT)
        people.amina(at=AT)
        assert look(20) == 1

    def test_somebody_who_does_not_speak_the_language_is_nobody(self, on_call: UUID) -> None:
        sits_there(people.bo(), 20)
        people.samira(on_call=True)
        people.amina(at=AT, language="ar")
        assert look(20) == 1

    def test_while_somebody_is_being_asked_nobody_is_called_in(self, on_call: UUID) -> None:
        opened = people.amina(at=AT)
        offered_to(people.bo().account, opened.conversation)
        assert look(20) == 0

    @pytest.mark.parametrize("state", ["declined", "expired"])
    def test_who_let_it_go_is_nobody(self, on_call: UUID, state: str) -> None:
        bo = sits_there(people.bo(), 20)
        opened = people.amina(at=AT)
        offered_to(bo.account, opened.conversation, state=state)
        assert look(20) == 1


class TestThirdMinute:
    def test_whoever_is_on_duty_after_three_minutes_people_are_called_in(
        self, on_call: UUID
    ) -> None:
        opened = people.amina(at=AT)
        offered_to(people.bo().account, opened.conversation)
        called = [each for each in range(0, 200, 5) if look(each)]
        assert called == [180]

    def test_given_back_it_counts_anew(self, on_call: UUID) -> None:
        bo = people.on_duty(people.bo())
        people.amina(at=AT - 600 * SECOND)
        assignments.take_next(bo, at=AT - 590 * SECOND)
        assignments.give_back_all(account=bo.account, why="gone", at=AT)
        called = []
        for second in range(0, 200, 10):
            sits_there(people.sara(), second)
            called += [second] * look(second)
        assert called == [180]


class TestNextLook:
    def test_whoever_waits_is_always_looked_after_again(self) -> None:
        people.amina(at=AT)
        for second in range(0, 600, 7):
            look(second)
            row = QueueEntry.objects.get()
            assert row.due_at is not None
            assert row.due_at > AT
            assert row.due_at <= AT + (second + 60) * SECOND
            assert row.leased_until is None

    def test_an_engine_that_died_while_looking_is_followed_by_another(self, on_call: UUID) -> None:
        people.amina(at=AT)
        QueueEntry.objects.update(leased_until=AT + FIRST_LOOK + looks.LEASE, fence=7)
        assert look(20) == 0
        assert look(20 + looks.LEASE.total_seconds() + 1) == 1

    def test_who_was_taken_while_it_was_looked_at_has_no_next_moment(
        self, on_call: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bo = people.on_duty(people.bo())
        people.amina(at=AT)

        def taken_meanwhile(*_: object, **__: object) -> bool:
            assignments.take_next(bo, at=AT + FIRST_LOOK)
            return True

        monkeypatch.setattr(looks.looking, "calls_people_in", taken_meanwhile)
        assert look(20) == 0
        assert called() == []
        row = QueueEntry.objects.get()
        assert (row.state, row.due_at, row.leased_until) == (QueueState.TAKEN, None, None)

    def test_a_conversation_that_does_not_exist_is_nobodys_to_call_for(self) -> None:
        kind = EscalationKind.NOBODY_THERE
        assert not escalations.begin(conversation=new_id(), kind=kind, at=AT)
