"""A helpline in memory, with faults to order: what the fake server keeps and says."""

import asyncio
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from krisechat.outbound import wording
from krisechat.privacy import masking
from routing.rules import texted

Frame = dict[str, Any]


@dataclass(kw_only=True)
class Faults:
    """Each number N makes every Nth chance go wrong; 0 never."""

    drop_acks: int = 0
    cut_at_ack: int = 0
    double_frames: int = 0
    swap_frames: int = 0
    hide_frames: int = 0
    lose_messages: int = 0
    swallow_messages: int = 0
    store_twice: int = 0
    refuse_sends: int = 0
    refuse_answers: int = 0
    refuse_hellos: int = 0
    ask_proof: int = 0
    limit_logins: int = 0
    give_back: int = 0
    lose_texts: int = 0
    double_texts: int = 0
    refuse_webhooks: int = 0
    alter_stored: bool = False
    reorder_stored: bool = False
    lose_stored: bool = False
    chances: Counter[str] = field(default_factory=Counter)

    def strikes(self, name: str) -> bool:
        """Whether this chance of `name` goes wrong."""
        every = getattr(self, name)
        self.chances[name] += bool(every)
        return bool(every) and self.chances[name] % every == 0


@dataclass(kw_only=True, eq=False)
class Talk:
    """One conversation."""

    id: str
    token: str
    asked_as: str
    nickname: str
    phone: str = ""
    stopped: bool = False
    state: str = "waiting"
    holder: str = ""
    outcome: str = ""
    messages: list[Frame] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)


@dataclass(kw_only=True, eq=False)
class Wire:
    """One open socket, as the helpline sees it."""

    talk: Talk | None = None
    volunteer: str = ""
    out: asyncio.Queue[Frame | None] = field(default_factory=asyncio.Queue)

    def put(self, frame: Frame) -> None:
        self.out.put_nowait(frame)


@dataclass(kw_only=True)
class Helpline:
    """Shared by all fake servers of a test, as a database is."""

    faults: Faults = field(default_factory=Faults)
    places: int = 6
    alias: str = ""
    nej_is_stop: bool = False
    texts: Callable[[str, str], object] | None = None
    """Sends a text to a phone."""
    talks: dict[str, Talk] = field(default_factory=dict)
    wires: set[Wire] = field(default_factory=set)
    away: set[str] = field(default_factory=set)

    def open(self, *, asked_as: str, nickname: str = "") -> Talk:
        for talk in self.talks.values():
            if talk.asked_as == asked_as:
                return talk
        talk = Talk(
            id=str(uuid.uuid4()), token=uuid.uuid4().hex, asked_as=asked_as, nickname=nickname
        )
        self.talks[talk.id] = talk
        self.tell_queue()
        return talk

    def came_by_text(self, *, phone: str, sid: str, body: str) -> None:
        """A text from this phone: into its open conversation, or a new one."""
        here = (each for each in self.talks.values() if each.phone == phone)
        talk = next((each for each in here if each.state in ("waiting", "active")), None)
        stop = texted.is_stop(body, after_our_own_words=talk is not None and self.nej_is_stop)
        if stop and talk is None:
            return
        talk = talk or self.open(asked_as=sid)
        talk.phone, talk.stopped = phone, False
        if stop:
            self._carry(talk, wording.TO_CITIZENS["stopped"])
        talk.stopped = stop
        self.say(talk, author="citizen", frame={"client_id": sid, "body": body}, wire=Wire())

    def _carry(self, talk: Talk, body: str) -> None:
        if (
            self.texts is None
            or not talk.phone
            or talk.stopped
            or self.faults.strikes("lose_texts")
        ):
            return
        self.texts(talk.phone, body)
        if self.faults.strikes("double_texts"):
            self.texts(talk.phone, body)

    def of_token(self, token: str) -> Talk | None:
        return next((talk for talk in self.talks.values() if talk.token == token), None)

    def waiting(self) -> list[Talk]:
        return [talk for talk in self.talks.values() if talk.state == "waiting"]

    def held_by(self, volunteer: str) -> list[Talk]:
        held = (talk for talk in self.talks.values() if talk.holder == volunteer)
        return [talk for talk in held if talk.state == "active"]

    def say(self, talk: Talk, *, author: str, frame: Frame, wire: Wire) -> Frame:
        """Stores once, shows the others, and returns what the sender is to get."""
        known = [m for m in talk.messages if m["client_id"] == frame["client_id"]]
        if not known and self.faults.strikes("lose_messages"):
            seq = len(talk.messages) + 1
            return self._ack(talk, author, frame, seq)
        if not known:
            known = [self._store(talk, author, frame, wire)]
            if self.faults.strikes("store_twice"):
                self._store(talk, author, frame, wire)
        return self._ack(talk, author, frame, known[0]["seq"])

    def next(self, volunteer: str) -> Talk | None:
        waiting = self.waiting()
        if not waiting:
            return None
        waiting[0].state, waiting[0].holder = "active", volunteer
        self.tell_queue()
        self.tell_state(waiting[0])
        return waiting[0]

    def give_back(self, talk: Talk) -> None:
        for wire in self.wires:
            if wire.volunteer == talk.holder:
                wire.put({"type": "conversation", "reason": "removed", "conversation": row(talk)})
        talk.state, talk.holder = "waiting", ""
        self.tell_queue()

    def close(self, talk: Talk, outcome: str) -> None:
        talk.state, talk.outcome = "ended", outcome
        self.tell_state(talk)

    def tell_state(self, talk: Talk) -> None:
        for wire in self._wires_of(talk):
            wire.put({"type": "state", "conversation": talk.id, "state": talk.state})

    def tell_queue(self) -> None:
        for wire in self.wires:
            if wire.volunteer:
                wire.put({"type": "queue", "waiting": len(self.waiting())})

    def missing(self, talk: Talk, after: int, wire: Wire) -> None:
        """What `hello`, `sync` and a new assignment bring."""
        for message in talk.messages[after:]:
            if message["seq"] not in talk.hidden:
                wire.put(message)
        synced = {"type": "synced", "last_seq": len(talk.messages)}
        wire.put({**synced, "conversation": talk.id} if wire.volunteer else synced)

    def stored(self, talk: Talk) -> list[Frame]:
        messages = [dict(message) for message in talk.messages]
        if self.faults.alter_stored and messages:
            messages[0]["body"] += " "
        if self.faults.reorder_stored and len(messages) > 1:
            one, two = messages[0], messages[1]
            one["body"], two["body"] = two["body"], one["body"]
        return messages[:-1] if self.faults.lose_stored else messages

    def _ack(self, talk: Talk, author: str, frame: Frame, seq: int) -> Frame:
        ack = {"type": "message.ack", "client_id": frame["client_id"], "seq": seq}
        return ack if author == "citizen" else {**ack, "conversation": talk.id}

    def _store(self, talk: Talk, author: str, frame: Frame, wire: Wire) -> Frame:
        body = masking.mask_cpr(frame["body"].strip())[0]
        message = self._append(talk, author, frame["client_id"], body)
        if self.faults.strikes("swallow_messages"):
            talk.hidden.add(message["seq"])
            return message
        if self.faults.strikes("swap_frames"):
            later = self._append(talk, "system", None, "Der er nogen her.")
            for each in self._wires_of(talk):
                each.put(later)
        for other in self._wires_of(talk) - {wire}:
            self._show(other, message)
        if author == "volunteer":
            self._carry(talk, message["body"])
        return message

    def _append(self, talk: Talk, author: str, client_id: str | None, body: str) -> Frame:
        message = {
            "type": "message",
            "conversation": talk.id,
            "seq": len(talk.messages) + 1,
            "client_id": client_id,
            "author": author,
            "body": body,
            "sent_at": datetime.now(UTC).isoformat(),
        }
        talk.messages.append(message)
        return message

    def _show(self, wire: Wire, message: Frame) -> None:
        if self.faults.strikes("hide_frames"):
            return
        wire.put(message)
        if self.faults.strikes("double_frames"):
            wire.put(message)

    def _wires_of(self, talk: Talk) -> set[Wire]:
        return {
            wire
            for wire in self.wires
            if wire.talk is talk or (wire.volunteer and wire.volunteer == talk.holder)
        }


def row(talk: Talk) -> Frame:
    """The conversation object of the console."""
    return {
        "id": talk.id,
        "state": talk.state,
        "via": "sms" if talk.phone else "web",
        "citizen": {"alias": talk.nickname},
        "last_seq": len(talk.messages),
    }
