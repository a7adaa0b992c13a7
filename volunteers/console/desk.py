"""What a console shows: everything at hello, and from then on what changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from krisechat.foundation import clock
from krisechat.foundation.refusals import BadValue, NotFound, Unavailable
from krisechat.operations.messages import Stored
from krisechat.queries import conversations
from krisechat.queries import notes as note_queries
from krisechat.queries.conversations import Member, Snapshot
from krisechat.realtime import frames_in, frames_out, publish
from krisechat.realtime.frames_in import WHOLE_MAX
from krisechat.socket import closing
from krisechat.socket.connection import Connection
from krisechat.socket.hub import Hub
from krisechat.socket.stream import Stream
from krisechat.socket.threads import in_thread
from krisechat.socket.wire import AsgiSend
from krisechat.states.conversation import Author, ConversationState
from routing.queries import queue
from routing.queries.queue import Line
from volunteers import access
from volunteers.access import Answerer
from volunteers.console import session, view
from volunteers.operations import presence
from volunteers.operations.presence import OnDuty


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything somebody's console shows first."""

    duty: OnDuty
    conversations: dict[UUID, Snapshot]
    notes: dict[UUID, list[frames_out.Note]]
    line: Line


class DeskConnection(Connection):
    """What a volunteer's console is shown, from hello on."""

    side = Author.VOLUNTEER
    who: Answerer
    session_key: str
    duty: OnDuty | None = None
    shown_line: tuple[int, object] | None = None

    def __init__(self, hub: Hub, scope: dict[str, Any], send: AsgiSend) -> None:
        super().__init__(hub, scope, send)
        self._left_at_revision: dict[UUID, int] = {}

    async def admitted(self) -> bool:
        try:
            login = await in_thread(lambda: session.of_scope(self.scope))
        except Unavailable as refusal:
            self.refuse(refusal)
            self.close(closing.FAILED)
            return False
        if login is None:
            self.close(closing.NOT_AUTHENTICATED)
            return False
        if login.person is None:
            self.close(closing.FORBIDDEN)
            return False
        self.who, self.session_key = login.person, login.session_key
        self.person = login.person.account
        return True

    async def hello(self, frame: frames_in.ConsoleHello) -> None:
        desk = await in_thread(lambda: _desk(self.who))
        for id, last_seq in frame.resume.items():
            if id in desk.conversations and last_seq > desk.conversations[id].last_seq:
                raise BadValue("This seq is beyond the last message.", field="resume")
        self.said_hello = True
        self.duty = desk.duty
        self.hub.replace_oldest(
            [each for each in self.hub.connections if each.person == self.person]
        )
        seen = {
            id: self._enter(snapshot, last_seq=frame.resume.get(id, 0))
            for id, snapshot in desk.conversations.items()
        }
        self.push(view.welcome(self.who, desk.duty, seen, desk.line))
        for id in frame.resume.keys() - seen.keys():
            self.push(view.removed(id))
        for id, snapshot in seen.items():
            self._begin(snapshot, desk.notes[id])
        self.hub.spawn(self._seen())

    async def _seen(self) -> None:
        account = self.who.account
        await in_thread(lambda: presence.seen([account], at=clock.now()))

    def _enter(self, snapshot: Snapshot, *, last_seq: int = 0) -> Snapshot:
        """From now on this connection gets what happens in the conversation; its newest picture."""
        self.streams[snapshot.id] = Stream(last_seq, target=snapshot.last_seq)
        return self.hub.enter(self, snapshot)

    def _begin(self, snapshot: Snapshot, written: list[frames_out.Note]) -> None:
        """Sends what was so far."""
        for note in written:
            self.push_in_turn(note)
        for state, seq in view.positions(None, snapshot.citizen()):
            self._push_receipt(snapshot.id, state, seq)
        self._push_texts(None, snapshot)
        self.say_synced(snapshot.id)
        self.hub.catch_up(snapshot.id)

    def _mine(self, id: UUID) -> Stream:
        if id not in self.streams:
            raise NotFound("Not found.", field="conversation")
        return self.streams[id]

    # ── What the hub tells ────────────────────────────────────────────────────────────────

    def acknowledge(self, stored: Stored) -> None:
        self.push(stored.ack(name_conversation=True))
        self.has_own(stored.send.conversation, stored.message.seq)

    def member_in(self, snapshot: Snapshot) -> Member | None:
        return snapshot.member_of(self.who.account)

    def push_synced(self, conversation: UUID, seq: int) -> None:
        self.push(frames_out.Synced(conversation=conversation, last_seq=seq))

    def beat_frame(self, n: int, seqs: dict[UUID, int]) -> frames_out.ConsoleBeat:
        return frames_out.ConsoleBeat(
            n=n, conversations={str(each): seq for each, seq in seqs.items()}
        )

    def push_typing(self, conversation: UUID, *, by: str, on: bool) -> None:
        self.push(frames_out.Typing(conversation=conversation, on=on, by=by))

    def show_note(self, note: frames_out.Note) -> None:
        self.push_in_turn(note)

    def show_change(self, id: UUID, before: Snapshot | None, now: Snapshot | None) -> None:
        if now is None or self.member_in(now) is None:
            self._no_longer_mine(id, now)
            return
        if now.state == ConversationState.ENDED and (before is None or before.state != now.state):
            self.push(frames_out.ConsoleState(conversation=id, state=now.state))
        elif before is None or view.differs(before, now):
            self.push(view.conversation(now, to=self.who.account, reason="changed"))
        for state, seq in view.positions(before.citizen() if before else None, now.citizen()):
            self._push_receipt(id, state, seq)
        self._push_texts(before, now)

    def _push_texts(self, before: Snapshot | None, now: Snapshot) -> None:
        for text in view.texts(before, now):
            self.push_in_turn(text)

    def _no_longer_mine(self, id: UUID, now: Snapshot | None) -> None:
        if id not in self.streams:
            return
        self.hub.leave(self, id)
        self._left_at_revision[id] = now.revision if now is not None else WHOLE_MAX
        state = now.state if now is not None else ConversationState.ERASED
        if state in (ConversationState.ENDED, ConversationState.ERASED):
            self.push(frames_out.ConsoleState(conversation=id, state=state))
        # Said of an ended one too: another tab could not tell it from one still to be closed.
        self.push(view.removed(id))

    def _push_receipt(self, id: UUID, state: str, seq: int) -> None:
        self.push(frames_out.Receipt(conversation=id, state=state, seq=seq, by=Author.CITIZEN))

    def show_line(self, line: Line) -> None:
        shown = (len(line.conversations), line.oldest)
        if shown != self.shown_line and not self.paused:
            self.shown_line = shown
            self.push(view.queue(line))

    async def look_again(self) -> None:
        """Presence and conversations of this person may have changed, here or elsewhere."""
        known = self.duty
        desk = await in_thread(lambda: _desk(self.who))
        # Chosen anew while we read: what was read may be from before; another look will follow.
        if self.duty is known and desk.duty != known:
            self.duty = desk.duty
            self._push_presence(desk.duty)
        for id in self.streams.keys() - desk.conversations.keys():
            self.hub.refreshing.conversations({id})
        for id in desk.conversations.keys() - self.streams.keys():
            if desk.conversations[id].revision <= self._left_at_revision.get(id, -1):
                continue  # read before we left it
            snapshot = self._enter(desk.conversations[id])
            me = self.member_in(snapshot)
            reason = "assigned" if me is None or me.responsible else "invited"
            self.push(view.conversation(snapshot, to=self.who.account, reason=reason))
            self._begin(snapshot, desk.notes[id])

    def _push_presence(self, duty: OnDuty) -> None:
        self.push(frames_out.Presence(status=duty.status, capacity=duty.capacity))

    @staticmethod
    def check_rights(connections: Sequence[Any]) -> list[tuple[Any, bool]]:
        alive = session.alive({each.session_key: each.person for each in connections})
        presence.seen({each.person for each in connections}, at=clock.now())
        mine = access.conversations_of_many({each.person for each in connections})
        duties = presence.current_of_many([each.who for each in connections])
        stale = {
            each.person
            for each in connections
            if each.streams.keys() != mine[each.person] or each.duty != duties[each.person]
        }
        for account in stale:
            publish.account_changed(account)
        return [(each, each.session_key in alive) for each in connections]


def _desk(who: Answerer) -> Desk:
    """In a thread: everything the console shows first."""
    found = conversations.snapshots(access.conversations_of(who.account))
    return Desk(
        duty=presence.current(who),
        conversations=found,
        notes={id: note_queries.of_conversation(id) for id in found},
        line=queue.line(),
    )
