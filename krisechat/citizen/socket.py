"""The citizen's socket, `/ws/citizen`: one token, one conversation."""

import logging
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from krisechat.citizen import view
from krisechat.foundation import clock
from krisechat.foundation.refusals import BadValue, Unauthenticated
from krisechat.operations import access_tokens, devices, turn_texts
from krisechat.operations.access_tokens import Holder
from krisechat.operations.messages import Send, Stored
from krisechat.privacy import masking
from krisechat.queries import conversations
from krisechat.queries.conversations import Member, Snapshot
from krisechat.realtime import frames_in, frames_out, publish
from krisechat.realtime.decoding import FrameDecoder, checked_body
from krisechat.socket import closing, hub
from krisechat.socket.connection import Connection, Receive
from krisechat.socket.stream import Stream
from krisechat.socket.threads import in_thread
from krisechat.socket.wire import AsgiSend
from krisechat.states.conversation import Author, ConversationState, Texting
from routing.operations import queueing
from routing.queries import citizens_handover, queue
from routing.queries.queue import Line, Place

logger = logging.getLogger(__name__)

HEARD_AFTER = 2.0  # seconds; a sign that comes earlier may have left before it was told


class CitizenConnection(Connection):
    """A citizen's page, or another client that holds one conversation's token."""

    decoder = FrameDecoder(frames_in.CITIZEN_FRAMES)
    hello_type = frames_in.Hello
    side = Author.CITIZEN
    id: UUID
    token_id: int
    device: int | None = None
    seen_at = (
        -devices.SPARINGLY.total_seconds()
    )  # monotonic: when somebody was last said to be there
    place: Place | None = None
    handover: str | None = None
    looks: int = 0
    told_at: float | None = None  # monotonic: when this page was told that somebody is there

    async def hello(self, frame: frames_in.Hello) -> None:
        try:
            holder, snapshot, line, handover = await in_thread(lambda: _admit(frame.token))
        except Unauthenticated as refusal:
            self.refuse(refusal)
            self.close(closing.NOT_AUTHENTICATED)
            return
        if frame.last_seq > snapshot.last_seq:
            raise BadValue("This seq is beyond the last message.", field="last_seq")
        self.id, self.token_id, self.person = snapshot.id, holder.token_id, holder.participant
        self.device = holder.device
        self.place = line.place_of(self.id)
        self.handover = handover
        self.said_hello = True
        self.streams[self.id] = Stream(frame.last_seq, target=snapshot.last_seq)
        self._welcome(self.hub.enter(self, snapshot))

    def _welcome(self, snapshot: Snapshot) -> None:
        shown = view.of(snapshot, self.place, self.handover)
        self._tells(snapshot)
        self.push(frames_out.Welcome(conversation=shown, last_seq=snapshot.last_seq))
        self._show_positions(None, snapshot)
        self.say_synced(self.id)
        self.hub.catch_up(self.id)

    # ── Commands ──────────────────────────────────────────────────────────────────────────

    def send_message(self, frame: frames_in.MessageSend) -> None:
        body = checked_body(frame.body)
        me = self.hub.member(self, self.id)
        if me is None:
            raise Unauthenticated("This conversation is erased.")
        self._somebody_is_there()
        self.allow_send(me.participant)
        body, masked = masking.mask_cpr(body)
        self.inflight += 1
        self.hub.submit(
            Send(
                conversation=self.id,
                participant=me.participant,
                author=Author.CITIZEN,
                alias=me.alias,
                client_id=frame.client_id,
                body=body,
                masked=masked,
                origin=self,
            )
        )

    def read(self, frame: frames_in.MessageRead) -> None:
        if frame.seq > self.hub.known_seq(self.id):
            raise BadValue("This seq is beyond the last message.", field="seq")
        self.hub.positions.read(self, self.id, frame.seq)

    def type(self, frame: frames_in.Typing) -> None:
        publish.typing(self.id, by=self.side, on=frame.on)
        self._somebody_is_there()

    def citizen_ping(self, frame: frames_in.CitizenPing) -> None:
        self.ping(frames_in.Ping(n=frame.n))
        if frame.active:
            self._somebody_is_there()
        if self.told_at is not None and time.monotonic() - self.told_at > HEARD_AFTER:
            self.told_at = None
            self.hub.spawn(self._write_that_they_know())

    def _tells(self, snapshot: Snapshot) -> None:
        """A text that says that somebody is there may wait for whether this page is still alive."""
        waits = snapshot.state == ConversationState.ACTIVE and snapshot.texting != Texting.NONE
        self.told_at = time.monotonic() if waits else None

    async def _write_that_they_know(self) -> None:
        try:
            await in_thread(lambda: turn_texts.page_knows(conversation=self.id, at=clock.now()))
        except Exception as error:  # a text too much is no harm
            logger.error("a text was not taken back: %s", type(error).__name__)

    def _somebody_is_there(self) -> None:
        """Not the socket, the person: written once a minute at most."""
        now = time.monotonic()
        if self.device is None or now - self.seen_at < devices.SPARINGLY.total_seconds():
            return
        self.seen_at = now
        self.hub.spawn(self._write_seen(self.device))

    async def _write_seen(self, device: int) -> None:
        try:
            await in_thread(lambda: devices.seen(device=device, at=clock.now()))
        except Exception as error:  # the next sign, a minute later, will do
            logger.error("a sign of life was not written: %s", type(error).__name__)

    def sync(self, frame: frames_in.Sync) -> None:
        self.resync(self.id, frame.last_seq)

    async def end(self, frame: frames_in.ConversationEnd) -> None:
        id = self.id
        await in_thread(lambda: queueing.end_by_citizen(conversation=id, at=clock.now()))
        found = await in_thread(lambda: conversations.snapshot(id))
        self.hub.refreshing.show(id, found)

    commands = {
        frames_in.Hello: hello,
        frames_in.MessageSend: send_message,
        frames_in.MessageRead: read,
        frames_in.Typing: type,
        frames_in.Sync: sync,
        frames_in.ConversationEnd: end,
        frames_in.CitizenPing: citizen_ping,
    }

    # ── What the hub tells ────────────────────────────────────────────────────────────────

    def acknowledge(self, stored: Stored) -> None:
        self.push(stored.ack())
        self.has_own(self.id, stored.message.seq)

    def member_in(self, snapshot: Snapshot) -> Member | None:
        return snapshot.citizen()

    def push_synced(self, conversation: UUID, seq: int) -> None:
        self.push(frames_out.Synced(last_seq=seq))

    def beat_frame(self, n: int, seqs: dict[UUID, int]) -> frames_out.Beat:
        return frames_out.Beat(n=n, seq=seqs.get(self.id, 0))

    def push_typing(self, conversation: UUID, *, by: str, on: bool) -> None:
        self.push(frames_out.Typing(on=on, by=by))

    def show_change(self, id: UUID, before: Snapshot | None, now: Snapshot | None) -> None:
        if now is None:
            self.close(closing.NOT_AUTHENTICATED)
            return
        if before is None or view.differs(before, now):
            self.place = self._place(self.hub.line)
            self._push_state(now)
        self._show_positions(before, now)
        if before is None or now.revision != before.revision:
            self.hub.spawn(self._look_at_handover())

    async def _look_at_handover(self) -> None:
        """What is passed on may have come further; it is told where it has."""
        self.looks += 1
        look = self.looks
        id = self.id
        try:
            handover = await in_thread(lambda: citizens_handover.stage_of(id))
        except Exception as error:  # the next change, or the next hello, looks again
            logger.error("a handover was not looked at: %s", type(error).__name__)
            return
        room = self.hub.rooms.get(id)
        # Of several looks the one begun last has read the newest.
        if look != self.looks or handover == self.handover or self.closed:
            return
        self.handover = handover
        if room is not None and room.snapshot is not None:
            self._push_state(room.snapshot)

    def _show_positions(self, before: Snapshot | None, now: Snapshot) -> None:
        for state, seq, known in (
            ("delivered", now.received, before.received if before else 0),
            ("read", now.read, before.read if before else 0),
        ):
            if seq > known:
                self.push(frames_out.Receipt(state=state, seq=seq, by=Author.VOLUNTEER))

    def show_line(self, line: Line) -> None:
        place = self._place(line)
        room = self.hub.rooms.get(self.id)
        if place is None:  # out of the queue: the state that follows says why
            self.place = None
        elif place != self.place and room is not None and room.snapshot is not None:
            self.place = place
            if not self.paused:
                self._push_state(room.snapshot)

    def _place(self, line: Line | None) -> Place | None:
        return line.place_of(self.id) if line is not None else None

    def _push_state(self, snapshot: Snapshot) -> None:
        self._tells(snapshot)
        shown = view.of(snapshot, self.place, self.handover)
        self.push(
            frames_out.State(
                state=shown.state,
                volunteer=shown.volunteer,
                queue=shown.queue,
                handover=shown.handover,
            )
        )

    @staticmethod
    def check_rights(connections: Sequence[Any]) -> list[tuple[Any, bool]]:
        alive = conversations.tokens_alive([each.token_id for each in connections])
        return [(each, each.token_id in alive) for each in connections]


def _admit(token: str) -> tuple[Holder, Snapshot, Line, str | None]:
    """In a thread: whom the token speaks for, and what they are to see first."""
    holder = access_tokens.resolve(token)
    snapshot = conversations.snapshot(holder.conversation)
    return holder, snapshot, queue.line(), citizens_handover.stage_of(snapshot.id)


async def application(scope: dict[str, Any], receive: Receive, send: AsgiSend) -> None:
    """The ASGI application of this socket."""
    await CitizenConnection(hub.current(), scope, send).run(receive)
