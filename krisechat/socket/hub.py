"""Everything connected to this process, and how news reaches it.

News comes three ways, each only faster than the next: messages this process has just committed
(in memory, at once), hints from other processes (then the database is read), and the sweep (the
database's own numbers, every two seconds, whatever else is broken). All end in the same place:
each stream gets the messages after its cursor, in order.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, ClassVar
from uuid import UUID

from krisechat.foundation.refusals import Refusal
from krisechat.operations.messages import Outcome, Send, Stored
from krisechat.queries.conversations import Member, Snapshot
from krisechat.realtime import frames_out, publish
from krisechat.realtime.hints import Hints
from krisechat.realtime.relay import HintRelay
from krisechat.socket import closing
from krisechat.socket.catching_up import CatchingUp
from krisechat.socket.positions import Positions
from krisechat.socket.refreshing import Refreshing
from krisechat.socket.room import Room
from krisechat.socket.sweeping import Sweeping
from krisechat.socket.writer import GroupWriter
from routing.queries.queue import Line


class Hub:
    """One a process. Touched only on its loop."""

    BEAT_SECONDS: ClassVar[float] = 8.0
    PATIENCE_SECONDS: ClassVar[float] = 30.0

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.rooms: dict[UUID, Room] = {}
        self.connections: set[Any] = set()
        self.line: Line | None = None
        self.stopping = False
        self.positions = Positions(self)
        self._catching_up = CatchingUp(self)
        self.refreshing = Refreshing(self)
        self._sweeping = Sweeping(self)
        self._writer = GroupWriter(loop=self.loop, done=self._written)
        self._relay = HintRelay(heard=self.on_hints)
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self) -> None:
        """Begins to hear hints and to sweep."""
        publish.attach(hub=self, relay=self._relay, loop=self.loop)
        self._relay.start()
        self._sweeping.start()

    async def stop(self, *, seconds: float) -> None:
        """An orderly end: what was sent to us is stored and acknowledged, then each socket is
        closed with 1012, spread over `seconds`. From now on nothing more is taken in, and who
        connects late is sent away with 1012 too."""
        self.stopping = True
        await self._writer.drain()
        everybody = list(self.connections)
        for number, connection in enumerate(everybody):
            connection.close(closing.RESTART)
            if number % 20 == 19:
                await asyncio.sleep(seconds * 20 / len(everybody))
        await self._writer.drain()
        self._sweeping.stop()
        publish.detach()
        for task in self._tasks:
            task.cancel()
        await self._relay.stop()
        self._writer.close()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Runs `work` beside everything else, held until it is done."""
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ── Rooms ─────────────────────────────────────────────────────────────────────────────

    def room(self, conversation: UUID) -> Room:
        """The conversation's room here, made when first needed."""
        room = self.rooms.get(conversation)
        if room is None:
            room = self.rooms[conversation] = Room(conversation)
        return room

    def enter(self, connection: Any, snapshot: Snapshot) -> Snapshot:
        """The connection takes part in the conversation from now on. Returns the newest picture
        of it, which everybody else here has been shown, and which the newcomer is to begin with.
        """
        room = self.room(snapshot.id)
        # Somebody's own reading may be ahead of the hint that would tell the others, or behind.
        self.refreshing.show(snapshot.id, snapshot)
        room.connections.add(connection)
        room.saw(snapshot.last_seq)
        self._replace_oldest(room, connection)
        return room.snapshot or snapshot

    def leave(self, connection: Any, conversation: UUID) -> None:
        """The connection has no part in the conversation any more."""
        connection.streams.pop(conversation, None)
        room = self.rooms.get(conversation)
        if room is not None:
            room.connections.discard(connection)
            self.tidy(room)

    def tidy(self, room: Room) -> None:
        """Forgets a room nobody is in."""
        if room.empty:
            self.rooms.pop(room.id, None)

    def remove(self, connection: Any) -> None:
        """The socket is gone."""
        self.connections.discard(connection)
        for conversation in list(connection.streams):
            self.leave(connection, conversation)

    def _replace_oldest(self, room: Room, newcomer: Any) -> None:
        """Up to four connections a person; a fifth closes the oldest."""
        same = [each for each in room.connections if each.person == newcomer.person]
        self.replace_oldest(same)

    @staticmethod
    def replace_oldest(same: list[Any]) -> None:
        living = [each for each in same if not each.closed]
        for oldest in sorted(living, key=lambda each: each.opened_at)[:-4]:
            oldest.close(closing.REPLACED)

    def member(self, connection: Any, conversation: UUID) -> Member | None:
        """The connection's person in the conversation, as far as is known here."""
        room = self.rooms.get(conversation)
        if room is None or room.snapshot is None:
            return None
        member: Member | None = connection.member_in(room.snapshot)
        return member

    def known_seq(self, conversation: UUID) -> int:
        room = self.rooms.get(conversation)
        return room.known_seq if room is not None else 0

    # ── Messages ──────────────────────────────────────────────────────────────────────────

    def submit(self, send: Send) -> None:
        """Stores a message; its `origin`, a connection, hears what became of it."""
        self._writer.submit(send)

    def on_stored(self, messages: Sequence[Stored]) -> None:
        """Messages this process has committed: to everybody here, at once."""
        for stored in messages:
            room = self.rooms.get(stored.message.conversation)
            if stored.send.origin is not None:
                stored.send.origin.acknowledge(stored)
            if room is None:
                continue
            room.saw(stored.message.seq)
            encoded = frames_out.encode(stored.message)
            room.offer(stored.message.seq, encoded, but=stored.send.origin)
            if room.lowest_cursor() is not None:
                self.catch_up(room.id)

    def _written(self, send: Send, outcome: Outcome) -> None:
        connection = send.origin
        if isinstance(outcome, Refusal):
            connection.refuse(outcome, about=send)
        elif not outcome.fresh:
            connection.acknowledge(outcome)
            self.heard_of(send.conversation, outcome.message.seq)
        connection.send_finished()

    def catch_up(self, conversation: UUID) -> None:
        """Somebody here lacks messages of this conversation: they are read and sent."""
        self._catching_up.need(conversation)

    def heard_of(self, conversation: UUID, seq: int) -> None:
        """`seq` exists, says a hint or the database."""
        room = self.rooms.get(conversation)
        if room is not None and room.saw(seq):
            self.catch_up(conversation)

    # ── Hints ─────────────────────────────────────────────────────────────────────────────

    def on_hints(self, hints: Hints) -> None:
        """Something is new; here it is looked at."""
        for conversation, seq in hints.seqs.items():
            self.heard_of(conversation, seq)
        self.refreshing.conversations(hints.changed & self.rooms.keys())
        for (conversation, by), on in hints.typing.items():
            self._typing(conversation, by=by, on=on)
        for position in hints.positions.values():
            self.refreshing.move(position)
        if hints.queue:
            self.refreshing.queue()
        if hints.accounts:
            self.refreshing.accounts(hints.accounts)

    def show_note(self, note: frames_out.Note) -> None:
        """A note was written: to everybody here who answers in that conversation."""
        room = self.rooms.get(note.conversation)
        for connection in room.connections if room is not None else ():
            connection.show_note(note)

    def _typing(self, conversation: UUID, *, by: str, on: bool) -> None:
        room = self.rooms.get(conversation)
        for connection in room.connections if room is not None else ():
            if connection.side != by and not connection.paused:
                connection.push_typing(conversation, by=by, on=on)


_hubs: dict[int, Hub] = {}


def current() -> Hub:
    """The hub of the running loop, started when first asked for."""
    loop = asyncio.get_running_loop()
    hub = _hubs.get(id(loop))
    if hub is None or hub.loop is not loop:
        hub = _hubs[id(loop)] = Hub()
        hub.start()
    return hub


async def stop_current(*, seconds: float = 5.0) -> None:
    """Ends the hub of the running loop, if there is one."""
    loop = asyncio.get_running_loop()
    hub = _hubs.get(id(loop))
    if hub is not None:
        await hub.stop(seconds=seconds)
        _hubs.pop(id(loop))
