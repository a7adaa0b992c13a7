"""Giving back what absent volunteers hold, by the clock."""

from datetime import timedelta
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.models import Conversation
from routing.models import QueueEntry
from routing.operations import absences, assignments
from tests.support import people
from volunteers.access import Answerer
from volunteers.models import Presence
from volunteers.operations import presence
from volunteers.operations.presence import GONE_AFTER

AT = clock.now()
LONG_AGO = AT - timedelta(hours=1)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def with_one(person: Answerer) -> UUID:
    """The person is on duty since AT and has one conversation."""
    people.amina(at=AT)
    people.on_duty(person, at=AT)
    return assignments.take_next(person, at=AT)


def tick(seconds: int) -> int:
    """The clock's step so many seconds after AT, having run steadily for long."""
    return absences.give_back(at=AT + seconds * SECOND, steady_since=LONG_AGO)


def state(conversation: UUID) -> str:
    return str(Conversation.objects.values_list("state", flat=True).get(id=conversation))


def test_whoever_is_gone_gives_everything_back_to_the_front() -> None:
    bo = people.bo()
    one = with_one(bo)
    assert tick(65) == 1
    assert state(one) == "waiting"
    assert QueueEntry.objects.get(state="waiting").given_back_at == AT + 65 * SECOND
    assert presence.current(bo).status == "offline"


def test_it_happens_between_60_and_75_seconds_after_the_last_sign_of_life() -> None:
    assert timedelta(seconds=60) <= GONE_AFTER <= timedelta(seconds=75) - 2 * SECOND


def test_nobody_is_gone_before_their_time() -> None:
    one = with_one(people.bo())
    assert tick(64) == 0
    assert state(one) == "active"


def test_who_was_seen_meanwhile_keeps_it() -> None:
    bo = people.bo()
    one = with_one(bo)
    presence.seen([bo.account], at=AT + 60 * SECOND)
    assert tick(65) == 0
    assert state(one) == "active"
    assert tick(125) == 1


def test_somebody_on_a_break_who_is_gone_gives_back_too() -> None:
    bo = people.bo()
    one = with_one(bo)
    presence.choose(bo, status="break", at=AT)
    tick(65)
    assert state(one) == "waiting"


def test_it_is_done_once() -> None:
    with_one(people.bo())
    assert tick(65) == 1
    assert tick(66) == 0
    assert Presence.objects.get().due_at is None


def test_only_what_the_absent_hold_is_given_back() -> None:
    bo, sara = people.bo(), people.sara()
    gone, stays = with_one(bo), with_one(sara)
    presence.seen([sara.account], at=AT + 30 * SECOND)
    assert tick(65) == 1
    assert (state(gone), state(stays)) == ("waiting", "active")


def test_after_an_outage_of_our_own_everybody_has_as_long_as_ever_to_come_back() -> None:
    one = with_one(people.bo())
    back = AT + timedelta(minutes=30)
    early = absences.give_back(at=back + 64 * SECOND, steady_since=back)
    assert (early, state(one)) == (0, "active")
    late = absences.give_back(at=back + GONE_AFTER, steady_since=back)
    assert (late, state(one)) == (1, "waiting")


def test_what_an_engine_left_half_done_another_does_when_the_lease_has_run_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = with_one(people.bo())
    with monkeypatch.context() as patched:

        def killed(**_: object) -> int:
            raise KeyboardInterrupt

        patched.setattr(assignments, "give_back_all", killed)
        with pytest.raises(KeyboardInterrupt):
            tick(65)
    assert tick(66) == 0
    assert state(one) == "active"
    assert tick(65 + 31) == 1
    assert state(one) == "waiting"


def test_of_two_engines_one_gives_back(monkeypatch: pytest.MonkeyPatch) -> None:
    with_one(people.bo())
    give_back_all = assignments.give_back_all
    others: list[int] = []

    def while_another_ticks(**asked: object) -> int:
        others.append(tick(65))
        return give_back_all(**asked)  # type: ignore[arg-type]

    monkeypatch.setattr(assignments, "give_back_all", while_another_ticks)
    assert tick(65) == 1
    assert others == [0]
