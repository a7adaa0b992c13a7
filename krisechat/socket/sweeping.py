"""The sweep: every half second the sockets' own clocks, every two the database's numbers.

It is what makes everything else a mere nudge. Rights are looked at again here too, so that a
token, a login or a part in a conversation that has ended is felt within five seconds.
"""

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from krisechat.foundation.refusals import Unavailable
from krisechat.queries import conversations
from krisechat.socket import closing
from krisechat.socket.threads import in_thread
from routing.queries import queue
from routing.queries.queue import Line

if TYPE_CHECKING:
    from krisechat.socket.hub import Hub

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.5
READ_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What the database says now of everything connected here."""

    heads: dict[UUID, tuple[int, int]]
    line: Line
    rights: list[tuple[Any, bool]]


class Sweeping:
    """Two loops over the hub's connections and rooms."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._tick()), loop.create_task(self._read())]

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            now = time.monotonic()
            for connection in list(self._hub.connections):
                try:
                    self._beat_or_close(connection, now=now)
                except Exception as error:  # one socket's fault must not mute the others
                    logger.error("a beat failed: %s", type(error).__name__)

    def _beat_or_close(self, connection: Any, *, now: float) -> None:
        if not connection.said_hello:
            return
        if connection.not_reading(now=now, patience=self._hub.PATIENCE_SECONDS):
            connection.close(closing.NOT_READING)
        elif now >= connection.beat_due:
            connection.beat()

    async def _read(self) -> None:
        while True:
            await asyncio.sleep(READ_SECONDS)
            try:
                await self._look()
            except Unavailable:
                continue  # away; the next reading will do
            except Exception as error:  # the sweep must outlive whatever it meets
                logger.error("sweep failed: %s", type(error).__name__)

    async def _look(self) -> None:
        if not self._hub.connections and not self._hub.rooms:
            return
        connected = [each for each in self._hub.connections if each.said_hello]
        groups: dict[Any, list[Any]] = {}
        for each in connected:
            groups.setdefault(each.check_rights, []).append(each)
        rooms = list(self._hub.rooms)
        picture = await in_thread(lambda: _picture(rooms, groups))
        self._show(picture)

    def _show(self, picture: Picture) -> None:
        for connection, stands in picture.rights:
            if not stands:
                connection.close(closing.NOT_AUTHENTICATED)
        changed = set()
        for id, (seq, revision) in picture.heads.items():
            room = self._hub.rooms.get(id)
            if room is None:
                continue
            self._hub.heard_of(id, seq)
            if room.lowest_cursor() is not None:
                self._hub.catch_up(id)
            if room.snapshot is None or room.snapshot.revision != revision:
                changed.add(id)
        self._hub.refreshing.conversations(changed)
        self._hub.refreshing.show_line(picture.line)


def _picture(rooms: list[UUID], groups: dict[Any, list[Any]]) -> Picture:
    rights = [verdict for check, members in groups.items() for verdict in check(members)]
    return Picture(heads=conversations.heads(rooms), line=queue.line(), rights=rights)
