"""Calling people in, step by step, until somebody comes."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.models import AuditEntry, Outbound
from routing.models import Escalation, EscalationCall
from routing.operations import assignments, escalations, queueing
from routing.operations.escalations import LEASE
from routing.states.escalation import EscalationKind
from tests.support import people
from volunteers.access import Answerer

AT = clock.now()
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> dict[UUID, str]:
    """Sara on call, Dorte leading, Jens coordinating; who is who, by account."""
    cast = {"sara": people.sara(on_call=True), "dorte": people.dorte(), "jens": people.jens()}
    return {person.account: name for name, person in cast.items()}


def begin(conversation: UUID, *, at: datetime = AT) -> bool:
    return escalations.begin(conversation=conversation, kind=EscalationKind.NOBODY_THERE, at=at)


def texts(staff: dict[UUID, str]) -> list[tuple[str, str]]:
    """Every text that leaves or left: to whom, and which."""
    rows = Outbound.objects.exclude(state="cancelled").order_by("created_at", "recipient_id")
    return [
        (staff[UUID(account)], template)
        for account, template in rows.values_list("recipient_id", "template")
    ]


def all_sent() -> None:
    Outbound.objects.filter(state="queued").update(state="sent", due_at=None)


def step(minutes: float) -> int:
    return escalations.step_due(at=AT + minutes * MINUTE)


def takes(person: Answerer, *, minutes: float = 1) -> UUID:
    people.on_duty(person)
    return assignments.take_next(person, at=AT + minutes * MINUTE)


def one() -> Escalation:
    return Escalation.objects.get()


class TestBeginning:
    def test_those_on_call_are_texted_in_the_same_moment(self, staff: dict[UUID, str]) -> None:
        assert begin(people.amina().conversation)
        assert texts(staff) == [("sara", "on_call")]
        assert (one().state, one().next_step, one().due_at) == ("running", 1, AT + 3 * MINUTE)

    def test_a_second_time_nothing_begins(self, staff: dict[UUID, str]) -> None:
        conversation = people.amina().conversation
        assert begin(conversation)
        assert not begin(conversation, at=AT + MINUTE)
        assert Escalation.objects.count() == 1

    def test_for_whom_nobody_need_come_nothing_begins(self, staff: dict[UUID, str]) -> None:
        conversation = people.amina().conversation
        takes(people.bo())
        assert not begin(conversation)
        queueing.end_by_citizen(conversation=conversation, at=AT)
        assert not begin(conversation)
        assert texts(staff) == []

    def test_who_comes_to_work_here_later_is_not_in_the_plan(self, staff: dict[UUID, str]) -> None:
        begin(people.amina().conversation)
        people.ali(on_call=True)
        for minutes in range(3, 30):
            step(minutes)
        assert {name for name, _ in texts(staff)} == {"sara", "dorte", "jens"}

    def test_where_nobody_has_a_telephone_it_is_said_in_the_log(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        people.bo()
        assert begin(people.amina().conversation)
        assert "nobody can be called in" in caplog.text
        assert (one().state, one().due_at) == ("exhausted", None)
        assert step(60) == 0

    def test_the_record_holds_no_name(self, staff: dict[UUID, str]) -> None:
        begin(people.amina().conversation)
        row = AuditEntry.objects.get(action="call_in")
        assert row.detail == {"kind": "nobody_there", "step": 0}


class TestSteps:
    def test_each_at_its_time_and_once(self, staff: dict[UUID, str]) -> None:
        begin(people.amina().conversation)
        taken = {seconds: step(seconds / 60) for seconds in range(0, 400, 5)}
        assert [each for each, count in taken.items() if count] == [180, 360]
        assert texts(staff) == [
            ("sara", "on_call"),
            ("dorte", "shift_lead"),
            ("jens", "coordinator"),
        ]

    def test_while_nobody_comes_the_last_tier_is_called_every_ten_minutes(
        self, staff: dict[UUID, str]
    ) -> None:
        begin(people.amina().conversation)
        for minutes in range(41):
            step(minutes)
        assert texts(staff)[2:] == [("jens", "coordinator")] * 4
        assert one().state == "exhausted"

    def test_after_an_hour_without_an_engine_each_is_taken_once_in_order(
        self, staff: dict[UUID, str]
    ) -> None:
        begin(people.amina(at=AT).conversation)
        begin(people.amina(at=AT).conversation, at=AT + SECOND)
        rounds = [step(60 + tick / 60) for tick in range(6)]
        assert rounds == [2, 2, 0, 0, 0, 0]
        order = list(EscalationCall.objects.order_by("id").values_list("escalation_id", "step"))
        first, second = Escalation.objects.order_by("id").values_list("id", flat=True)
        assert order == [(first, 0), (second, 0), (first, 1), (second, 1), (first, 2), (second, 2)]

    def test_an_engine_that_dies_between_is_followed_by_another(
        self, staff: dict[UUID, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        begin(people.amina().conversation)
        with monkeypatch.context() as patch:

            def dies(*_: object, **__: object) -> None:
                raise MemoryError

            patch.setattr(escalations.calls, "make", dies)
            with pytest.raises(MemoryError):
                step(3)
        assert step(3.1) == 0
        assert step(3 + LEASE / MINUTE + 0.1) == 1
        assert texts(staff) == [("sara", "on_call"), ("dorte", "shift_lead")]

    def test_one_who_was_slow_takes_nothing_twice(self, staff: dict[UUID, str]) -> None:
        begin(people.amina().conversation)
        [slow] = escalations.leases.claim(Escalation.objects.all(), at=AT + 3 * MINUTE, lease=LEASE)
        assert step(4) == 1
        assert not escalations._take_claimed(slow, at=AT + 4 * MINUTE)
        assert texts(staff) == [("sara", "on_call"), ("dorte", "shift_lead")]


class TestComing:
    def test_the_first_stops_the_rest(self, staff: dict[UUID, str]) -> None:
        begin(people.amina().conversation)
        all_sent()
        takes(people.bo())
        assert [step(minutes) for minutes in (3, 6, 20)] == [0, 0, 0]
        assert (one().state, one().answered_by_id) == ("answered", people.bo().account)
        assert texts(staff) == [("sara", "on_call"), ("sara", "somebody_came")]

    def test_who_came_is_not_told_that_somebody_came(self, staff: dict[UUID, str]) -> None:
        begin(people.amina().conversation)
        step(3)
        all_sent()
        takes(people.sara(), minutes=4)
        assert texts(staff)[2:] == [("dorte", "somebody_came")]

    def test_a_text_that_has_not_left_yet_is_taken_back_and_nothing_said(
        self, staff: dict[UUID, str]
    ) -> None:
        begin(people.amina().conversation)
        takes(people.bo())
        assert texts(staff) == []

    def test_who_is_still_needed_for_another_is_not_sent_away(self, staff: dict[UUID, str]) -> None:
        begin(people.amina(at=AT).conversation)
        begin(people.amina(at=AT + SECOND).conversation)
        all_sent()
        takes(people.bo())
        assert texts(staff) == [("sara", "on_call")]
        assignments.take_next(people.bo(), at=AT + MINUTE)
        assert texts(staff)[1:] == [("sara", "somebody_came")]

    def test_thirteen_who_wait_are_one_text_until_it_is_old(self, staff: dict[UUID, str]) -> None:
        for number in range(13):
            begin(people.amina(at=AT + number * SECOND).conversation, at=AT + number * SECOND)
        assert texts(staff) == [("sara", "on_call")]
        assert EscalationCall.objects.count() == 13
        late = AT + 11 * MINUTE
        begin(people.amina(at=late).conversation, at=late)
        assert texts(staff) == [("sara", "on_call")] * 2

    def test_whoever_was_stood_down_is_texted_anew(self, staff: dict[UUID, str]) -> None:
        begin(people.amina(at=AT).conversation)
        all_sent()
        takes(people.bo())
        begin(people.amina(at=AT + 2 * MINUTE).conversation, at=AT + 2 * MINUTE)
        assert [template for _, template in texts(staff)] == [
            "on_call",
            "somebody_came",
            "on_call",
        ]

    def test_also_after_every_step_was_taken(self, staff: dict[UUID, str]) -> None:
        begin(people.amina().conversation)
        for minutes in (3, 6):
            step(minutes)
        all_sent()
        takes(people.bo(), minutes=7)
        assert step(30) == 0
        assert sorted(texts(staff)[3:]) == [
            (name, "somebody_came") for name in ("dorte", "jens", "sara")
        ]

    def test_given_back_and_alone_again_a_new_plan_begins(self, staff: dict[UUID, str]) -> None:
        conversation = people.amina().conversation
        begin(conversation)
        bo = people.bo()
        takes(bo)
        assignments.give_back_all(account=bo.account, why="gone", at=AT + 2 * MINUTE)
        assert begin(conversation, at=AT + 3 * MINUTE)


class TestEnding:
    def test_when_the_citizen_leaves_those_on_their_way_may_stay_at_home(
        self, staff: dict[UUID, str]
    ) -> None:
        conversation = people.amina().conversation
        begin(conversation)
        all_sent()
        queueing.end_by_citizen(conversation=conversation, at=AT + MINUTE)
        assert step(3) == 0
        assert (one().state, one().answered_by_id) == ("ended", None)
        assert texts(staff) == [("sara", "on_call"), ("sara", "not_needed")]

    def test_erasing_stops_it_too(self, staff: dict[UUID, str]) -> None:
        conversation = people.amina().conversation
        begin(conversation)
        queueing.erase_by_citizen(conversation=conversation, at=AT + MINUTE)
        assert (one().state, texts(staff)) == ("ended", [])
