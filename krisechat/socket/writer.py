"""Group commit: whatever waits to be stored goes into one transaction, in one thread.

While a batch is being written the next one gathers; no message waits for a timer. One hop to the
thread and one commit are shared by the whole batch.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, InterfaceError, connection

from krisechat.foundation import clock
from krisechat.foundation.refusals import Unavailable
from krisechat.operations import messages
from krisechat.operations.messages import Outcome, Send

logger = logging.getLogger(__name__)

BATCH = 256
Done = Callable[[Send, Outcome], None]


class GroupWriter:
    """Stores messages for all sockets of this process. `done` hears of each, on the loop."""

    def __init__(self, *, loop: asyncio.AbstractEventLoop, done: Done) -> None:
        self._loop = loop
        self._done = done
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._waiting: list[Send] = []
        self._writing: list[Send] = []
        self._closed = False
        self._idle = asyncio.Event()
        self._idle.set()

    def submit(self, send: Send) -> None:
        """Queues a message; returns at once."""
        self._waiting.append(send)
        if not self._writing:
            self._begin()

    async def drain(self) -> None:
        """Returns when everything submitted so far has been stored or refused."""
        await self._idle.wait()

    def close(self) -> None:
        """Ends the thread and its connection; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        self._thread.submit(lambda: connection.close())  # the thread's own, looked up there
        self._thread.shutdown(wait=False)

    def _begin(self) -> None:
        self._idle.clear()
        self._writing, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
        written = self._loop.run_in_executor(self._thread, write, self._writing)
        written.add_done_callback(self._finished)

    def _finished(self, written: "asyncio.Future[list[Outcome]]") -> None:
        sends, self._writing = self._writing, []
        outcomes = written.result() if not written.cancelled() else _unavailable(sends)
        if self._waiting:
            self._begin()
        else:
            self._idle.set()
        for send, outcome in zip(sends, outcomes, strict=True):
            self._done(send, outcome)


def write(sends: Sequence[Send]) -> list[Outcome]:
    """Stores the batch, whatever happens. Never raises.

    A connection that broke is replaced and the batch is tried again: if the first commit had
    gone through unseen, each message finds itself by its client_id. When the batch as a whole
    cannot be stored its messages are tried one by one, so that one cannot take the rest along.
    """
    for _ in range(2):
        try:
            return messages.store(sends, at=clock.now())
        except (DatabaseError, InterfaceError) as error:
            logger.warning("batch not stored: %s", type(error).__name__)
            connection.close()
        except Exception as error:  # a fault in one message must not silence the others
            logger.error("batch not stored: %s", type(error).__name__)
            break
    if len(sends) == 1:
        return _unavailable(sends)
    return [write([send])[0] for send in sends] if _database_answers() else _unavailable(sends)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        connection.close()
        return False
    return True


def _unavailable(sends: Sequence[Send]) -> list[Outcome]:
    return [Unavailable() for _ in sends]
