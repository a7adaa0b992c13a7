"""The lead who was called in comes, and goes again."""

from uuid import UUID

import pytest

from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import NotFound
from krisechat.models import Conversation
from routing.models import Escalation
from routing.operations import assignments, danger, escalations
from routing.operations.assignments import UnableToClose
from routing.operations.danger import UnableToCome, UnableToLeave
from tests.support import people
from tests.support.emergencies import (
    AT,
    MINUTE,
    OPEN,
    SECOND,
    all_sent,
    at_console,
    bo,
    dorte,
    finn,
    flag,
    in_the_room,
    jens,
    steps,
    talk,
    texts,
)
from volunteers.access import Answerer
from volunteers.models import Membership
from volunteers.states.role import Role

pytestmark = pytest.mark.django_db

__all__ = ["bo", "dorte", "jens", "talk"]


class TestComing:
    def test_called_from_home_they_come_into_the_room(
        self, bo: Answerer, talk: UUID, dorte: Answerer, jens: Answerer
    ) -> None:
        flag(bo, talk)
        danger.come(conversation=talk, account=dorte.account, at=AT + MINUTE)
        assert in_the_room(talk) == {bo.account, dorte.account}
        assert steps(talk)[-1] == ("lead_came", dorte.account)
        row = Escalation.objects.get()
        assert (row.state, row.answered_by_id) == ("answered", dorte.account)
        assert escalations.step_due(at=AT + 20 * MINUTE) == 0

    def test_who_says_so_at_once_gets_no_text(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        at_console(dorte)
        flag(bo, talk)
        danger.come(conversation=talk, account=dorte.account, at=AT + 5 * SECOND)
        assert texts() == [(dorte.account, "danger", "cancelled")]

    def test_saying_it_twice_is_saying_it_once(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        flag(bo, talk)
        for _ in range(2):
            danger.come(conversation=talk, account=dorte.account, at=AT + MINUTE)
        assert [step for step, _ in steps(talk)].count("lead_came") == 1

    def test_the_second_is_too_late_and_leaves_the_room(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        other = finn()
        at_console(dorte)
        flag(bo, talk)
        at_console(other, seconds=299)
        escalations.step_due(at=AT + 301 * SECOND)
        assert in_the_room(talk) == {bo.account, dorte.account, other.account}
        all_sent()
        danger.come(conversation=talk, account=other.account, at=AT + 310 * SECOND)
        assert in_the_room(talk) == {bo.account, other.account}
        assert texts()[-1] == (dorte.account, "somebody_came", "queued")
        with pytest.raises(UnableToCome):
            danger.come(conversation=talk, account=dorte.account, at=AT + 311 * SECOND)

    def test_who_was_not_called_finds_nothing(
        self, bo: Answerer, talk: UUID, dorte: Answerer, jens: Answerer
    ) -> None:
        flag(bo, talk)
        for somebody in (jens.account, people.sara().account, new_id()):
            with pytest.raises(NotFound):
                danger.come(conversation=talk, account=somebody, at=AT + MINUTE)
        assert Escalation.objects.get().state == "running"

    def test_who_is_a_lead_no_more_does_not_come(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        flag(bo, talk)
        Membership.objects.filter(account_id=dorte.account).update(role=Role.VOLUNTEER)
        with pytest.raises(NotFound):
            danger.come(conversation=talk, account=dorte.account, at=AT + MINUTE)

    def test_a_lead_who_takes_it_over_has_come(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        flag(bo, talk)
        assignments.give_back_all(account=bo.account, why="gone", at=AT + MINUTE)
        assert Escalation.objects.get().state in OPEN
        assert assignments.take_next(at_console(dorte), at=AT + 2 * MINUTE) == talk
        assert Escalation.objects.get().state == "answered"
        assert steps(talk)[-1] == ("lead_came", dorte.account)

    def test_another_volunteer_who_takes_it_is_no_lead(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        flag(bo, talk)
        assignments.give_back_all(account=bo.account, why="gone", at=AT + MINUTE)
        sara = people.on_duty(people.sara(), at=AT)
        assert assignments.take_next(sara, at=AT + 2 * MINUTE) == talk
        assert Escalation.objects.get().state in OPEN


class TestLeaving:
    def test_a_lead_goes_again_and_it_is_on_record(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        flag(bo, talk)
        danger.come(conversation=talk, account=dorte.account, at=AT + MINUTE)
        danger.leave(conversation=talk, account=dorte.account, at=AT + 2 * MINUTE)
        assert in_the_room(talk) == {bo.account}
        assert steps(talk)[-1] == ("lead_left", dorte.account)

    def test_whoever_is_responsible_does_not_slip_away(self, bo: Answerer, talk: UUID) -> None:
        with pytest.raises(UnableToLeave):
            danger.leave(conversation=talk, account=bo.account, at=AT)
        with pytest.raises(NotFound):
            danger.leave(conversation=talk, account=people.sara().account, at=AT)
        assert in_the_room(talk) == {bo.account}

    def test_a_lead_who_goes_home_gives_back_nothing(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        at_console(dorte)
        flag(bo, talk)
        assert assignments.give_back_all(account=dorte.account, why="logout", at=AT + MINUTE) == 0
        assert in_the_room(talk) == {bo.account}
        assert Conversation.objects.get().state == "active"

    def test_closing_is_not_the_leads_and_takes_everybody_out(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        at_console(dorte)
        flag(bo, talk)
        danger.come(conversation=talk, account=dorte.account, at=AT + MINUTE)

        def close(person: Answerer) -> None:
            assignments.close(
                account=person.account,
                conversation=talk,
                outcome="ended",
                tags=[],
                at=AT + 2 * MINUTE,
            )

        with pytest.raises(UnableToClose):
            close(dorte)
        assert Conversation.objects.get().state == "active"
        close(bo)
        assert in_the_room(talk) == set()
