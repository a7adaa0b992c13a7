"""The record of what was done about a danger."""

from uuid import UUID

import pytest

from krisechat.foundation.refusals import BadValue
from routing.models import Escalation
from routing.operations import danger, queueing
from tests.support.emergencies import (
    AT,
    MINUTE,
    SECOND,
    bo,
    dorte,
    flag,
    steps,
    talk,
)
from volunteers.access import Answerer

pytestmark = pytest.mark.django_db

__all__ = ["bo", "dorte", "talk"]


class TestRecord:
    @pytest.mark.parametrize("step", sorted(danger.BY_HAND))
    def test_what_somebody_did(self, bo: Answerer, talk: UUID, step: str) -> None:
        danger.record(conversation=talk, step=step, account=bo.account, at=AT)
        assert steps(talk) == [(step, bo.account)]

    @pytest.mark.parametrize(
        "step", ["", "x", "flagged_acute", "lead_called", "lead_came", "cleared"]
    )
    def test_what_is_no_act_of_theirs_is_refused(self, bo: Answerer, talk: UUID, step: str) -> None:
        with pytest.raises(BadValue):
            danger.record(conversation=talk, step=step, account=bo.account, at=AT)
        assert steps(talk) == []

    def test_pressed_twice_it_is_one_act_and_a_minute_later_another(
        self, bo: Answerer, talk: UUID
    ) -> None:
        for seconds in (0, 2, 60):
            danger.record(
                conversation=talk,
                step="called_112",
                account=bo.account,
                at=AT + seconds * SECOND,
            )
        assert steps(talk) == [("called_112", bo.account)] * 2

    def test_it_stays_when_the_citizen_erases_the_conversation(
        self, bo: Answerer, talk: UUID, dorte: Answerer
    ) -> None:
        flag(bo, talk)
        danger.record(conversation=talk, step="called_112", account=bo.account, at=AT + MINUTE)
        before = steps(talk)
        queueing.erase_by_citizen(conversation=talk, at=AT + 2 * MINUTE)
        assert steps(talk) == before
        assert [step for step, _ in before] == ["flagged_acute", "lead_called", "called_112"]
        assert Escalation.objects.get().state == "ended"
