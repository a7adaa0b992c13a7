"""Waiting for news without a socket: what the long poll stands on."""

import asyncio
import contextlib
from uuid import UUID

from krisechat.socket import hub


class Watch:
    """While held, news of one conversation wakes it: a message, a change, or the sweep's reading.

    Enter it before reading the database, so that nothing falls between reading and waiting.
    """

    def __init__(self, conversation: UUID) -> None:
        self._conversation = conversation
        self._news = asyncio.Event()
        self._hub = hub.current()

    def __enter__(self) -> "Watch":
        self._hub.room(self._conversation).watchers.add(self._news)
        return self

    def __exit__(self, *exception: object) -> None:
        room = self._hub.room(self._conversation)
        room.watchers.discard(self._news)
        self._hub.tidy(room)

    async def news(self, *, seconds: float) -> None:
        """Returns at the next news, or after `seconds`."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
        self._news.clear()
