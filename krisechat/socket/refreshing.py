"""Telling connected people what changed besides messages.

Each kind of news only marks what to look at; one reading then covers everything marked, and the
difference between the picture shown before and the picture now becomes frames. So lost and
doubled hints do no harm.
"""

import asyncio
import logging
from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from uuid import UUID

from krisechat.foundation.refusals import Unavailable
from krisechat.queries import conversations
from krisechat.queries.conversations import Snapshot
from krisechat.realtime.hints import Position
from krisechat.socket.room import Room
from krisechat.socket.threads import in_thread
from krisechat.states.conversation import ConversationState
from routing.queries import queue
from routing.queries.queue import Line

if TYPE_CHECKING:
    from krisechat.socket.hub import Hub

logger = logging.getLogger(__name__)

QUEUE_SECONDS = 0.3  # a moving queue is looked at this often at most
RETRY_SECONDS = 0.5


class Refreshing:
    """What is to be looked at, and the one task that looks."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._rooms: set[UUID] = set()
        self._accounts: set[UUID] = set()
        self._queue = False
        self._looking = False

    def conversations(self, ids: Collection[UUID]) -> None:
        self._rooms |= set(ids)
        self._look()

    def accounts(self, ids: Collection[UUID]) -> None:
        self._accounts |= set(ids)
        self._look()

    def queue(self) -> None:
        self._queue = True
        self._look()

    def _look(self) -> None:
        if not self._looking and (self._rooms or self._accounts or self._queue):
            self._looking = True
            self._hub.spawn(self._look_at_all())

    async def _look_at_all(self) -> None:
        try:
            while self._rooms or self._accounts or self._queue:
                rooms, self._rooms = self._rooms, set()
                accounts, self._accounts = self._accounts, set()
                moved, self._queue = self._queue, False
                try:
                    await self._look_at(rooms, accounts, moved=moved)
                except Unavailable:
                    self._rooms |= rooms & self._hub.rooms.keys()
                    self._accounts |= accounts
                    self._queue = self._queue or moved
                    await asyncio.sleep(RETRY_SECONDS)
                if moved:
                    await asyncio.sleep(QUEUE_SECONDS)
        finally:
            self._looking = False

    async def _look_at(self, rooms: set[UUID], accounts: set[UUID], *, moved: bool) -> None:
        await self._look_at_rooms(rooms, moved=moved)
        for connection in list(self._hub.connections):
            welcomed = connection.said_hello and not connection.closed
            if welcomed and connection.person in accounts:
                await self._look_again(connection)

    async def _look_at_rooms(self, rooms: set[UUID], *, moved: bool) -> None:
        try:
            found, line = await in_thread(lambda: _read(rooms, moved=moved))
        except Unavailable:
            raise
        except Exception as error:  # one that does not open must not hide the others
            logger.error("conversations not looked at: %s", type(error).__name__)
            if len(rooms) > 1 or (rooms and moved):
                for each in rooms:
                    await self._look_at_rooms({each}, moved=False)
                await self._look_at_rooms(set(), moved=moved)
            return
        if line is not None:  # known before anybody is told that they wait
            self._hub.line = line
        for id in rooms:
            self.show(id, found.get(id))
        if line is not None:
            self.show_line(line)

    async def _look_again(self, connection: Any) -> None:
        try:
            await connection.look_again()
        except Unavailable:
            raise
        except Exception as error:  # as above
            logger.error("a console did not look again: %s", type(error).__name__)

    def show(self, id: UUID, snapshot: Snapshot | None) -> None:
        """The conversation as it is now, to everybody here who is in it; None: it is erased."""
        room = self._hub.rooms.get(id)
        if room is None:
            return
        before = room.snapshot
        if before is not None and snapshot is not None and snapshot.revision < before.revision:
            return  # an older reading that came in late
        room.snapshot = snapshot
        if snapshot is not None:
            self._hub.heard_of(id, snapshot.last_seq)
        room.wake_watchers()
        for connection in list(room.connections):
            connection.show_change(id, before, snapshot)

    def move(self, position: Position) -> None:
        """Somebody has received or read more: known by number, so nothing is read for it."""
        room = self._hub.rooms.get(position.conversation)
        if room is not None and room.snapshot is not None:
            self.show(room.id, room.snapshot.moved(position))

    def show_line(self, line: Line) -> None:
        """The queue as it is now, to those who wait and to those who answer."""
        self._hub.line = line
        for connection in list(self._hub.connections):
            if connection.said_hello:
                connection.show_line(line)

    def place(self, room: Room) -> Any:
        """Where the room's conversation stands in the queue; None when it does not wait."""
        return self._hub.line.place_of(room.id) if self._hub.line is not None else None


def _read(rooms: set[UUID], *, moved: bool) -> tuple[dict[UUID, Snapshot], Line | None]:
    """In a thread: the conversations, and the queue if it moved or one of them waits in it."""
    found = conversations.snapshots(rooms)
    waits = any(each.state == ConversationState.WAITING for each in found.values())
    return found, queue.line() if moved or waits else None
