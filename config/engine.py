"""What runs by the clock, in which order: to time what urls.py is to requests.

Any number of engines may run, on any number of machines. Each step claims what is due by a
conditional update, so that it is done by one of them; what an engine leaves half done when it
dies is due again when its lease runs out.

Steps run in lanes, each a loop of its own: a provider that answers slowly must not hold up an
offer's deadline.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from krisechat.foundation import clock, nudge
from krisechat.operations import audit, duties
from routing.operations import (
    absences,
    dispatch,
    escalations,
    handovers,
    looks,
    offers,
    overdue_endings,
)

logger = logging.getLogger("krisechat.engine")

TICK_SECONDS = 1.0
# A break longer than this, of the machine or of the database, starts the steadiness anew.
BREAK = timedelta(seconds=10)

Step = Callable[[datetime], int]


def _seal_audit(at: datetime) -> int:
    return duties.do("seal audit", lambda at: audit.seal(at=at), every=timedelta(seconds=5), at=at)


def _prune_audit(at: datetime) -> int:
    return duties.do("prune audit", lambda at: audit.prune(at=at), every=timedelta(hours=12), at=at)


def _expire_offers(at: datetime) -> int:
    return offers.expire_due(at=at)


def _match(at: datetime) -> int:
    return dispatch.match(at=at)


def _look_at_the_queue(at: datetime) -> int:
    return looks.look(at=at)


def _escalate(at: datetime) -> int:
    return escalations.step_due(at=at)


def _deliver_handovers(at: datetime) -> int:
    return handovers.deliver_due(at=at)


def _remind_municipalities(at: datetime) -> int:
    return handovers.remind_due(at=at)


def _release_ended(at: datetime) -> int:
    return overdue_endings.release(at=at)


class Lane:
    """Some steps, one after another, again and again; woken early by its nudge."""

    def __init__(self, name: str, wake: threading.Event, steps: Sequence[tuple[str, Step]]) -> None:
        self.name = name
        self.steps = tuple(steps)
        self._wake = wake
        self._steady_since = self._last = clock.now()

    @property
    def steady_since(self) -> datetime:
        """Since when this lane has run without a break."""
        return self._steady_since

    def wake(self) -> None:
        """Ticks now rather than at the next second."""
        self._wake.set()

    def run(self, stopping: threading.Event) -> None:
        """Ticks until told to stop. A step that fails is logged by kind and tried again."""
        while not stopping.is_set():
            self._wake.wait(TICK_SECONDS)
            self._wake.clear()
            if not stopping.is_set():
                self.tick(clock.now())
        connection.close()

    def tick(self, at: datetime) -> None:
        """One round over the lane's steps at the moment `at`."""
        if at - self._last > BREAK or at < self._last:
            self._steady_since = at
        self._last = at
        close_old_connections()
        for name, step in self.steps:
            self._do(name, step, at)

    def _do(self, name: str, step: Step, at: datetime) -> None:
        try:
            done = step(at)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("%s: database away: %s", name, type(error).__name__)
            self._steady_since = at
            connection.close()
        except Exception as error:  # one step's fault must not stop the others
            logger.error("%s failed: %s", name, type(error).__name__)
        else:
            if done and name == "give back":
                logger.info("%s: %d", name, done)


class Engine:
    """All lanes. `stop` ends each after the step it is in."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._night = Lane(
            "night",
            nudge.CLOCK,
            (
                ("give back", self._give_back),
                ("expire offers", _expire_offers),
                ("match", _match),
                ("look at the queue", _look_at_the_queue),
                ("escalate", _escalate),
                ("release ended", _release_ended),
                ("deliver handovers", _deliver_handovers),
                ("remind municipalities", _remind_municipalities),
            ),
        )
        self._keeping = Lane(
            "keeping",
            threading.Event(),
            (
                ("seal audit", _seal_audit),
                ("prune audit", _prune_audit),
            ),
        )
        self.lanes = (self._night, self._keeping)

    def _give_back(self, at: datetime) -> int:
        return absences.give_back(at=at, steady_since=self._night.steady_since)

    def tick(self, at: datetime) -> None:
        """One round over everything, in this thread: for tests and rehearsed nights."""
        for lane in self.lanes:
            lane.tick(at)

    def run(self) -> None:
        """Runs every lane until stopped."""
        threads = [
            threading.Thread(target=lane.run, args=(self._stopping,), name=lane.name, daemon=True)
            for lane in self.lanes[1:]
        ]
        for thread in threads:
            thread.start()
        self.lanes[0].run(self._stopping)
        for thread in threads:
            thread.join(timeout=15)

    def start(self) -> threading.Thread:
        """The engine as a thread of this process, for the embedded shape."""
        thread = threading.Thread(target=self.run, name="engine", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        self._stopping.set()
        for lane in self.lanes:
            lane.wake()
