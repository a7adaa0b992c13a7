"""A time of arrivals, played through the rules that run live, under a simulated clock.

Everything that happens is an event with its moment, taken from a heap in the order of time; there
is no other clock. Who stands where in the queue and who is asked about whom is decided by
`rules.priority` and `rules.matching`, when a live queue would be looked at: when somebody comes,
when a place becomes free, when somebody comes on duty, and when the people of the organisation a
citizen chose have had their time. Nothing but these can change the answer, so nothing is asked in
between, and only those first in line of their kind are put in order.
"""

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from enum import IntEnum
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from routing.rehearsal.arrivals import Arrival
from routing.rehearsal.figures import Figures
from routing.rehearsal.people import People
from routing.rehearsal.rota import WEEK, Shift
from routing.rules import looking, matching, priority
from routing.rules.priority import Waiting


class _Turn(IntEnum):
    """What comes first of two events at one moment."""

    GOES = 0
    ENDS = 1
    COMES = 2
    ARRIVES = 3
    OTHERS_MAY = 4
    LOOKS = 5
    LEAVES = 6


_Step = Callable[[datetime], None]
# Whoever is alike in these is alike to the rules but for the time waited: of each kind only the
# first needs to be asked about.
_Kind = tuple[str, str, str, str]


class _Event(NamedTuple):
    at: datetime
    turn: _Turn
    number: int
    step: _Step


class Night:
    """One rehearsal. `soon` is within how many seconds an answer is a quick one."""

    def __init__(
        self, arrivals: Sequence[Arrival], shifts: Sequence[Shift], *, places: int, soon: float
    ) -> None:
        self._arrivals = sorted(arrivals, key=attrgetter("at"))
        self._shifts = shifts
        self._people = People(shifts, places=places, languages={each.language for each in arrivals})
        self._soon_seconds = soon
        self._events: list[_Event] = []
        self._number = 0
        self._arrived = 0
        self._talking = 0
        self._lines: dict[_Kind, list[Waiting]] = {}
        self._waiting: dict[UUID, Arrival] = {}
        self._waits: list[float] = []
        self._soon = self._abandoned = self._escalations = 0
        self._rules: Counter[str] = Counter()
        self._now = self._arrivals[0].at
        self._busy = self._places = 0.0

    def play(self) -> Figures:
        """From the first arrival until nobody waits and nobody talks any more.

        Raises OverflowError when that is beyond what a calendar knows.
        """
        self._begin()
        while self._arrived < len(self._arrivals) or self._waiting or self._talking:
            event = heapq.heappop(self._events)
            self._pass_time(event.at)
            event.step(event.at)
        return Figures(
            answered=len(self._waits) - self._abandoned,
            abandoned=self._abandoned,
            waits=self._waits,
            soon=self._soon,
            soon_seconds=self._soon_seconds,
            busy=self._busy,
            places=self._places,
            escalations=self._escalations,
            rules=self._rules,
        )

    def _begin(self) -> None:
        first = self._now
        monday = datetime.combine(first - timedelta(days=first.weekday()), time.min, first.tzinfo)
        for number, shift in enumerate(self._shifts):
            if shift.lasts is None:
                self._come(number, first)
            else:  # the one before, which may reach into this week, and then each week's
                self._at(monday - WEEK + shift.starts, _Turn.COMES, self._coming(number))
        self._at(first, _Turn.ARRIVES, self._arrive)

    def _at(self, at: datetime, turn: _Turn, step: _Step) -> None:
        self._number += 1
        heapq.heappush(self._events, _Event(at, turn, self._number, step))

    def _pass_time(self, at: datetime) -> None:
        """Adds up the places there are and those in use, from the first arrival on."""
        seconds = (at - self._now).total_seconds()
        if seconds > 0:
            self._busy += seconds * self._people.busy
            self._places += seconds * self._people.places
            self._now = at

    def _coming(self, number: int) -> _Step:
        shift = self._shifts[number]

        def come(at: datetime) -> None:
            assert shift.lasts is not None
            self._at(at + shift.lasts, _Turn.GOES, self._going(number))
            self._at(at + WEEK, _Turn.COMES, self._coming(number))
            self._come(number, at)

        return come

    def _come(self, number: int, at: datetime) -> None:
        for person in self._people.of(self._shifts, number):
            self._people.come(person.account, at=at)
        self._match(at)

    def _going(self, number: int) -> _Step:
        def go(at: datetime) -> None:
            for person in self._people.of(self._shifts, number):
                self._people.go(person.account)

        return go

    def _arrive(self, at: datetime) -> None:
        arrival = self._arrivals[self._arrived]
        self._arrived += 1
        if self._arrived < len(self._arrivals):
            self._at(self._arrivals[self._arrived].at, _Turn.ARRIVES, self._arrive)
        one = Waiting(
            conversation=UUID(int=self._arrived),
            entry=self._arrived,
            waiting_since=at,
            language=arrival.language,
            topic=arrival.topic,
            organisation=arrival.organisation,
            risk=arrival.risk,
        )
        self._waiting[one.conversation] = arrival
        if not self._offered(one, at):
            self._wait(one, arrival, at)

    def _wait(self, one: Waiting, arrival: Arrival, at: datetime) -> None:
        self._lines.setdefault(_kind(one), []).append(one)
        self._at(at + looking.look_again_in(waited=timedelta(0)), _Turn.LOOKS, self._looking(one))
        if arrival.patience is not None:
            until = at + timedelta(seconds=arrival.patience)
            self._at(until, _Turn.LEAVES, self._leaving(one))
        if one.organisation:
            self._at(at + matching.OWN_PEOPLE_FIRST, _Turn.OTHERS_MAY, self._match)
        if not matching.speaks(one, self._people.all_speak):
            self._at(at + matching.OWN_LANGUAGE_FIRST, _Turn.OTHERS_MAY, self._match)

    def _match(self, at: datetime) -> None:
        """Something changed: whoever waits is offered in their order, while anybody is free."""
        while self._people.any_free:
            firsts = priority.order([line[0] for line in self._lines.values() if line])
            taken = next((one for one in firsts if self._offered(one, at)), None)
            if taken is None:
                return
            self._out_of_line(taken)

    def _offered(self, one: Waiting, at: datetime) -> bool:
        """Whether somebody takes this one now; in a rehearsal everybody accepts at once."""
        choice = matching.choose(one, self._people.on_duty, at=at)
        if choice is None:
            return False
        arrival = self._waiting.pop(one.conversation)
        waited = (at - one.waiting_since).total_seconds()
        self._waits.append(waited)
        self._soon += waited <= self._soon_seconds
        self._rules.update(choice.reasons)
        self._people.take(choice.account, risk=arrival.risk, at=at)
        self._talking += 1
        self._at(
            at + timedelta(seconds=arrival.service),
            _Turn.ENDS,
            self._ending(choice.account, arrival.risk),
        )
        return True

    def _ending(self, account: UUID, risk: str) -> _Step:
        def end(at: datetime) -> None:
            self._talking -= 1
            self._people.end(account, risk=risk, at=at)
            self._match(at)

        return end

    def _leaving(self, one: Waiting) -> _Step:
        def leave(at: datetime) -> None:
            if self._waiting.pop(one.conversation, None) is not None:
                self._out_of_line(one)
                self._abandoned += 1
                self._waits.append((at - one.waiting_since).total_seconds())

        return leave

    def _looking(self, one: Waiting) -> _Step:
        """The clock's look at whoever waits. Whoever could be asked would have been."""

        def look(at: datetime) -> None:
            if one.conversation not in self._waiting:
                return
            waited = at - one.waiting_since
            if looking.calls_people_in(waited=waited, on_offer=False, somebody_could=False):
                self._escalations += 1
            else:
                again = at + looking.look_again_in(waited=waited)
                self._at(again, _Turn.LOOKS, look)

        return look

    def _out_of_line(self, one: Waiting) -> None:
        line = self._lines[_kind(one)]
        del line[bisect_left(line, one.entry, key=attrgetter("entry"))]


def _kind(one: Waiting) -> _Kind:
    return one.language, one.topic, one.organisation, one.risk
