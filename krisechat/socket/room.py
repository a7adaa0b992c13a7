"""A conversation that has sockets in this process: who they are, and what they know of it."""

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID

from krisechat.queries.conversations import Snapshot

if TYPE_CHECKING:
    from krisechat.socket.connection import Connection


class Room:
    """The connections of one conversation, the newest seq known, the last snapshot shown."""

    def __init__(self, conversation: UUID) -> None:
        self.id = conversation
        self.connections: set[Connection] = set()
        self.watchers: set[asyncio.Event] = set()
        self.known_seq = 0
        self.snapshot: Snapshot | None = None

    @property
    def empty(self) -> bool:
        return not self.connections and not self.watchers

    def saw(self, seq: int) -> bool:
        """Notes that `seq` exists; True when that is news."""
        if seq <= self.known_seq:
            return False
        self.known_seq = seq
        self.wake_watchers()
        return True

    def wake_watchers(self) -> None:
        for each in self.watchers:
            each.set()

    def lowest_cursor(self) -> int | None:
        """From where messages are lacking to somebody who may be sent some; None: nowhere."""
        cursors = [
            stream.cursor
            for connection in self.connections
            if not connection.paused and (stream := connection.streams.get(self.id)) is not None
        ]
        lowest = min(cursors, default=self.known_seq)
        return lowest if lowest < self.known_seq else None

    def offer(self, seq: int, encoded: bytes, *, but: object = None) -> None:
        """Sends a message to everybody for whom it is the next one."""
        for connection in self.connections:
            if connection is not but:
                connection.offer(self.id, seq, encoded)
