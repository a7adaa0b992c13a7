"""Hints between processes, over the channel layer; sockets never touch the layer themselves.

A dead, hung or forgetful layer costs nobody a socket: sending is boxed to a second and rests
after failures, listening starts over with a growing pause and renews itself now and then, since
a layer that lost its groups does not say so.
"""

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Callable
from typing import Any

from channels.layers import get_channel_layer

from krisechat.realtime.hints import Hints

logger = logging.getLogger(__name__)

GROUP = "hints"
SEND_SECONDS = 1.0
REST_SECONDS = 3.0
RENEW_SECONDS = 30.0
FAILURES_BEFORE_REST = 2
STOP_TRIES = 10
STOP_SECONDS = 0.5


class HintRelay:
    """Sends this process's hints to the others and hands theirs to `heard`."""

    def __init__(self, *, heard: Callable[[Hints], None] | None = None) -> None:
        self._layer: Any = get_channel_layer()
        self._heard = heard
        self._me = uuid.uuid4().hex
        self._pending = Hints()
        self._wake = asyncio.Event()
        self._failures = 0
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins to send and, with a `heard`, to listen. Call on the running loop."""
        self._tasks = [asyncio.ensure_future(self._send_forever())]
        if self._heard is not None:
            self._tasks.append(asyncio.ensure_future(self._listen_forever()))

    async def stop(self) -> None:
        """Ends both tasks. Asked again until they do: redis-py waits with `wait_for`, which in
        Python 3.11 swallows a cancellation that comes with the result."""
        left = set(self._tasks)
        for _ in range(STOP_TRIES):
            for task in left:
                task.cancel()
            if left:
                _, left = await asyncio.wait(left, timeout=STOP_SECONDS)

    def add(self, hints: Hints) -> None:
        """Queues the hints; they leave together with whatever else waits."""
        self._pending.merge(hints)
        self._wake.set()

    async def _send_forever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            hints, self._pending = self._pending, Hints()
            if hints:
                await self._send(hints)

    async def _send(self, hints: Hints) -> None:
        message = {"type": "hints", "from": self._me, "hints": hints.to_wire()}
        try:
            # Not wait_for: in Python 3.11 it can swallow a cancellation that comes with the result.
            async with asyncio.timeout(SEND_SECONDS):
                await self._layer.group_send(GROUP, message)
            self._failures = 0
        except Exception as error:  # whatever the layer raises, the hint is only a hint
            self._failures += 1
            logger.warning("hint not sent: %s", type(error).__name__)
            if self._failures >= FAILURES_BEFORE_REST:
                await asyncio.sleep(REST_SECONDS)

    async def _listen_forever(self) -> None:
        pause = 0.2
        while True:
            try:
                await self._listen_for_a_while()
                pause = 0.2
            except Exception as error:  # the layer is away; the database is read anyway
                logger.warning("hints not heard: %s", type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)

    async def _listen_for_a_while(self) -> None:
        """One subscription. Renewed regularly: a layer that forgot us looks like a quiet one."""
        async with asyncio.timeout(SEND_SECONDS):
            channel = await self._layer.new_channel()
            await self._layer.group_add(GROUP, channel)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(RENEW_SECONDS):
                    while True:
                        self._take_in(await self._layer.receive(channel))
        finally:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(SEND_SECONDS):
                    await self._layer.group_discard(GROUP, channel)

    def _take_in(self, message: dict[str, Any]) -> None:
        if message.get("from") == self._me or self._heard is None:
            return
        try:
            hints = Hints.from_wire(message["hints"])
        except (KeyError, TypeError, ValueError):
            logger.warning("hint not understood")
            return
        self._heard(hints)
