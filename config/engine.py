"""What runs by the clock, in which order: to time what urls.py is to requests.

Any number of engines may run, on any number of machines. Each step claims what is due by a
conditional update, so that it is done by one of them; what an engine leaves half done when it
dies is due again when its lease runs out.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from krisechat.foundation import clock
from krisechat.operations import audit, duties
from routing.operations import absences, overdue_endings

logger = logging.getLogger("krisechat.engine")

TICK_SECONDS = 1.0
# A break longer than this, of the machine or of the database, starts the steadiness anew.
BREAK = timedelta(seconds=10)


def _seal_audit(at: datetime) -> int:
    return duties.do("seal audit", lambda at: audit.seal(at=at), every=timedelta(seconds=5), at=at)


def _prune_audit(at: datetime) -> int:
    return duties.do("prune audit", lambda at: audit.prune(at=at), every=timedelta(hours=12), at=at)


def _release_ended(at: datetime) -> int:
    return overdue_endings.release(at=at)


class Engine:
    """The loop. `stop` ends it after the step it is in."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._steady_since = self._last = clock.now()
        self.steps: tuple[tuple[str, Callable[[datetime], int]], ...] = (
            ("give back", self._give_back),
            ("release ended", _release_ended),
            ("seal audit", _seal_audit),
            ("prune audit", _prune_audit),
        )

    def _give_back(self, at: datetime) -> int:
        return absences.give_back(at=at, steady_since=self._steady_since)

    def run(self) -> None:
        """Ticks until stopped. A step that fails is logged by kind and tried at the next tick."""
        while not self._stopping.wait(TICK_SECONDS):
            self.tick(clock.now())
        connection.close()

    def tick(self, at: datetime) -> None:
        """One round over all steps at the moment `at`."""
        if at - self._last > BREAK or at < self._last:
            self._steady_since = at
        self._last = at
        close_old_connections()
        for name, step in self.steps:
            self._do(name, step, at)

    def _do(self, name: str, step: Callable[[datetime], int], at: datetime) -> None:
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

    def start(self) -> threading.Thread:
        """The engine as a thread of this process, for the embedded shape."""
        thread = threading.Thread(target=self.run, name="engine", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        self._stopping.set()
