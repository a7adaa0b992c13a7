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
from krisechat.operations import audit, devices, duties, listing, sending, text_news, week_keys
from krisechat.queries import other_clock
from routing.operations import (
    absences,
    dispatch,
    escalations,
    handovers,
    incoming,
    looks,
    offers,
    overdue_endings,
    retention,
    watchdog,
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


def _retention(at: datetime) -> int:
    """Every ten minutes a hundred of each kind: a backlog does not hold up what else is kept."""
    return _if_it_is_really_then(at, "retention", retention.run, every=timedelta(minutes=10))


def _make_week_keys(at: datetime) -> int:
    return duties.do(
        "make week keys", lambda at: week_keys.make_ahead(at=at), every=timedelta(days=1), at=at
    )


def _if_it_is_really_then(
    at: datetime, name: str, work: Callable[..., int], *, every: timedelta
) -> int:
    """What cannot be undone waits while this machine's clock and the database's differ."""

    def careful(at: datetime) -> int:
        if other_clock.agrees(at):
            return work(at=at)
        logger.error("%s not done: the database has another time", name)
        return 0

    return duties.do(name, careful, every=every, at=at)


class _WeekKeysOfThisCopy:
    """Destroys what is due in the copy of the ring that this engine sees, every hour. Not a duty
    that one engine does for all: each machine has to destroy its own."""

    def __init__(self) -> None:
        self._next: datetime | None = None

    def __call__(self, at: datetime) -> int:
        if self._next is not None and at < self._next:
            return 0
        self._next = at + timedelta(hours=1)
        return week_keys.destroy_due(at=at) if other_clock.agrees(at) else 0


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


def _texts_in(at: datetime) -> int:
    return incoming.handle_due(at=at)


def _news_of_texts(at: datetime) -> int:
    return text_news.handle_due(at=at)


def _texts_out(at: datetime) -> int:
    return sending.send_due(at=at)


def _list_texts(at: datetime) -> int:
    return listing.take_in_missing(at=at)


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
                ("let silent devices go", self._let_silent_go),
                ("expire offers", _expire_offers),
                ("match", _match),
                ("look at the queue", _look_at_the_queue),
                ("escalate", _escalate),
                ("release ended", _release_ended),
                ("deliver handovers", _deliver_handovers),
                ("remind municipalities", _remind_municipalities),
            ),
        )
        self._brought = Lane(
            "brought",
            nudge.BROUGHT,
            (
                ("texts in", _texts_in),
                ("news of texts", _news_of_texts),
            ),
        )
        self._texts = Lane("texts", nudge.TEXTS, (("texts out", _texts_out),))
        # Apart from sending, which must not wait while a long list is read.
        self._listing = Lane("listing", threading.Event(), (("list texts", _list_texts),))
        # A loop of its own, so that it also sees when another lane is stuck.
        self._watching = Lane("watching", threading.Event(), (("watchdog", self._watch),))
        self._keeping = Lane(
            "keeping",
            threading.Event(),
            (
                ("seal audit", _seal_audit),
                ("prune audit", _prune_audit),
                ("retention", _retention),
                ("make week keys", _make_week_keys),
                ("destroy week keys", _WeekKeysOfThisCopy()),
            ),
        )
        self.lanes = (
            self._night,
            self._brought,
            self._texts,
            self._listing,
            self._keeping,
            self._watching,
        )

    def _give_back(self, at: datetime) -> int:
        return absences.give_back(at=at, steady_since=self._night.steady_since)

    def _let_silent_go(self, at: datetime) -> int:
        def look(at: datetime) -> int:
            return devices.let_silent_go(at=at, steady_since=self._night.steady_since)

        return duties.do("silent devices", look, every=timedelta(seconds=20), at=at)

    def _watch(self, at: datetime) -> int:
        def look(at: datetime) -> int:
            return watchdog.look(at=at, steady_since=self._watching.steady_since)

        return duties.do("watchdog", look, every=timedelta(seconds=10), at=at)

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
