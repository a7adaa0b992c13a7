"""The queue as it stands."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from krisechat.foundation import clock
from krisechat.models import Outbound
from krisechat.states.outbound import OutboundState
from routing.operations import assignments, escalations, queueing
from routing.queries import queue
from routing.queries.queue import Line
from routing.states.escalation import EscalationKind
from tests.support import people
from volunteers.operations import presence

AT = clock.now()
MINUTE = timedelta(minutes=1)
NIGHT = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)


class TestLine:
    def test_places_are_counted_from_one_in_the_queues_order(self) -> None:
        one, two = uuid4(), uuid4()
        line = Line(conversations=(one, two), oldest=NIGHT, places=2, taken=0)
        assert [line.place_of(each).position for each in (one, two)] == [1, 2]  # type: ignore[union-attr]

    def test_who_does_not_wait_has_no_place(self) -> None:
        line = Line(conversations=(uuid4(),), oldest=NIGHT, places=2, taken=0)
        assert line.place_of(uuid4()) is None

    def test_nobody_on_duty_promises_nothing(self) -> None:
        one = uuid4()
        line = Line(conversations=(one,), oldest=NIGHT, places=0, taken=0)
        assert line.place_of(one).estimated_wait_seconds is None  # type: ignore[union-attr]
        assert line.expected_wait() is None

    def test_whoever_comes_now_stands_behind_everybody(self) -> None:
        line = Line(conversations=(uuid4(), uuid4()), oldest=NIGHT, places=1, taken=1)
        assert line.expected_wait() == line.expected_wait(2)
        assert line.expected_wait() != line.expected_wait(1)

    def test_the_longest_wait_is_whole_seconds_and_never_negative(self) -> None:
        line = Line(conversations=(uuid4(),), oldest=NIGHT, places=0, taken=0)
        assert line.longest_wait_seconds(NIGHT + timedelta(seconds=90.9)) == 90
        assert line.longest_wait_seconds(NIGHT - MINUTE) == 0
        empty = Line(conversations=(), oldest=None, places=0, taken=0)
        assert empty.longest_wait_seconds(NIGHT) == 0


@pytest.mark.django_db
class TestReading:
    def test_it_holds_who_waits_and_nobody_else(self) -> None:
        bo = people.on_duty(people.bo())
        for minute in range(4):
            people.amina(at=AT + minute * MINUTE)
        taken = assignments.take_next(bo, at=AT)
        second, third, ended = queue.line().conversations
        queueing.end_by_citizen(conversation=ended, at=AT)
        line = queue.line()
        assert line.conversations == (second, third)
        assert taken not in line.conversations
        assert (line.oldest, line.places, line.taken) == (AT + MINUTE, 6, 1)

    def test_the_oldest_is_who_has_waited_longest_not_who_is_next(self) -> None:
        bo = people.on_duty(people.bo())
        people.amina(at=AT + 5 * MINUTE)
        given_back = assignments.take_next(bo, at=AT + 5 * MINUTE)
        people.amina(at=AT)
        assignments.give_back(
            account=bo.account, conversation=given_back, why="gone", at=AT + 6 * MINUTE
        )
        line = queue.line()
        assert (line.conversations[0], line.oldest) == (given_back, AT)

    def test_places_of_people_on_a_break_do_not_count(self) -> None:
        bo, sara = people.on_duty(people.bo(limit=2)), people.on_duty(people.sara(limit=3))
        assert queue.line().places == 5
        presence.choose(bo, status="break", at=AT)
        assert queue.line().places == 3
        presence.choose(sara, status="available", capacity=1, at=AT)
        assert queue.line().places == 1

    def test_each_of_those_who_wait_says_what_the_rules_ask(self) -> None:
        opened = people.amina(at=AT, topic="violence", language="en")
        [one] = queue.waiting()
        assert (one.conversation, one.language, one.topic) == (
            opened.conversation,
            "en",
            "violence",
        )
        assert (one.waiting_since, one.given_back_at) == (AT, None)

    def test_whose_it_was_is_known_while_it_waits_given_back(self) -> None:
        bo, sara = people.on_duty(people.bo()), people.on_duty(people.sara())
        one = people.amina(at=AT).conversation
        assert queue.given_back_by(one) is None
        assignments.take_next(bo, at=AT)
        assert queue.given_back_by(one) is None
        assignments.give_back(account=bo.account, conversation=one, why="gone", at=AT + MINUTE)
        assert queue.given_back_by(one) == bo.account
        assignments.take_next(sara, at=AT + 2 * MINUTE)
        assert queue.given_back_by(one) is None
        assignments.give_back(
            account=sara.account, conversation=one, why="gone", at=AT + 3 * MINUTE
        )
        assert queue.given_back_by(one) == sara.account

    def test_it_takes_four_queries_however_long_it_is(
        self, django_assert_num_queries: object
    ) -> None:
        for _ in range(5):
            people.amina()
        with django_assert_num_queries(4):  # type: ignore[operator]
            queue.line()


@pytest.mark.django_db
class TestCalledIn:
    """Whoever waits is told that people were called in, and only once a text has gone out."""

    def test_not_before_a_text_has_gone_out_and_not_when_the_call_is_over(self) -> None:
        people.sara(on_call=True)
        waits = people.amina(at=AT).conversation
        other = people.amina(at=AT + MINUTE).conversation
        escalations.begin(conversation=waits, kind=EscalationKind.NOBODY_THERE, at=AT)
        assert not queue.line().called_in
        _told(waits, OutboundState.FAILED)
        assert not queue.line().called_in
        _told(waits, OutboundState.DELIVERED)
        assert queue.line().place_of(waits).called_in  # type: ignore[union-attr]
        assert not queue.line().place_of(other).called_in  # type: ignore[union-attr]
        escalations.ended(conversation=waits, at=AT)
        assert not queue.line().called_in

    def test_a_lead_who_was_called_in_for_danger_is_nobody_new(self) -> None:
        people.dorte()
        waits = people.amina(at=AT).conversation
        escalations.begin(conversation=waits, kind=EscalationKind.DANGER, at=AT)
        _told(waits, OutboundState.DELIVERED)
        assert not queue.line().called_in


def _told(conversation: UUID, state: OutboundState) -> None:
    assert Outbound.objects.filter(conversation=conversation).update(state=state)
