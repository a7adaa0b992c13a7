"""Where a conversation came from: counted while it is open, marked by two, forgotten."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import NothingWaiting
from krisechat.operations import access_tokens, devices
from krisechat.operations.opening import Opening
from routing.models import AbuseMark, CameFrom, Escalation, Offer
from routing.operations import assignments, dispatch, lanes, looks, queueing, retention
from routing.queries import lanes as queries
from routing.queries import queue, stalled
from routing.rules.lanes import EACH_FURTHER, FEW_OF_A_SOURCE, MARKED, Lane
from tests.support import people
from tests.support.quick import quick_return_codes
from volunteers.access import Answerer
from volunteers.operations import presence

__all__ = ["quick_return_codes"]

AT = clock.now()
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
HERE = Lane(source=b"here".ljust(32), network=b"net".ljust(32))
NEXT_DOOR = Lane(source=b"next door".ljust(32), network=b"net".ljust(32))
ELSEWHERE = Lane(source=b"elsewhere".ljust(32), network=b"other".ljust(32))

pytestmark = pytest.mark.django_db


def comes(lane: Lane | None = HERE, *, at: Any = AT, **wishes: Any) -> UUID:
    opening = Opening(helpline=people.lygten(), **wishes)
    return queueing.open_conversation(opening, lane=lane, at=at).conversation


def back(conversation: UUID) -> timedelta:
    row = CameFrom.objects.get(conversation=conversation)
    return row.stands_from - row.came_at


def closes(person: Answerer, conversation: UUID, outcome: str = "ended", *, at: Any = AT) -> None:
    assignments.close(
        account=person.account, conversation=conversation, outcome=outcome, tags=[], at=at
    )


def abuse(person: Answerer, lane: Lane = HERE, *, at: Any = AT) -> None:
    """Somebody from there is taken and closed as abuse."""
    comes(lane, at=at)
    people.on_duty(person, at=at)
    closes(person, assignments.take_next(person, at=at), "abuse", at=at)


class TestStanding:
    def test_a_few_stand_where_they_came_and_the_next_behind_whoever_comes(self) -> None:
        some = [comes(at=AT + n * SECOND) for n in range(FEW_OF_A_SOURCE + 2)]
        late = comes(ELSEWHERE, at=AT + 60 * SECOND)
        assert [back(each) for each in some[FEW_OF_A_SOURCE:]] == [EACH_FURTHER, 2 * EACH_FURTHER]
        few, rest = some[:FEW_OF_A_SOURCE], some[FEW_OF_A_SOURCE:]
        assert list(queue.line().conversations) == [*few, late, *rest]

    def test_what_is_closed_counts_no_more(self) -> None:
        bo = people.on_duty(people.bo(), at=AT)
        for _ in range(6):
            comes()
            closes(bo, assignments.take_next(bo, at=AT))
        assert back(comes()) == timedelta(0)
        assert CameFrom.objects.count() == 1

    def test_what_somebody_talks_in_still_counts(self) -> None:
        bo = people.on_duty(people.bo(), at=AT)
        for _ in range(FEW_OF_A_SOURCE):
            comes()
            assignments.take_next(bo, at=AT)
        assert back(comes()) == EACH_FURTHER

    def test_the_neighbours_of_a_flood_are_not_put_back(self) -> None:
        for _ in range(12):
            comes()
        assert back(comes(NEXT_DOOR)) == timedelta(0)

    def test_a_text_message_has_no_lane(self) -> None:
        comes(None)
        assert not CameFrom.objects.exists()

    def test_who_is_given_back_is_put_back_no_more(self) -> None:
        bo = people.on_duty(people.bo(), at=AT)
        first = comes(ELSEWHERE, at=AT - SECOND)
        given = [comes() for _ in range(12)][-1]
        assert queue.line().conversations[-1] == given
        people.on_duty(bo, at=AT)
        for each in queue.line().conversations[:-1]:
            queueing.end_by_citizen(conversation=each, at=AT)
        assert assignments.take_next(bo, at=AT) == given
        late = comes(ELSEWHERE, at=AT + SECOND)
        assignments.give_back(account=bo.account, conversation=given, why="x", at=AT + SECOND)
        assert list(queue.line().conversations) == [given, late]
        assert first not in queue.line().conversations

    def test_a_repeated_opening_is_no_second_one(self) -> None:
        id = people.new_id()
        assert comes(client_id=id) == comes(client_id=id, lane=HERE)
        assert CameFrom.objects.count() == 1

    def test_whoever_comes_is_told_the_wait_without_the_flood(self) -> None:
        people.on_duty(people.bo(limit=1), at=AT)
        for _ in range(FEW_OF_A_SOURCE):
            comes()
        before = queue.newcomers_wait(at=AT + SECOND)
        assert before == queue.line().expected_wait()
        for _ in range(50):
            comes()
        assert queue.newcomers_wait(at=AT + SECOND) == before


class TestPlaces:
    def test_a_flood_leaves_a_place_for_whoever_comes(self) -> None:
        crew = [people.bo(), people.sara(), people.ali()]
        for each in crew:
            presence.choose(each, status="available", capacity=1, at=AT)
        for _ in range(60):
            comes()
        for each in queue.line().conversations[:9]:  # those that were few, and the first others
            queueing.end_by_citizen(conversation=each, at=AT)
        assert dispatch.match(at=AT) == 2
        late = comes(ELSEWHERE, at=AT + SECOND)
        assert dispatch.match(at=AT + SECOND) == 1
        assert Offer.objects.filter(conversation=late, state="live").exists()

    def test_where_there_is_one_place_a_flood_does_not_wait_for_ever(self) -> None:
        people.on_duty(people.bo(limit=1), at=AT)
        for _ in range(30):
            comes()
        for each in queue.line().conversations[:-1]:
            queueing.end_by_citizen(conversation=each, at=AT)
        assert dispatch.match(at=AT) == 1

    def test_whoever_asks_for_the_next_one_gets_it(self) -> None:
        bo = people.on_duty(people.bo(limit=6), at=AT)
        for _ in range(40):
            comes()
        assert len({assignments.take_next(bo, at=AT) for _ in range(6)}) == 6

    def test_a_flood_calls_people_in_once(self) -> None:
        people.sara(on_call=True)
        for _ in range(30):
            comes()
        later = AT + 30 * SECOND
        looks.look(at=later)
        crowd = Escalation.objects.count()
        assert 1 <= crowd <= 9  # the few, and those who are put back by less than an hour
        looks.look(at=later + 60 * SECOND)
        assert Escalation.objects.count() == crowd


class TestStandingAside:
    def leaves(self, conversation: UUID) -> None:
        """By the way out, on the only device there is."""
        token = access_tokens.issue(conversation=conversation, at=AT, device=True)
        assert devices.leave(cookie=token, at=AT)

    def test_who_left_without_a_word_is_offered_to_nobody_and_counted_in_no_wait(self) -> None:
        bo = people.on_duty(people.bo(), at=AT)
        gone, stays = comes(), comes(ELSEWHERE, at=AT + SECOND)
        self.leaves(gone)
        assert queue.line().conversations == (stays,)
        assert dispatch.match(at=AT + SECOND) == 1
        assert Offer.objects.get().conversation_id == stays
        queueing.end_by_citizen(conversation=stays, at=AT + SECOND)
        with pytest.raises(NothingWaiting):
            assignments.take_next(bo, at=AT + SECOND)
        assert looks.look(at=AT + 60 * SECOND) == 0
        assert stalled.overdue(at=AT + 90 * SECOND) == {}

    def test_their_place_is_theirs_again_when_they_come_back(self) -> None:
        gone, stays = comes(), comes(ELSEWHERE, at=AT + SECOND)
        self.leaves(gone)
        code = access_tokens.new_return_code(conversation=gone)
        found = access_tokens.conversation_of_return_code(code)
        access_tokens.issue(conversation=found, at=AT + 60 * SECOND, device=True)
        assert queue.line().conversations == (gone, stays)

    def test_words_are_read_and_a_phone_is_told(self) -> None:
        wrote = comes(first_message="han kommer nu")
        texted = comes(ELSEWHERE, phone="+4520000009", sms_consent=True, at=AT + SECOND)
        for each in (wrote, texted):
            self.leaves(each)
        assert queue.line().conversations == (wrote, texted)


class TestMarks:
    def test_one_persons_marks_do_nothing(self) -> None:
        bo = people.bo()
        abuse(bo)
        abuse(bo)
        assert AbuseMark.objects.count() == 1
        assert not queries.is_marked(HERE.source, at=AT)
        assert back(comes()) == timedelta(0)

    def test_two_peoples_marks_put_it_back_and_fade_within_a_day(self) -> None:
        abuse(people.bo())
        abuse(people.sara(), at=AT + HOUR)
        assert queries.is_marked(HERE.source, at=AT + HOUR)
        assert not queries.is_marked(NEXT_DOOR.source, at=AT + HOUR)
        assert back(comes(at=AT + HOUR)) == MARKED
        assert not queries.is_marked(HERE.source, at=AT + 24 * HOUR)

    def test_another_outcome_marks_nobody(self) -> None:
        bo = people.on_duty(people.bo(), at=AT)
        for outcome in ("ended", "silent", "test", "other"):
            comes()
            closes(bo, assignments.take_next(bo, at=AT), outcome)
        assert not AbuseMark.objects.exists()

    def test_who_ends_it_themselves_can_still_be_marked(self) -> None:
        bo = people.on_duty(people.bo(), at=AT)
        one = comes()
        assignments.take_next(bo, at=AT)
        queueing.end_by_citizen(conversation=one, at=AT)
        closes(bo, one, "abuse")
        assert AbuseMark.objects.count() == 1


class TestForgetting:
    def test_it_is_gone_when_the_citizen_erases(self) -> None:
        one = comes()
        queueing.erase_by_citizen(conversation=one, at=AT)
        assert not CameFrom.objects.exists()

    def test_nothing_is_a_day_old(self) -> None:
        comes()
        abuse(people.bo(), ELSEWHERE)
        retention.run(at=AT + 23 * HOUR)
        assert (CameFrom.objects.count(), AbuseMark.objects.count()) == (1, 1)
        retention.run(at=AT + 24 * HOUR - 10 * 60 * SECOND)
        assert (CameFrom.objects.count(), AbuseMark.objects.count()) == (0, 0)

    def test_a_stay_whose_lane_is_forgotten_goes_on(self) -> None:
        one = comes()
        lanes.forget(conversation=one)
        assert queue.line().conversations == (one,)
