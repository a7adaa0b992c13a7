"""The demo phone's clock: a loop over errands that are due, in a thread of its own."""

import logging
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

from krisechat.foundation import clock
from krisechat.twilio.phone.postman import Postman
from krisechat.twilio.phone.store import Errand, Store

logger = logging.getLogger("krisechat.phone")

LOOK_EVERY_S = 0.2
AT_ONCE = 4
LEASE_S = 8.0  # above what one errand can take


class Rounds:
    """Does what is due until it is stopped; several processes may do so over one file."""

    def __init__(self, store: Store, postman: Postman) -> None:
        self._store = store
        self._postman = postman
        self._stopping = False
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins, in a thread of this process."""
        self._thread = threading.Thread(target=self._run, name="demo phone", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Something has become due."""
        self._wake.set()

    def stop(self, *, wait_s: float = 10) -> None:
        """Ends after what is being done, for which it waits so long."""
        self._stopping = True
        self._wake.set()
        if self._thread is not None and wait_s:
            self._thread.join(timeout=wait_s)

    def _run(self) -> None:
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="demo phone") as hands:
            while not self._stopping:
                self._wake.clear()
                due = self._due()
                for _ in hands.map(self._do, due):
                    pass
                if not due:
                    self._wake.wait(LOOK_EVERY_S)

    def _due(self) -> list[Errand]:
        try:
            return self._store.claim(at=clock.now().timestamp(), lease_s=LEASE_S, limit=2 * AT_ONCE)
        except sqlite3.Error as error:
            logger.warning("the demo phone's file: %s", type(error).__name__)
            return []

    def _do(self, errand: Errand) -> None:
        try:
            self._postman.do(errand)
        except Exception as error:  # its lease runs out, and it is done again
            logger.warning("an errand of the demo phone: %s", type(error).__name__)
