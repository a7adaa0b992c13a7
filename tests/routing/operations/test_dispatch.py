"""Everybody who waits is offered to somebody who fits and is there."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from krisechat.foundation import clock, nudge
from krisechat.models import Conversation
from routing.models import Offer
from routing.operations import assignments, dispatch, duty, offers, queueing
from tests.support import people
from volunteers.access import Answerer
from volunteers.models import Presence
from volunteers.operations import people as taking_in
from volunteers.operations import presence
from volunteers.operations.people import NewOrganisation

AT = clock.now()
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def match(second: int = 0) -> int:
    return dispatch.match(at=AT + second * SECOND)


def live() -> dict[UUID, UUID]:
    """Who decides about which conversation now."""
    rows = Offer.objects.filter(state="live")
    return dict(rows.values_list("conversation_id", "account_id"))


def reasons() -> list[str]:
    [row] = Offer.objects.filter(state="live")
    return list(row.reasons["codes"])


def there(person: Answerer) -> Answerer:
    return people.on_duty(person, at=AT)


class TestWhom:
    def test_each_who_waits_is_offered_to_one_who_is_free(self) -> None:
        bo, sara = there(people.bo()), there(people.sara())
        one, two, three = (people.amina(at=AT + n * SECOND).conversation for n in range(3))
        assert match(3) == 2
        assert set(live()) == {one, two}
        assert set(live().values()) == {bo.account, sara.account}
        assert match(4) == 0
        assert three not in live()

    def test_a_language_is_kept_for_those_who_speak_it_for_three_minutes(self) -> None:
        bo = there(people.bo())
        people.samira(on_call=True)
        arabic = people.amina(at=AT, language="ar").conversation
        assert match(179) == 0
        people.on_duty(bo, at=AT + 180 * SECOND)
        assert match(180) == 1
        assert live() == {arabic: bo.account}
        assert reasons() == ["longest_wait", "other_language", "only_one"]

    def test_a_language_nobody_speaks_strands_nobody(self) -> None:
        bo = there(people.bo())
        arabic = people.amina(at=AT, language="ar").conversation
        assert match() == 1
        assert live() == {arabic: bo.account}

    def test_danger_comes_before_time_waited(self) -> None:
        there(people.bo())
        people.amina(at=AT - 60 * SECOND)
        danger = people.amina(at=AT).conversation
        Conversation.objects.filter(id=danger).update(risk="acute")
        match()
        assert set(live()) == {danger}
        assert reasons() == ["risk_acute", "only_one"]

    def test_nobody_who_is_not_at_the_screen_is_asked(self) -> None:
        bo = there(people.bo())
        people.amina(at=AT)
        assert match(16) == 0
        presence.seen([bo.account], at=AT + 17 * SECOND)
        assert match(18) == 1

    def test_nobody_on_a_break_full_or_without_the_language_is_asked(self) -> None:
        bo, sara = there(people.bo(limit=1)), there(people.sara())
        people.amina(at=AT)
        assignments.take_next(bo, at=AT)
        duty.choose(sara, status="break", at=AT)
        people.amina(at=AT)
        people.amina(at=AT, language="ar")
        there(people.dorte())
        assert match() == 1
        assert set(live().values()) == {people.dorte().account}
        assert match(1) == 0

    def test_who_said_no_or_let_it_pass_comes_after_others(self) -> None:
        bo, sara = there(people.bo()), there(people.sara())
        one = people.amina(at=AT).conversation
        match()
        [first] = live().values()
        offers.decline(account=first, offer=Offer.objects.get().id, at=AT + SECOND)
        assert match(1) == 1
        [second] = live().values()
        assert {first, second} == {bo.account, sara.account}
        offers.expire_due(at=AT + 31 * SECOND)
        presence.seen([first, second], at=AT + 31 * SECOND)
        assert match(31) == 1  # nobody else is there: who let it pass is asked again
        assert live() == {one: second}

    def test_the_least_busy_comes_first_then_who_has_waited_longest_for_work(self) -> None:
        bo, sara, dorte = there(people.bo()), there(people.sara()), people.dorte()
        people.amina(at=AT)
        assignments.take_next(bo, at=AT)
        people.amina(at=AT)
        match(1)
        assert list(live().values()) == [sara.account]
        assert reasons()[-1] == "least_busy"
        assert dorte.account not in live().values()

    def test_who_talked_with_them_before_comes_first(self) -> None:
        bo, sara = there(people.bo()), there(people.sara())
        one = people.amina(at=AT).conversation
        assignments.take_next(bo, at=AT)
        assignments.give_back(account=bo.account, conversation=one, why="gone", at=AT + SECOND)
        match(2)
        assert live() == {one: bo.account}
        assert reasons()[:2] == ["given_back", "talked_before"]
        assert sara.account not in live().values()

    def test_who_talked_with_the_same_number_before_comes_first(self) -> None:
        bo, sara = there(people.bo()), there(people.sara())
        for person in (bo, sara):  # each has had one with somebody
            people.amina(at=AT, phone=f"+45200000{person.name[0] == 'B':02}")
            earlier = assignments.take_next(person, at=AT)
            queueing.end_by_citizen(conversation=earlier, at=AT)
        one = people.amina(at=AT, phone="+4520000001").conversation
        match(1)
        assert live() == {one: bo.account}

    def test_the_chosen_organisation_has_its_people_asked_first(self) -> None:
        taking_in.found(NewOrganisation(slug="headspace", name="Headspace"))
        there(people.bo())
        people.amina(at=AT, organisation="headspace")
        # Nobody of theirs is there to wait for.
        assert match() == 1

    def test_nobody_beside_somebody_in_danger_is_asked(self) -> None:
        bo = there(people.bo())
        one = people.amina(at=AT).conversation
        assignments.take_next(bo, at=AT)
        people.amina(at=AT)
        Conversation.objects.filter(id=one).update(risk="acute")
        assert match() == 0
        Conversation.objects.filter(id=one).update(risk="none")
        assert match() == 1


class TestCost:
    def test_with_nobody_waiting_it_is_one_question(self) -> None:
        there(people.bo())
        with CaptureQueriesContext(connection) as asked:
            assert match() == 0
        assert len(asked) == 1

    def test_when_all_who_wait_are_on_offer_it_is_one_question(self) -> None:
        there(people.bo())
        people.amina(at=AT)
        match()
        with CaptureQueriesContext(connection) as asked:
            assert match() == 0
        assert len(asked) == 1

    def test_the_number_who_wait_makes_no_more_questions(self) -> None:
        bo = there(people.bo())
        people.samira(on_call=True)  # whom those who wait are kept for
        counts = []
        for _ in range(2):
            for _ in range(4):
                people.amina(at=AT, language="ar")
            with CaptureQueriesContext(connection) as asked:
                assert match() == 0
            counts.append(len(asked))
        assert counts[0] == counts[1] <= 15
        assert Presence.objects.get(account_id=bo.account).turn == 0


class TestNudging:
    """What makes something due wakes the clock, once it is committed."""

    @pytest.fixture(autouse=True)
    def asleep(self) -> None:
        nudge.CLOCK.clear()

    def test_whoever_comes_wakes_it(self, django_capture_on_commit_callbacks: object) -> None:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            people.amina(at=AT)
        assert nudge.CLOCK.is_set()

    @pytest.mark.parametrize("step", ["available", "closes", "gives back", "declines", "leaves"])
    def test_whoever_can_be_asked_wakes_it(
        self, step: str, django_capture_on_commit_callbacks: object
    ) -> None:
        bo = there(people.bo())
        one = people.amina(at=AT).conversation
        if step in ("closes", "gives back"):
            assignments.take_next(bo, at=AT)
        match()
        steps = {
            "available": lambda: duty.choose(bo, status="available", at=AT),
            "closes": lambda: assignments.close(
                account=bo.account, conversation=one, outcome="ended", tags=[], at=AT
            ),
            "gives back": lambda: assignments.give_back_all(
                account=bo.account, why="logout", at=AT
            ),
            "declines": lambda: offers.decline(
                account=bo.account, offer=Offer.objects.get().id, at=AT
            ),
            "leaves": lambda: queueing.end_by_citizen(conversation=one, at=AT),
        }
        nudge.CLOCK.clear()
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            steps[step]()
        assert nudge.CLOCK.is_set()
