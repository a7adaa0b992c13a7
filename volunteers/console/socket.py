"""The console's socket, `/ws/console`: one person, all the conversations they are in."""

from functools import partial
from typing import Any
from uuid import UUID

from krisechat.foundation import clock
from krisechat.foundation.refusals import BadValue, NotFound
from krisechat.operations import notes
from krisechat.operations.messages import Send
from krisechat.privacy import masking
from krisechat.queries import conversations
from krisechat.queries import notes as note_queries
from krisechat.queries.conversations import Snapshot
from krisechat.realtime import frames_in, publish
from krisechat.realtime.decoding import FrameDecoder, checked_body
from krisechat.socket import hub
from krisechat.socket.connection import Connection, Receive
from krisechat.socket.threads import in_thread
from krisechat.socket.wire import AsgiSend
from krisechat.states.conversation import Author
from routing.operations import assignments, danger, duty
from volunteers import access
from volunteers.console import view
from volunteers.console.emergency import EmergencyConnection

TAGS = 20
TAG_MAX = 40  # code points


class ConsoleConnection(EmergencyConnection):
    """A volunteer's console, and what can be done from it."""

    decoder = FrameDecoder(frames_in.CONSOLE_FRAMES)
    hello_type = frames_in.ConsoleHello

    # ── Commands: messages ────────────────────────────────────────────────────────────────

    def send_message(self, frame: frames_in.ConsoleMessageSend) -> None:
        self._mine(frame.conversation)
        body = checked_body(frame.body)
        me = self.hub.member(self, frame.conversation)
        if me is None:
            raise NotFound("Not found.", field="conversation")
        self.allow_send(me.participant)
        body, masked = masking.mask_cpr(body)
        self.inflight += 1
        self.hub.submit(
            Send(
                conversation=frame.conversation,
                participant=me.participant,
                author=Author.VOLUNTEER,
                alias=me.alias,
                client_id=frame.client_id,
                body=body,
                masked=masked,
                origin=self,
            )
        )

    def read(self, frame: frames_in.ConsoleMessageRead) -> None:
        self._mine(frame.conversation)
        if frame.seq > self.hub.known_seq(frame.conversation):
            raise BadValue("This seq is beyond the last message.", field="seq")
        self.hub.positions.read(self, frame.conversation, frame.seq)

    def type(self, frame: frames_in.ConsoleTyping) -> None:
        self._mine(frame.conversation)
        publish.typing(frame.conversation, by=self.side, on=frame.on)

    def sync(self, frame: frames_in.ConsoleSync) -> None:
        self._mine(frame.conversation)
        self.resync(frame.conversation, frame.last_seq)

    # ── Commands: conversations ───────────────────────────────────────────────────────────

    async def next(self, frame: frames_in.ConversationNext) -> None:
        await in_thread(lambda: assignments.take_next(self.who, at=clock.now()))
        await self.look_again()

    async def set_presence(self, frame: frames_in.PresenceSet) -> None:
        self.duty = await in_thread(
            lambda: duty.choose(
                self.who, status=frame.status, capacity=frame.capacity, at=clock.now()
            )
        )
        self._push_presence(self.duty)

    async def flag(self, frame: frames_in.ConversationFlag) -> None:
        room = self.hub.rooms.get(frame.conversation)
        before = room.snapshot.risk if room is not None and room.snapshot is not None else ""
        operation = partial(
            danger.flag,
            conversation=frame.conversation,
            risk=frame.risk,
            reason=checked_body(frame.reason, field="reason") if frame.reason else "",
            account=self.who.account,
        )
        now = await self._step(frame.conversation, operation)
        # Nothing to see for the others, but an answer for this one, unless it has just lost it.
        if now.risk == before and now.id in self.streams:
            self.push(view.conversation(now, to=self.who.account, reason="changed"))
        if frame.reason:
            await self._show_newest_note(frame.conversation)

    async def write_note(self, frame: frames_in.ConversationNote) -> None:
        body = checked_body(frame.body)
        await self._step(
            frame.conversation,
            partial(
                notes.write, conversation=frame.conversation, account=self.who.account, body=body
            ),
        )
        await self._show_newest_note(frame.conversation)

    async def _show_newest_note(self, id: UUID) -> None:
        [written] = await in_thread(lambda: note_queries.of_conversation(id, newest=1))
        self.hub.show_note(written)

    async def close_conversation(self, frame: frames_in.ConversationClose) -> None:
        if len(frame.tags) > TAGS or any(len(tag) > TAG_MAX for tag in frame.tags):
            raise BadValue("There are too many tags, or one is too long.", field="tags")
        await self._step(
            frame.conversation,
            partial(
                assignments.close,
                account=self.who.account,
                conversation=frame.conversation,
                outcome=frame.outcome,
                tags=frame.tags,
            ),
        )

    async def _step(self, id: UUID, operation: Any) -> Snapshot:
        """Runs one operation on a conversation of ours and shows everybody here the result."""
        self._mine(id)

        def work() -> Snapshot:
            access.require(account=self.who.account, conversation=id)
            operation(at=clock.now())
            return conversations.snapshot(id)

        now = await in_thread(work)
        self.hub.refreshing.show(id, now)
        return now

    commands = {
        frames_in.ConsoleHello: EmergencyConnection.hello,
        frames_in.ConversationNext: next,
        frames_in.PresenceSet: set_presence,
        frames_in.OfferAccept: EmergencyConnection.accept_offer,
        frames_in.OfferDecline: EmergencyConnection.decline_offer,
        frames_in.ConsoleMessageSend: send_message,
        frames_in.ConsoleMessageRead: read,
        frames_in.ConsoleTyping: type,
        frames_in.ConsoleSync: sync,
        frames_in.ConversationFlag: flag,
        frames_in.ConversationNote: write_note,
        frames_in.ConversationClose: close_conversation,
        frames_in.HelpRequest: EmergencyConnection.ask_for_help,
        frames_in.EmergencyStep: EmergencyConnection.record_step,
        frames_in.Ping: Connection.ping,
    }


async def application(scope: dict[str, Any], receive: Receive, send: AsgiSend) -> None:
    """The ASGI application of this socket."""
    await ConsoleConnection(hub.current(), scope, send).run(receive)
