"""Reading what somebody lacks: one query for all conversations that need it, one at a time."""

import asyncio
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from krisechat.foundation.refusals import Unavailable
from krisechat.queries import transcripts
from krisechat.realtime import frames_out
from krisechat.socket.threads import in_thread

if TYPE_CHECKING:
    from krisechat.socket.hub import Hub

logger = logging.getLogger(__name__)

PAGE = 128  # messages per conversation and reading; a window holds 64
AT_ONCE = 100  # conversations per reading: after an outage all of them are behind
RETRY_SECONDS = 0.5


class CatchingUp:
    """While one reading is under way, whoever else is behind gathers for the next."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._behind: set[UUID] = set()
        self._reading = False

    def need(self, conversation: UUID) -> None:
        """Somebody in this conversation may lack messages."""
        self._behind.add(conversation)
        if not self._reading:
            self._reading = True
            self._hub.spawn(self._read_all())

    async def _read_all(self) -> None:
        try:
            while self._behind:
                wanted = self._wanted()
                if wanted:
                    await self._read(wanted)
        finally:
            self._reading = False

    def _wanted(self) -> list[tuple[UUID, int]]:
        behind = list(self._behind)
        self._behind = set(behind[AT_ONCE:])
        wanted = []
        for conversation in behind[:AT_ONCE]:
            room = self._hub.rooms.get(conversation)
            cursor = room.lowest_cursor() if room is not None else None
            if cursor is not None:
                wanted.append((conversation, cursor))
        return wanted

    async def _read(self, wanted: list[tuple[UUID, int]]) -> None:
        try:
            limit = PAGE * len(wanted)
            found = await in_thread(lambda: transcripts.missing(wanted, limit=limit))
        except Unavailable:
            self._behind |= {conversation for conversation, _ in wanted}
            await asyncio.sleep(RETRY_SECONDS)
            return
        except Exception as error:  # what does not open is not shown
            logger.error("messages not read: %s", type(error).__name__)
            if len(wanted) > 1:  # and nobody else waits for it
                for each in wanted:
                    await self._read([each])
            return
        self._deliver(found)
        self._behind |= {each for each, cursor in wanted if self._moved_on(each, cursor)}

    def _moved_on(self, conversation: UUID, cursor: int) -> bool:
        """Whether reading again may bring more: somebody still lacks some, but less than before."""
        room = self._hub.rooms.get(conversation)
        lowest = room.lowest_cursor() if room is not None else None
        return lowest is not None and lowest > cursor

    def _deliver(self, found: Iterable[frames_out.Message]) -> None:
        for message in found:
            room = self._hub.rooms.get(message.conversation)
            if room is not None:
                room.saw(message.seq)
                room.offer(message.seq, frames_out.encode(message))
