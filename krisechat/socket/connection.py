"""The base both sockets share: handshake, hello, the command table, the window, the end.

One instance is one socket. It is driven by its receive loop and by the hub, both on the server's
event loop, so nothing here needs a lock. No exception ever leaves `run`.
"""

import asyncio
import inspect
import logging
import time
from abc import ABC, abstractmethod
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
from krisechat.realtime import buckets, frames_in, frames_out
from krisechat.realtime.decoding import FrameDecoder
from krisechat.socket import closing, handshake
from krisechat.socket.hub import Hub
from krisechat.socket.stream import Stream
from krisechat.socket.window import SendWindow
from krisechat.socket.wire import AsgiSend, Wire
from routing.queries.queue import Line

logger = logging.getLogger(__name__)

HELLO_SECONDS = 10.0
FRAME_MAX = 16 * 1024  # bytes
MALFORMED_IN_A_ROW = 10
LIMITED_IN_A_ROW = 20
INFLIGHT = 64
CONFIRM_SECONDS = 2.0  # after messages were sent, a beat asks this soon whether they arrived

Receive = Callable[[], Awaitable[dict[str, Any]]]
Command = Callable[[Any, Any], Any]


def _too_large(text: str | None) -> bool:
    """Whether a text has more bytes than a frame may; counted only where it could."""
    return text is not None and len(text) > FRAME_MAX // 4 and len(text.encode()) > FRAME_MAX


class Connection(ABC):
    """One socket. Subclasses name their frames, their commands, their hello, and what changes
    look like on them. `person` is who holds it: a token's participant or an account's id."""

    decoder: ClassVar[FrameDecoder]
    hello_type: ClassVar[type]
    commands: ClassVar[dict[type, Command]]
    side: ClassVar[str]
    person: Any = None

    def __init__(self, hub: Hub, scope: dict[str, Any], send: AsgiSend) -> None:
        self.hub = hub
        self.scope = scope
        self.streams: dict[UUID, Stream] = {}
        self.window: SendWindow[dict[UUID, int]] = SendWindow()
        self.said_hello = False
        self.closed = False
        self.heard_at = self.opened_at = time.monotonic()
        self.beat_due = self.opened_at + hub.BEAT_SECONDS
        self.beat_sent_at: float | None = None
        self.paused_at: float | None = None
        self.inflight = 0
        self._wire = Wire(send)
        self._room_to_send = asyncio.Event()
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
        if not await self.admitted():
            return
        while not self.closed:
            try:
                event = await self._next_event(receive)
            except TimeoutError:
                self.close(closing.NOT_AUTHENTICATED)
                return
            if event["type"] == "websocket.disconnect":
                return
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

    def close(self, code: int) -> None:
        """Closes with this code, once."""
        if not self.closed:
            self.closed = True
            self._wire.event({"type": "websocket.close", "code": code})
            self._room_to_send.set()

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
        if inspect.isawaitable(answer):
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

    # ── Frames out ────────────────────────────────────────────────────────────────────────

    def push(self, frame: frames_out.Frame) -> None:
        """Sends a frame that is not a message."""
        self.push_encoded(frames_out.encode(frame))

    def push_encoded(self, frame: bytes, *, message: bool = False) -> None:
        if self.closed:
            return
        self.window.sent(len(frame), message=message)
        self._wire.text(frame)
        if self.window.overrun:
            self.close(closing.NOT_READING)

    def refuse(self, refusal: Refusal, *, about: Any = None) -> None:
        """Answers with an error frame, naming the message and conversation it is about."""
        client_id = getattr(about, "client_id", None)
        conversation = getattr(about, "conversation", None)
        self.push(
            frames_out.Error(
                code=refusal.code,
                detail=refusal.detail,
                field=refusal.field,
                client_id=str(client_id) if client_id else None,
                conversation=str(conversation) if conversation else None,
                retry_after=refusal.retry_after,
            )
        )

    def allow_send(self, participant: int) -> None:
        """Raises RateLimited above the author's limit; too many in a row close the socket."""
        wait = buckets.sends.take(participant, now=time.monotonic())
        if not wait:
            self._limited = 0
            return
        self._limited += 1
        raise RateLimited("Too many messages at once.", retry_after=wait)

    def send_finished(self) -> None:
        """One of this socket's messages was stored or refused."""
        self.inflight -= 1
        self._room_to_send.set()

    # ── Messages ──────────────────────────────────────────────────────────────────────────

    @property
    def paused(self) -> bool:
        return self.paused_at is not None

    def offer(self, conversation: UUID, seq: int, encoded: bytes) -> None:
        """Sends the message if it is the next one here; a gap is filled by catching up."""
        stream = self.streams.get(conversation)
        if stream is None or self.paused or not stream.is_next(seq):
            return
        self.push_encoded(encoded, message=True)
        stream.passed(seq)
        self.beat_due = min(self.beat_due, time.monotonic() + CONFIRM_SECONDS)
        if stream.reached_target():
            self.push_synced(conversation, stream.cursor)
        if self.window.full:
            self.paused_at = time.monotonic()
            self.beat()

    def say_synced(self, conversation: UUID) -> None:
        """Says `synced` at once when nothing was lacking."""
        stream = self.streams[conversation]
        if not self.paused and stream.reached_target():
            self.push_synced(conversation, stream.cursor)

    def has_own(self, conversation: UUID, seq: int) -> None:
        """The connection's own message was acknowledged to it, which may be all it lacked."""
        # No stream when the socket closed, or left the conversation, while it was being stored.
        if conversation in self.streams:
            self.streams[conversation].acknowledged(seq)
            self.say_synced(conversation)

    @abstractmethod
    def push_synced(self, conversation: UUID, seq: int) -> None: ...

    def resync(self, conversation: UUID, last_seq: int) -> None:
        """Starts over after `last_seq`. Raises BadValue beyond the last message."""
        known = self.hub.known_seq(conversation)
        if last_seq > known:
            raise BadValue("This seq is beyond the last message.", field="last_seq")
        self.streams[conversation].rewind(last_seq, target=known)
        self.say_synced(conversation)
        self.hub.catch_up(conversation)

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

    def show_note(self, note: frames_out.Note) -> None:  # noqa: B027
        """A note was written; only those who answer see it."""

    async def look_again(self) -> None:  # noqa: B027
        """Something about this connection's person changed."""

    @staticmethod
    @abstractmethod
    def check_rights(connections: Sequence[Any]) -> list[tuple[Any, bool]]:
        """In a thread: which of these connections still stand."""

    # ── Beats ─────────────────────────────────────────────────────────────────────────────

    def beat(self) -> None:
        """Asks whether the client is reading, and tells it how far each conversation is."""
        now = time.monotonic()
        seqs = {each: self.hub.known_seq(each) for each in self.streams}
        n = self.window.beat({each: stream.cursor for each, stream in self.streams.items()})
        self.beat_sent_at = self.beat_sent_at or now
        self.beat_due = now + self.hub.BEAT_SECONDS
        self.push(self.beat_frame(n, seqs))

    @abstractmethod
    def beat_frame(self, n: int, seqs: dict[UUID, int]) -> frames_out.Frame: ...

    def ping(self, frame: frames_in.Ping) -> None:
        """The client answers a beat, or asks whether we are there."""
        if frame.n is not None:
            cursors = self.window.answer(frame.n)
            if cursors is not None:
                self._confirmed(cursors)
        self.push(frames_out.Pong(n=frame.n))

    def _confirmed(self, cursors: dict[UUID, int]) -> None:
        self.beat_sent_at = None
        for conversation, seq in cursors.items():
            self.hub.positions.delivered(self, conversation, seq)
        if self.paused and not self.window.full:
            self.paused_at = None
            for conversation in self.streams:
                self.say_synced(conversation)
                self.hub.catch_up(conversation)

    def not_reading(self, *, now: float, patience: float) -> bool:
        """Whether a beat has gone unanswered for `patience` seconds."""
        if self.paused_at is not None and now - self.paused_at > patience:
            return True
        asked = self.beat_sent_at
        return asked is not None and now - asked > patience and now - self.heard_at > patience
