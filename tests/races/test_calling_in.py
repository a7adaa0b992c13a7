"""A step is taken or somebody came, never both: whoever calls in, comes, takes or ends at once."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import Refusal
from krisechat.models import Outbound, Participant
from routing.models import EmergencyStep, Escalation, EscalationCall, QueueEntry
from routing.operations import assignments, danger, escalations, looks, queueing
from routing.operations.danger import UnableToCome
from routing.states.escalation import EscalationKind
from tests.races.together import failures, together
from tests.support import people
from tests.support.emergencies import finn
from volunteers.access import Answerer

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 15
MINUTE = timedelta(minutes=1)


def a_little_later(work: Callable[[], Any], *, round_: int) -> Callable[[], Any]:
    def later() -> Any:
        time.sleep(round_ * 0.0008)
        return work()

    return later


def begun(*, at: datetime) -> UUID:
    """Somebody waits, those on call have been texted, and the next step is due."""
    conversation = people.amina("", at=at).conversation
    kind = EscalationKind.NOBODY_THERE
    assert escalations.begin(conversation=conversation, kind=kind, at=at)
    Outbound.objects.filter(state="queued").update(state="sent", due_at=None)
    return conversation


def told(conversation: UUID) -> tuple[str, bool]:
    """How the plan stands, and whether Dorte was called by its second step."""
    row = Escalation.objects.get(conversation_id=conversation)
    return row.state, row.calls.filter(step=1).exists()


def each_call_has_one_text() -> None:
    calls = {
        f"escalation:{each.escalation_id}:{each.step}:{each.account_id}"
        for each in EscalationCall.objects.all()
    }
    texts = set(Outbound.objects.exclude(once__contains=":over:").values_list("once", flat=True))
    assert calls == texts


def stepping(*, at: datetime) -> Callable[[], int]:
    return lambda: escalations.step_due(at=at)


def the_cast() -> Answerer:
    people.sara(on_call=True)
    people.dorte()
    people.jens()
    return people.bo()


@pytest.mark.parametrize("how", ["taken", "ended"])
def test_a_step_against_somebody_who_comes_or_goes(how: str) -> None:
    bo = the_cast()
    for round_ in range(ROUNDS):
        now = clock.now()
        conversation = begun(at=now - 4 * MINUTE)
        people.on_duty(bo)

        def stop(conversation: UUID = conversation, now: datetime = now) -> None:
            if how == "taken":
                assert assignments.take_next(bo, at=now) == conversation
            else:
                queueing.end_by_citizen(conversation=conversation, at=now)

        ends = together(stepping(at=now), a_little_later(stop, round_=round_))
        assert failures(ends) == []
        stepped, called = ends[0], told(conversation)[1]
        assert stepped == called
        assert told(conversation)[0] == ("answered" if how == "taken" else "ended")
        assert escalations.step_due(at=now + 60 * MINUTE) == 0
        each_call_has_one_text()
        # Sara is told that it is over; what Dorte was to be told has not even left.
        assert Outbound.objects.filter(once__contains=":over:").count() == 1
        assert Outbound.objects.filter(state="cancelled").count() == called
        Outbound.objects.all().delete()
        EscalationCall.objects.all().delete()
        if how == "taken":
            assignments.close(
                account=bo.account, conversation=conversation, outcome="test", tags=[], at=now
            )


def test_many_engines_take_each_step_once_and_begin_each_plan_once() -> None:
    the_cast()
    now = clock.now()
    waiting = [people.amina("", at=now - MINUTE).conversation for _ in range(4)]
    looking = together(*[lambda: looks.look(at=now)] * 4)
    assert (failures(looking), sum(looking)) == ([], 4)
    taken = together(*[stepping(at=now + 3 * MINUTE)] * 4)
    assert (failures(taken), sum(taken)) == ([], 4)
    rows = Escalation.objects.values_list("conversation_id", "next_step")
    assert sorted(rows) == sorted((each, 2) for each in waiting)
    called = list(EscalationCall.objects.values_list("account_id", flat=True))
    assert len(called) == 2 * len(waiting)
    # Several who wait are one text to each; engines at the same moment may write one more.
    texted = list(Outbound.objects.values_list("recipient_id", flat=True))
    assert {str(each) for each in called} == set(texted)
    assert len(texted) <= len(called)
    assert not QueueEntry.objects.filter(state="waiting", due_at=None).exists()


def test_of_two_leads_who_come_at_once_the_first_stops_it() -> None:
    bo = people.on_duty(people.bo())
    leads = [people.dorte(), finn()]
    for _ in range(ROUNDS // 2):
        now = clock.now()
        people.amina("", at=now)
        talk = assignments.take_next(bo, at=now)
        danger.flag(conversation=talk, risk="acute", reason="", account=bo.account, at=now)
        assert escalations.step_due(at=now + 5 * MINUTE) == 1
        ends = together(*(coming(each, talk) for each in leads))
        lost = failures(ends)
        assert [type(each) for each in lost] == [UnableToCome]
        [came] = EmergencyStep.objects.filter(conversation_id=talk, step="lead_came")
        answered = Escalation.objects.get(conversation_id=talk)
        assert (answered.state, answered.answered_by_id) == ("answered", came.account_id)
        rows = Participant.objects.filter(conversation_id=talk, left_at=None)
        inside = set(rows.exclude(account=None).values_list("account_id", flat=True))
        assert inside == {bo.account, came.account_id}
        assignments.close(
            account=bo.account, conversation=talk, outcome="test", tags=[], at=clock.now()
        )


def coming(lead: Answerer, talk: UUID) -> Callable[[], None]:
    return lambda: danger.come(conversation=talk, account=lead.account, at=clock.now())


def test_danger_flagged_while_the_citizen_ends_it_leaves_no_call_standing() -> None:
    bo = people.on_duty(people.bo())
    people.dorte()
    for round_ in range(ROUNDS):
        people.amina("")
        talk = assignments.take_next(bo, at=clock.now())

        def flag(talk: UUID = talk) -> None:
            at = clock.now()
            danger.flag(conversation=talk, risk="acute", reason="", account=bo.account, at=at)

        def end(talk: UUID = talk) -> None:
            queueing.end_by_citizen(conversation=talk, at=clock.now())

        flagged, ended = together(flag, a_little_later(end, round_=round_ % 5))
        assert flagged is None or isinstance(flagged, Refusal)
        assert ended is None
        assert not Escalation.objects.filter(state__in=escalations.OPEN).exists()
        assignments.close(
            account=bo.account, conversation=talk, outcome="test", tags=[], at=clock.now()
        )
