"""The base both sockets share: handshake, hello, the command table, the end; what leaves is in
delivery.py.

One instance is one socket. It is driven by its receive loop and by the hub, both on the server's
event loop, so nothing here needs a lock. No exception ever leaves `run`.
"""

import asyncio
import logging
import time
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from krisechat.foundation.refusals import (
    BadValue,
    Malformed,
    RateLimited,
    Refusal,
    Unavailable,
    WrongState,
)
from krisechat.operations.messages import Stored
from krisechat.queries.conversations import Member, Snapshot
from krisechat.realtime import buckets, frames_out
from krisechat.realtime.decoding import FrameDecoder
from krisechat.socket import closing, handshake
from krisechat.socket.delivery import Delivery
from krisechat.socket.hub import Hub
from krisechat.socket.wire import AsgiSend
from routing.queries.queue import Line

logger = logging.getLogger(__name__)

HELLO_SECONDS = 10.0
FRAME_MAX = 16 * 1024  # bytes
MALFORMED_IN_A_ROW = 10
LIMITED_IN_A_ROW = 20
INFLIGHT = 64

Receive = Callable[[], Awaitable[dict[str, Any]]]
Command = Callable[[Any, Any], Any]


def _too_large(text: str | None) -> bool:
    """Whether a text has more bytes than a frame may; counted only where it could."""
    return text is not None and len(text) > FRAME_MAX // 4 and len(text.encode()) > FRAME_MAX


class Connection(Delivery):
    """One socket. Subclasses name their frames, their commands, their hello, and what changes
    look like on them. `person` is who holds it: a token's participant or an account's id."""

    decoder: ClassVar[FrameDecoder]
    hello_type: ClassVar[type]
    commands: ClassVar[dict[type, Command]]
    side: ClassVar[str]
    person: Any = None

    def __init__(self, hub: Hub, scope: dict[str, Any], send: AsgiSend) -> None:
        super().__init__(hub, send)
        self.scope = scope
        self.said_hello = False
        self._malformed = 0
        self._limited = 0

    # ── The socket's life ─────────────────────────────────────────────────────────────────

    async def run(self, receive: Receive) -> None:
        """Serves the socket until it closes."""
        await receive()  # websocket.connect
        accept = handshake.check(self.scope)
        if accept is None:
            self._wire.event({"type": "websocket.close"})
            return
        self._wire.event(accept)
        self.hub.connections.add(self)
        if self.hub.stopping:
            self.close(closing.RESTART)
        try:
            await self._serve(receive)
        except Exception as error:  # never a mute socket
            logger.error("socket failed: %s", type(error).__name__)
            self.close(closing.FAILED)
        finally:
            self.closed = True
            buckets.frames.forget(self)
            self.hub.remove(self)

    async def _serve(self, receive: Receive) -> None:
        if self.closed or not await self.admitted():
            return
        while not self.closed:
            try:
                event = await self._next_event(receive)
            except TimeoutError:
                self.close(closing.NOT_AUTHENTICATED)
                return
            if event["type"] == "websocket.disconnect":
                return
            if self.hub.stopping:
                continue  # unanswered, so that it is sent again to whoever is there next
            await self._take(event)
            while self.inflight >= INFLIGHT and not self.closed:
                self._room_to_send.clear()
                await self._room_to_send.wait()

    async def _next_event(self, receive: Receive) -> dict[str, Any]:
        if self.said_hello:
            return await receive()
        async with asyncio.timeout(self.opened_at + HELLO_SECONDS - time.monotonic()):
            return await receive()

    async def admitted(self) -> bool:
        """Whether the handshake itself proves enough to listen for a hello."""
        return True

    # ── Frames in ─────────────────────────────────────────────────────────────────────────

    async def _take(self, event: dict[str, Any]) -> None:
        self.heard_at = now = time.monotonic()
        text = event.get("text")
        if _too_large(text) or len(event.get("bytes") or b"") > FRAME_MAX:
            self.close(closing.TOO_LARGE)
            return
        if buckets.frames.take(self, now=now):
            self.close(closing.TOO_MANY)
            return
        try:
            frame = self._decoded(text)
        except Refusal as refusal:
            self._refuse_malformed(refusal, text)
            return
        self._malformed = 0
        try:
            await self._command(frame)
        except Refusal as refusal:
            self.refuse(refusal, about=frame)
            if not self.said_hello and isinstance(refusal, Unavailable):
                self.close(closing.RESTART)  # come back, rather than wait here for nothing
        if self._limited >= LIMITED_IN_A_ROW:
            self.close(closing.TOO_MANY)

    def _decoded(self, text: str | None) -> Any:
        if text is None:
            raise Malformed("Frames are text.")
        return self.decoder.decode(text)

    async def _command(self, frame: Any) -> None:
        is_hello = isinstance(frame, self.hello_type)
        if not self.said_hello and not is_hello:
            self.close(closing.NOT_AUTHENTICATED)
            return
        if self.said_hello and is_hello:
            raise WrongState("Hello was said already.")
        answer = self.commands[type(frame)](self, frame)
        if answer is not None:  # most commands are done at once; the others are coroutines
            await answer

    def _refuse_malformed(self, refusal: Refusal, text: str | None) -> None:
        hello_so_far = self.said_hello or (text is not None and '"hello"' in text)
        if not hello_so_far:
            self.close(closing.NOT_AUTHENTICATED)
            return
        self._malformed += 1
        if self._malformed > MALFORMED_IN_A_ROW:
            self.close(closing.MALFORMED)
            return
        self.refuse(refusal)
        if not self.said_hello and not isinstance(refusal, BadValue):
            self.close(closing.NOT_AUTHENTICATED)

    def allow_send(self, participant: int) -> None:
        """Raises RateLimited above the author's limit; too many in a row close the socket."""
        wait = buckets.sends.take(participant, now=time.monotonic())
        if not wait:
            self._limited = 0
            return
        self._limited += 1
        raise RateLimited("Too many messages at once.", retry_after=wait)

    # ── What the hub asks of every connection ─────────────────────────────────────────────

    @abstractmethod
    def acknowledge(self, stored: Stored) -> None:
        """One of this connection's own messages is stored."""

    @abstractmethod
    def member_in(self, snapshot: Snapshot) -> Member | None:
        """This connection's person in the conversation."""

    @abstractmethod
    def show_change(self, id: UUID, before: Snapshot | None, now: Snapshot | None) -> None:
        """The conversation is not what it was; None: it is erased."""

    @abstractmethod
    def show_line(self, line: Line) -> None:
        """The queue moved."""

    @abstractmethod
    def push_typing(self, conversation: UUID, *, by: str, on: bool) -> None:
        """The other side began or stopped typing."""

    def show_note(self, note: frames_out.Note) -> None:
        """A note was written; only those who answer see it."""

    async def look_again(self) -> None:
        """Something about this connection's person changed."""

    @staticmethod
    @abstractmethod
    def check_rights(connections: Sequence[Any]) -> list[tuple[Any, bool]]:
        """In a thread: which of these connections still stand."""
