"""A thousand fake chats from four networks in ten minutes, and people who really need somebody.

The same night twice, over the operations the product uses and under a clock of its own: the same
three who answer, the same citizens at the same moments with as much to say. Whoever gets a fake
closes it after a minute.
"""

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import mean
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from krisechat.foundation import clock
from krisechat.models import Helpline
from krisechat.operations.opening import Opening
from routing.models import Offer, QueueEntry
from routing.operations import assignments, dispatch, offers, queueing
from routing.rules.lanes import Lane
from tests.support import people
from tests.support.quick import quick_return_codes
from volunteers.access import Answerer
from volunteers.operations import presence

__all__ = ["quick_return_codes"]

pytestmark = pytest.mark.django_db

NIGHT = clock.now()
SECOND = timedelta(seconds=1)
FAKE_SECONDS = 60
PLACES = 2  # each of three
MEAN_TALK_SECONDS = 9 * 60
MEAN_GAP_SECONDS = 100  # the crew is busy nine tenths of the time
CITIZENS = 45
BURST = 20


@dataclass
class Night:
    """One night, played from event to event. `waited` are the real citizens' waits in seconds."""

    helpline: Helpline
    crew: list[Answerer]
    at: datetime = NIGHT
    waited: list[float] = field(default_factory=list)
    talks: dict[UUID, float] = field(default_factory=dict)
    _events: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    _number: Any = field(default_factory=itertools.count)

    def then(self, seconds: float, does: Callable[[], object]) -> None:
        heapq.heappush(self._events, (self.at + seconds * SECOND, next(self._number), does))

    def play(self, *, meanwhile: Callable[[], None]) -> None:
        """Until each citizen has been answered; `meanwhile` is called now and then."""
        for turn in itertools.count():
            if len(self.waited) == CITIZENS:
                return
            self.at, _, does = heapq.heappop(self._events)
            does()
            self._clock_ticks()
            if turn % 30 == 0:
                meanwhile()

    def comes(self, lane: Lane | None, *, talk: float | None = None) -> None:
        opened = queueing.open_conversation(Opening(helpline=self.helpline), lane=lane, at=self.at)
        if talk is not None:
            self.talks[opened.conversation] = talk

    def _clock_ticks(self) -> None:
        """Whoever is offered somebody says yes at once."""
        presence.seen([each.account for each in self.crew], at=self.at)
        while dispatch.match(at=self.at):
            for row in Offer.objects.filter(state="live"):
                [person] = [each for each in self.crew if each.account == row.account_id]
                self._talk(person, offers.accept(person, offer=row.id, at=self.at))

    def _talk(self, person: Answerer, conversation: UUID) -> None:
        real = conversation in self.talks
        if real:
            came = QueueEntry.objects.get(conversation=conversation).waiting_since
            self.waited.append((self.at - came).total_seconds())
        outcome = "ended" if real else "test"
        self.then(
            self.talks.get(conversation, FAKE_SECONDS),
            lambda: assignments.close(
                account=person.account,
                conversation=conversation,
                outcome=outcome,
                tags=[],
                at=self.at,
            ),
        )


def waits(
    *, fakes: int = 0, lanes: bool = True, meanwhile: Callable[[Night], None] = lambda it: None
) -> list[float]:
    """How long each citizen waits in the night with so many fakes, in seconds; nothing of it stays.
    Without `lanes` nobody asks where anybody comes from."""
    with transaction.atomic():
        it = _night(fakes=fakes, lanes=lanes)
        it.play(meanwhile=lambda: meanwhile(it))
        transaction.set_rollback(True)
    return it.waited


def _night(*, fakes: int, lanes: bool) -> Night:
    crew = [people.on_duty(each, at=NIGHT) for each in (people.bo(), people.sara(), people.ali())]
    for each in crew:
        presence.choose(each, status="available", capacity=PLACES, at=NIGHT)
    it = Night(people.lygten(), crew)
    dice = random.Random(20261121)
    moment = 0.0
    for number in range(CITIZENS):
        moment += dice.expovariate(1 / MEAN_GAP_SECONDS)
        talk = min(max(dice.expovariate(1 / MEAN_TALK_SECONDS), 60), 1800)
        where = _lane(f"home {number}", f"home {number}") if lanes else None
        it.then(moment, lambda where=where, talk=talk: it.comes(where, talk=talk))
    for first in range(0, fakes, BURST):  # over ten minutes, from the second one on
        lanes_of_burst = [
            _fake(number) if lanes else None for number in range(first, first + BURST)
        ]
        it.then(120 + 600 * first / fakes, lambda of=lanes_of_burst: [it.comes(one) for one in of])
    return it


def _fake(number: int) -> Lane:
    network = f"flood {number % 4}"
    return _lane(f"{network}, address {number % 200}", network)


def _lane(source: str, network: str) -> Lane:
    return Lane(source=source.encode().ljust(32), network=network.encode().ljust(32))


@pytest.fixture(scope="module")
def normally() -> list[float]:
    """Filled by the first test that asks."""
    return []


def normal(kept: list[float]) -> float:
    """The mean wait of the same night without a flood, played once."""
    if not kept:
        kept.append(mean(waits()))
    return kept[0]


def test_a_real_newcomer_waits_no_longer_for_a_thousand_fakes(
    normally: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Client()
    waiting = []

    def the_numbers_are_there(it: Night) -> None:
        monkeypatch.setattr(clock, "now", lambda: it.at)
        waiting.append(QueueEntry.objects.filter(state="waiting").count())
        for page in ("/", "/numre"):
            answer = browser.get(page)
            assert answer.status_code == 200
            assert "tel:112" in answer.content.decode()

    assert 30 < normal(normally) < 900, "a night in which people wait, but not for ever"
    flooded = waits(fakes=1000, meanwhile=the_numbers_are_there)
    assert max(waiting) > 500, "the flood was there"
    assert mean(flooded) <= 1.5 * normal(normally)


def test_without_lanes_the_same_flood_would_shut_the_door(normally: list[float]) -> None:
    flooded = waits(fakes=300, lanes=False)
    assert mean(flooded) > 1.5 * normal(normally)
