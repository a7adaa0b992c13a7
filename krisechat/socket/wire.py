"""Sending on one socket without a task per frame, and never two frames at once.

Most servers' `send` finishes without waiting, so it is stepped by hand; where it does wait (the
transport's buffer is full), the rest of it becomes a task and later frames queue behind it.
"""

import asyncio
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

AsgiSend = Callable[[dict[str, Any]], Awaitable[None]]


class Wire:
    """The outgoing side of one socket."""

    def __init__(self, send: AsgiSend) -> None:
        self._send = send
        self._task: asyncio.Task[None] | None = None
        self._queue: deque[dict[str, Any]] = deque()
        self.broken = False

    def text(self, frame: bytes) -> None:
        """Sends one encoded frame."""
        self.event({"type": "websocket.send", "text": frame.decode()})

    def event(self, event: dict[str, Any]) -> None:
        """Sends one ASGI event, after whatever waits already. A broken socket swallows it."""
        if self.broken:
            return
        if self._task is not None:
            self._queue.append(event)
            return
        self._step(event)

    def _step(self, event: dict[str, Any]) -> None:
        sending = self._send(event)
        if not isinstance(sending, types.CoroutineType):
            self._task = asyncio.ensure_future(self._finish(sending))
            return
        try:
            waits_for = sending.send(None)
        except StopIteration:
            return
        except Exception:  # the peer is gone; the receiving side will hear of it
            self.broken = True
            return
        self._task = asyncio.ensure_future(self._finish(_carry_on(sending, waits_for)))

    async def _finish(self, sending: Awaitable[Any]) -> None:
        try:
            await sending
            while self._queue:
                await self._send(self._queue.popleft())
        except Exception:  # as above
            self.broken = True
            self._queue.clear()
        finally:
            self._task = None


@types.coroutine
def _carry_on(sending: Coroutine[Any, Any, Any], waits_for: Any) -> Generator[Any, Any, None]:
    """Continues a coroutine whose first step was taken outside a task."""
    while True:
        try:
            value = yield waits_for
        except BaseException as error:
            step = sending.throw
            argument: Any = error
        else:
            step, argument = sending.send, value  # type: ignore[assignment]
        try:
            waits_for = step(argument)
        except StopIteration:
            return
