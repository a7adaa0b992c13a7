"""The outgoing half of a socket: what it has of each conversation, and how much it is sent.

Driven by the hub. Messages go out in order from each stream's cursor, while the window is open;
beats ask whether they arrive.
"""

import asyncio
import time
from abc import ABC, abstractmethod
from collections import deque
from typing import Any
from uuid import UUID

from krisechat.foundation.refusals import BadValue, Refusal
from krisechat.realtime import frames_in, frames_out
from krisechat.socket import closing
from krisechat.socket.hub import Hub
from krisechat.socket.stream import Stream
from krisechat.socket.window import SendWindow
from krisechat.socket.wire import AsgiSend, Wire

CONFIRM_SECONDS = 2.0  # after messages were sent, a beat asks this soon whether they arrived


class Delivery(ABC):
    """Everything that leaves on one socket."""

    def __init__(self, hub: Hub, send: AsgiSend) -> None:
        self.hub = hub
        self.streams: dict[UUID, Stream] = {}
        self.window: SendWindow[dict[UUID, int]] = SendWindow()
        self.closed = False
        self.heard_at = self.opened_at = time.monotonic()
        self.beat_due = self.opened_at + hub.BEAT_SECONDS
        self.beat_sent_at: float | None = None
        self.paused_at: float | None = None
        self.inflight = 0
        self._wire = Wire(send)
        self._room_to_send = asyncio.Event()
        self._in_turn: deque[bytes] = deque()

    def close(self, code: int) -> None:
        """Closes with this code, once."""
        if not self.closed:
            self.closed = True
            self._wire.event({"type": "websocket.close", "code": code})
            self._room_to_send.set()

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

    def push_in_turn(self, frame: frames_out.Frame) -> None:
        """Sends a frame that may wait until the client has read what was sent before it."""
        self._in_turn.append(frames_out.encode(frame))
        self._send_in_turn()

    def _send_in_turn(self) -> None:
        while self._in_turn and not self.paused:
            self.push_encoded(self._in_turn.popleft())
            self._pause_when_full()

    def _pause_when_full(self) -> None:
        if self.window.full:
            self.paused_at = time.monotonic()
            self.beat()

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
        self._pause_when_full()

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
            self._send_in_turn()
            for conversation in self.streams:
                self.say_synced(conversation)
                self.hub.catch_up(conversation)

    def not_reading(self, *, now: float, patience: float) -> bool:
        """Whether a beat has gone unanswered for `patience` seconds."""
        if self.paused_at is not None and now - self.paused_at > patience:
            return True
        asked = self.beat_sent_at
        return asked is not None and now - asked > patience and now - self.heard_at > patience
