"""On duty or not."""

from datetime import timedelta

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import BadValue
from krisechat.models import AuditEntry
from tests.support import people
from volunteers.models import Presence
from volunteers.operations import presence
from volunteers.operations.presence import GONE_AFTER, OnDuty
from volunteers.queries import on_duty

AT = clock.now()
LATER = AT + timedelta(seconds=20)

pytestmark = pytest.mark.django_db


class TestChoosing:
    def test_before_the_first_time_somebody_is_offline_with_their_own_limit(self) -> None:
        assert presence.current(people.bo(limit=4)) == OnDuty(status="offline", capacity=4)

    @pytest.mark.parametrize("status", ["available", "break", "offline"])
    def test_what_was_chosen_holds(self, status: str) -> None:
        bo = people.bo(limit=4)
        answer = presence.choose(bo, status=status, capacity=2, at=AT)
        assert answer == presence.current(bo) == OnDuty(status=status, capacity=2)

    @pytest.mark.parametrize(("asked", "held"), [(None, 4), (0, 0), (4, 4), (5, 4), (2**53 - 1, 4)])
    def test_a_capacity_above_the_limit_is_lowered(self, asked: int | None, held: int) -> None:
        bo = people.bo(limit=4)
        answer = presence.choose(bo, status="available", capacity=asked, at=AT)
        assert answer.capacity == presence.current(bo).capacity == held

    def test_a_status_that_does_not_exist_is_refused_and_changes_nothing(self) -> None:
        bo = people.bo()
        presence.choose(bo, status="available", at=AT)
        before = Presence.objects.values().get()
        with pytest.raises(BadValue) as refused:
            presence.choose(bo, status="asleep", at=LATER)
        assert refused.value.field == "status"
        assert Presence.objects.values().get() == before

    def test_it_is_recorded(self) -> None:
        bo = people.bo()
        presence.choose(bo, status="break", at=AT)
        row = AuditEntry.objects.get(actor_id=str(bo.account))
        assert (row.action, row.at) == ("presence_break", AT)


def test_of_several_at_once_what_holds_for_each() -> None:
    bo, sara, dorte = people.bo(limit=4), people.sara(limit=5), people.dorte()
    presence.choose(bo, status="available", capacity=2, at=AT)
    presence.choose(sara, status="break", at=AT)
    everybody = [bo, sara, dorte]
    found = presence.current_of_many(everybody)
    assert found == {each.account: presence.current(each) for each in everybody}
    assert found[bo.account] == OnDuty(status="available", capacity=2)
    assert found[dorte.account] == OnDuty(status="offline", capacity=6)


class TestBeingSeen:
    def test_it_puts_the_moment_off(self) -> None:
        bo = people.on_duty(people.bo(), at=AT)
        assert Presence.objects.get().due_at == AT + GONE_AFTER
        presence.seen([bo.account], at=LATER)
        row = Presence.objects.get()
        assert (row.seen_at, row.due_at) == (LATER, LATER + GONE_AFTER)

    def test_it_is_about_those_who_were_seen_only(self) -> None:
        bo, sara = people.on_duty(people.bo(), at=AT), people.on_duty(people.sara(), at=AT)
        presence.seen([bo.account], at=LATER)
        assert Presence.objects.get(account_id=sara.account).due_at == AT + GONE_AFTER

    def test_who_is_off_duty_with_nothing_held_is_not_waited_for(self) -> None:
        bo = people.on_duty(people.bo(), at=AT)
        presence.go_offline(bo.account, at=AT)
        presence.holds_nothing(bo.account, at=AT)
        presence.seen([bo.account], at=LATER)
        assert Presence.objects.get().due_at is None

    def test_who_chose_offline_and_still_talks_is_waited_for(self) -> None:
        bo = people.bo()
        presence.choose(bo, status="offline", at=AT)
        presence.seen([bo.account], at=LATER)
        assert Presence.objects.get().due_at == LATER + GONE_AFTER

    def test_nobody_seen_asks_nothing_of_the_database(
        self, django_assert_num_queries: object
    ) -> None:
        with django_assert_num_queries(0):  # type: ignore[operator]
            presence.seen([], at=LATER)


def test_off_duty_means_nothing_new_and_due_at_once_until_nothing_is_held() -> None:
    bo = people.on_duty(people.bo(limit=3), at=AT)
    presence.go_offline(bo.account, at=LATER)
    assert presence.current(bo) == OnDuty(status="offline", capacity=3)
    assert Presence.objects.get().due_at == LATER
    presence.holds_nothing(bo.account, at=LATER)
    assert Presence.objects.get().due_at is None


def test_who_came_back_while_theirs_was_given_back_is_waited_for_again() -> None:
    bo = people.on_duty(people.bo(), at=AT)
    presence.go_offline(bo.account, at=AT)
    people.on_duty(bo, at=LATER)
    presence.holds_nothing(bo.account, at=LATER)
    assert Presence.objects.get().due_at == LATER + GONE_AFTER


def test_a_limit_lowered_since_lowers_what_is_held() -> None:
    bo = people.on_duty(people.bo(limit=6))
    bo = people.access.Answerer(
        account=bo.account, name=bo.name, limit=2, languages=bo.languages, subjects=bo.subjects
    )
    assert presence.current(bo).capacity == 2


def test_places_of_all_who_are_available_together() -> None:
    assert on_duty.available_places() == 0
    people.on_duty(people.bo(limit=2))
    presence.choose(people.sara(limit=5), status="available", capacity=3, at=AT)
    presence.choose(people.dorte(), status="break", at=AT)
    assert on_duty.available_places() == 5
