"""A life in danger, or a volunteer who asks for help: a lead is called in at once."""

from uuid import UUID

import pytest

from krisechat.foundation.refusals import BadValue, WrongState
from krisechat.models import AuditEntry, Conversation, Outbound, Participant
from krisechat.states.conversation import Risk
from routing.models import Escalation
from routing.operations import assignments, danger, escalations, queueing
from routing.operations.danger import UnableToCallIn
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
from volunteers.models import Account
from volunteers.operations import places

pytestmark = pytest.mark.django_db

__all__ = ["bo", "dorte", "jens", "talk"]


class TestAcute:
    def test_the_lead_at_home_is_texted_at_once(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        flag(bo, talk)
        text = Outbound.objects.get()
        assert (text.recipient_id, text.template) == (str(dorte.account), "danger")
        assert text.due_at == AT + SECOND
        assert in_the_room(talk) == {bo.account}

    @pytest.mark.parametrize("status", ["available", "break"])
    def test_the_lead_at_the_console_is_let_in_at_once_and_texted_within_a_minute(
        self, bo: Answerer, talk: UUID, dorte: Answerer, status: str
    ) -> None:
        at_console(dorte, status=status)
        flag(bo, talk)
        assert in_the_room(talk) == {bo.account, dorte.account}
        due_at = Outbound.objects.get().due_at
        assert due_at is not None
        assert SECOND < due_at - (AT + SECOND) <= MINUTE

    def test_the_lead_is_beside_the_volunteer_and_holds_no_place(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        at_console(dorte)
        flag(bo, talk)
        assert Participant.objects.get(responsible=True).account_id == bo.account
        assert places.taken(dorte.account) == 0

    def test_it_is_on_record_in_order(self, bo: Answerer, talk: UUID, dorte: Answerer) -> None:
        flag(bo, talk)
        assert steps(talk) == [("flagged_acute", bo.account), ("lead_called", dorte.account)]
        assert AuditEntry.objects.filter(action="emergency_flagged_acute").count() == 1

    def test_flagged_again_nobody_is_called_again(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        flag(bo, talk)
        flag(bo, talk, seconds=30)
        assert (len(steps(talk)), Escalation.objects.count(), len(texts())) == (2, 1, 1)

    def test_nobody_comes_the_next_lead_after_five_minutes_then_the_coordinator(
        self, bo: Answerer, talk: UUID, dorte: Answerer, jens: Answerer
    ) -> None:
        other = finn()
        flag(bo, talk, seconds=0)
        called = []
        for second in range(0, 901, 20):
            escalations.step_due(at=AT + second * SECOND)
            called.append(len(texts()))
        assert [texts()[0][0], texts()[1][0], texts()[2][0]] == [
            dorte.account,
            other.account,
            jens.account,
        ]
        assert (called.index(2) * 20, called.index(3) * 20) == (300, 600)

    def test_danger_is_flagged_also_where_nobody_can_be_called(
        self, bo: Answerer, talk: UUID
    ) -> None:
        flag(bo, talk)
        assert Conversation.objects.get().risk == Risk.ACUTE
        assert steps(talk) == [("flagged_acute", bo.account)]

    def test_a_lead_who_flags_their_own_conversation_calls_another(
        self, dorte: Answerer, jens: Answerer
    ) -> None:
        people.amina(at=AT)
        talk = assignments.take_next(at_console(dorte), at=AT)
        flag(dorte, talk)
        assert [account for account, *_ in texts()] == [jens.account]

    def test_a_lead_who_stands_by_and_flags_it_is_there(
        self, bo: Answerer, talk: UUID, dorte: Answerer, jens: Answerer
    ) -> None:
        at_console(dorte)
        danger.ask_for_help(conversation=talk, account=bo.account, at=AT)
        flag(dorte, talk)
        assert {str(row.state) for row in Escalation.objects.all()} == {"answered"}
        assert ("lead_came", dorte.account) in steps(talk)

    def test_a_wrong_risk_or_an_ended_conversation_calls_nobody(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        with pytest.raises(BadValue):
            flag(bo, talk, "very")
        queueing.end_by_citizen(conversation=talk, at=AT)
        with pytest.raises(WrongState):
            flag(bo, talk)
        assert (steps(talk), texts()) == ([], [])


class TestAllClear:
    def test_it_stops_the_calls_and_is_on_record(
        self, bo: Answerer, talk: UUID, dorte: Answerer, jens: Answerer
    ) -> None:
        at_console(dorte)
        flag(bo, talk)
        all_sent()
        flag(bo, talk, "high", seconds=90)
        assert steps(talk)[-1] == ("cleared", bo.account)
        assert Escalation.objects.get().state == "ended"
        assert texts()[-1] == (dorte.account, "not_needed", "queued")
        assert in_the_room(talk) == {bo.account}
        assert escalations.step_due(at=AT + 20 * MINUTE) == 0

    def test_a_lead_who_came_stays(self, bo: Answerer, talk: UUID, dorte: Answerer) -> None:
        flag(bo, talk)
        danger.come(conversation=talk, account=dorte.account, at=AT + MINUTE)
        flag(bo, talk, "none", seconds=90)
        assert in_the_room(talk) == {bo.account, dorte.account}

    def test_acute_again_calls_again(self, bo: Answerer, talk: UUID, dorte: Answerer) -> None:
        flag(bo, talk)
        flag(bo, talk, "high", seconds=90)
        flag(bo, talk, seconds=180)
        assert Escalation.objects.filter(state__in=OPEN).count() == 1
        assert [step for step, _ in steps(talk)].count("lead_called") == 2


class TestHelp:
    def test_the_lead_is_let_in_beside_the_volunteer(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        at_console(dorte)
        danger.ask_for_help(conversation=talk, account=bo.account, at=AT)
        assert in_the_room(talk) == {bo.account, dorte.account}
        assert steps(talk) == [("asked_for_help", bo.account), ("lead_called", dorte.account)]
        assert texts() == [(dorte.account, "shift_lead", "queued")]

    def test_asked_again_nothing_more_happens(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        for _ in range(3):
            danger.ask_for_help(conversation=talk, account=bo.account, at=AT)
        assert (len(steps(talk)), len(texts())) == (2, 1)

    def test_danger_on_top_calls_with_its_own_words_and_one_who_comes_ends_both(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        danger.ask_for_help(conversation=talk, account=bo.account, at=AT)
        flag(bo, talk, seconds=30)
        assert [template for _, template, _ in texts()] == ["shift_lead", "danger"]
        danger.come(conversation=talk, account=dorte.account, at=AT + MINUTE)
        assert {str(row.state) for row in Escalation.objects.all()} == {"answered"}

    def test_where_no_lead_can_be_reached_it_says_so_and_nothing_stays(
        self, bo: Answerer, talk: UUID
    ) -> None:
        with pytest.raises(UnableToCallIn):
            danger.ask_for_help(conversation=talk, account=bo.account, at=AT)
        assert steps(talk) == []
        assert not Escalation.objects.exists()

    def test_when_it_is_over_nobody_is_called(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        queueing.end_by_citizen(conversation=talk, at=AT)
        with pytest.raises(WrongState):
            danger.ask_for_help(conversation=talk, account=bo.account, at=AT)


def test_nothing_of_anybody_is_in_the_rows(bo: Answerer, talk: UUID, dorte: Answerer) -> None:
    flag(bo, talk)
    everything = f"{list(Outbound.objects.values())}{list(Escalation.objects.values())}"
    assert people.PHONES["dorte"] not in everything
    assert Account.objects.get(id=dorte.account).name not in everything
