"""One offer, raced for a hundred times: each time exactly one wins, and nothing is left half."""

import random
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from krisechat.foundation import clock
from krisechat.foundation.refusals import Refusal
from krisechat.models import Conversation, Participant
from routing.models import Assignment, Offer, QueueEntry
from routing.operations import assignments, dispatch, duty, offers, queueing
from tests.races.together import failures, together
from tests.support import people
from volunteers.access import Answerer

pytestmark = pytest.mark.django_db(transaction=True)

RACES = 100


def attempt(work: Callable[[], Any]) -> Any:
    """What it returns, or the refusal; anything else is raised."""
    try:
        return work()
    except Refusal as refusal:
        return refusal


def raced(
    lines: Sequence[Callable[[], Any]],
    *,
    before: Callable[[], None],
    after: Callable[[], None],
    races: int = RACES,
) -> list[list[Any]]:
    """Runs all lines at once, again and again, a moment apart in changing order: `before` and
    `after` are done by one while the others wait."""
    meet = threading.Barrier(len(lines))
    dice = [random.Random(seed) for seed in range(len(lines))]

    def line(number: int) -> Callable[[], list[Any]]:
        def run() -> list[Any]:
            ends = []
            for _ in range(races):
                if number == 0:
                    before()
                meet.wait(60)
                threading.Event().wait(dice[number].uniform(0, 0.004))
                ends.append(attempt(lines[number]))
                meet.wait(60)
                if number == 0:
                    after()
                meet.wait(60)
            return ends

        return run

    ends = together(*(line(number) for number in range(len(lines))))
    assert failures(ends) == []
    return ends


class OneOffer:
    """A conversation offered to Bo; a new one each race."""

    def __init__(self) -> None:
        self.bo = people.on_duty(people.bo(limit=1))
        self.offer = self.conversation = UUID(int=0)
        self.winners: list[str] = []

    def make(self) -> None:
        self.conversation = people.amina("").conversation
        offer = offers.make(
            conversation=self.conversation, account=self.bo.account, reasons={}, at=clock.now()
        )
        assert offer is not None
        self.offer = offer

    def accepting(self) -> UUID:
        return offers.accept(self.bo, offer=self.offer, at=clock.now())

    def state(self) -> str:
        return str(Offer.objects.values_list("state", flat=True).get(id=self.offer))

    def judge(self) -> None:
        """Nothing is half done; then all is cleared away for the next race."""
        state = self.state()
        self.winners.append(state)
        held = list(
            Participant.objects.filter(
                conversation_id=self.conversation, responsible=True
            ).values_list("account_id", flat=True)
        )
        row = Conversation.objects.get(id=self.conversation)
        open_ = Assignment.objects.filter(conversation=row, ended_at=None).count()
        waits = QueueEntry.objects.filter(conversation=row, state="waiting").count()
        assert waits == (row.state == "waiting")
        if state == "accepted":
            assert (held, open_) == ([self.bo.account], 1)
        else:
            assert (held, open_) == ([], 0)
        assert not Offer.objects.filter(state="live").exists()
        if row.state in ("waiting", "active"):
            queueing.end_by_citizen(conversation=self.conversation, at=clock.now())


def won(end: object) -> bool:
    return not isinstance(end, Refusal)


def test_accepted_in_two_tabs_it_is_taken_once() -> None:
    one = OneOffer()
    ends = raced([one.accepting, one.accepting], before=one.make, after=one.judge)
    for first, second in zip(*ends, strict=True):
        assert [won(first), won(second)].count(True) == 1
        [refusal] = [each for each in (first, second) if not won(each)]
        assert refusal.code == "wrong_state"
    assert one.winners == ["accepted"] * RACES


def test_accepted_at_its_deadline_it_is_taken_or_has_run_out() -> None:
    one = OneOffer()

    def expire() -> int:
        return offers.expire_due(at=clock.now() + timedelta(seconds=30))

    ends = raced([one.accepting, expire], before=one.make, after=one.judge)
    for taken, expired in zip(*ends, strict=True):
        assert won(taken) != bool(expired)
        assert won(taken) or taken.code == "wrong_state"
    assert set(one.winners) <= {"accepted", "expired"}


def test_accepted_while_the_citizen_leaves_it_is_taken_and_ended_or_withdrawn() -> None:
    one = OneOffer()

    def leave() -> None:
        queueing.end_by_citizen(conversation=one.conversation, at=clock.now())

    def judge() -> None:
        state = one.state()
        one.winners.append(state)
        assert Conversation.objects.get(id=one.conversation).state == "ended"
        assert not QueueEntry.objects.filter(state="waiting").exists()
        taken = Assignment.objects.filter(conversation_id=one.conversation).exists()
        assert taken == (state == "accepted")

    ends = raced([one.accepting, leave], before=one.make, after=judge)
    for (taken, left), state in zip(zip(*ends, strict=True), one.winners, strict=True):
        assert left is None  # leaving is never refused
        assert won(taken) == (state == "accepted")
        assert won(taken) or taken.code == "wrong_state"
    assert set(one.winners) <= {"accepted", "withdrawn"}


def test_two_engines_offer_one_conversation_to_one_person() -> None:
    both: list[Answerer] = [people.on_duty(people.bo()), people.on_duty(people.sara())]

    def match() -> int:
        return dispatch.match(at=clock.now())

    def come() -> None:
        for person in both:
            people.on_duty(person)
        people.amina("")

    def clear() -> None:
        [row] = Offer.objects.filter(state="live")
        queueing.end_by_citizen(conversation=row.conversation_id, at=clock.now())

    ends = raced([match, match], before=come, after=clear, races=30)
    assert {sum(pair) for pair in zip(*ends, strict=True)} == {1}


def test_a_break_or_a_next_against_the_clocks_offer_leaves_nothing_half() -> None:
    """Whoever goes on a break holds no offer; whoever asks gets the one who waits, once."""
    bo = people.on_duty(people.bo())
    sara = people.on_duty(people.sara())

    def match() -> int:
        return dispatch.match(at=clock.now())

    def pause() -> None:
        duty.choose(bo, status="break", at=clock.now())

    def ask() -> UUID:
        return assignments.take_next(sara, at=clock.now())

    def come() -> None:
        duty.choose(bo, status="available", at=clock.now())
        duty.choose(sara, status="available", at=clock.now())
        people.amina("")

    def judge() -> None:
        assert not Offer.objects.filter(state="live", account_id=bo.account).exists()
        row = Conversation.objects.get(state__in=["waiting", "active"])
        live = Offer.objects.filter(conversation=row, state="live").count()
        if row.state == "active":
            assert live == 0
            assert Participant.objects.get(responsible=True).account_id == sara.account
        queueing.end_by_citizen(conversation=row.id, at=clock.now())
        Participant.objects.filter(responsible=True).update(responsible=False)

    raced([match, pause, ask], before=come, after=judge, races=30)
