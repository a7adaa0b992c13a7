"""A volunteer of the replay: on duty, takes whoever waits, says the turns of each, closes."""

import asyncio
import time

from krisechat.management.replay.citizen import NICKNAME, OVER
from krisechat.management.replay.doors import Doors
from krisechat.management.replay.ledger import Ledger
from krisechat.management.replay.line import Line
from krisechat.management.replay.login import LoginRefused, TryAgain, log_in
from krisechat.management.replay.next_up import NextUp
from krisechat.management.replay.offered import Offered
from krisechat.management.replay.pace import Pace
from krisechat.management.replay.play import Stage
from krisechat.management.replay.seat import Ours, Seat, Stranger, Undecided
from krisechat.management.replay.voice import LOOK_AGAIN_S, Frame

LOGINS = ("bo", "sara", "ali", "liv")
PASSWORD = "krisechat-demo"
MOST_PLACES = 6
DUTY: Frame = {"type": "presence.set", "status": "available", "capacity": MOST_PLACES}


class Volunteer(Line):
    """One volunteer of the demo, with up to six conversations at once."""

    path = "/ws/console"

    def __init__(
        self, *, login: str, stage: Stage, doors: Doors, ledger: Ledger, pace: Pace
    ) -> None:
        super().__init__(doors=doors, ledger=ledger, pace=pace)
        self.login = login
        self.fault = ""
        self._stage = stage
        self._seats: dict[str, Seat] = {}
        self._left_alone: set[str] | None = None
        """What the volunteer had before this replay began: somebody else's business."""
        self._capacity = 0
        # Every second one leaves it to the server for a while: both ways are gone.
        holds_s = pace.offer_s if LOGINS.index(login) % 2 else 0.0
        self._next = NextUp(pace=pace, dice=doors.dice, holds_s=holds_s)
        self._offered = Offered(pace=pace)
        self._cookie = ""
        self._status = ""
        self._duty_asked_at: float | None = None
        stage.listeners.append(self.wake.set)

    @property
    def places(self) -> int:
        """How many conversations of this replay the volunteer can hold; 0 until welcomed."""
        return 0 if self.left else max(0, self._capacity - len(self._left_alone or ()))

    async def live(self) -> None:
        """From the login until told to leave; why it ended earlier stands in `fault`."""
        try:
            await self.stay()
            if self.replaced:
                self.fault = f"the connection of {self.login} was replaced by a newer one"
        except LoginRefused:
            self.fault = f"the login of {self.login} was refused"
        finally:
            self.leave()
            self.lost()

    async def headers(self) -> dict[str, str]:
        """The cookie of the login, which is done first when there is none."""
        while not self._cookie:
            await self._log_in()
        return {"Cookie": self._cookie}

    def hello(self) -> Frame:
        """Comes back to where each conversation had everything."""
        self._next.connected()
        self._offered.connected()
        self._status, self._duty_asked_at = "", None
        for seat in self._seats.values():
            seat.connected()
        resume = {each: seat.last_seq for each, seat in self._seats.items()}
        return {"type": "hello", "resume": resume}

    def take(self, frame: Frame, *, now: float) -> None:
        """A frame came."""
        match frame["type"]:
            case "welcome":
                self._welcome(frame)
            case "presence":
                self._status, self._capacity = frame["status"], frame["capacity"]
                self._stage.ring()
            case "queue":
                self._next.queue(frame["waiting"])
            case "offer" | "offer.gone":
                self._offered.heard(frame)
            case "conversation":
                self._conversation(frame, now)
            case "state":
                self._state(frame["conversation"], frame["state"])
            case "beat":
                self._beat(frame, now)
            case "error":
                self._refused(frame, now)
            case "message" | "message.ack" | "synced":
                self._seated(frame, now)

    def _seated(self, frame: Frame, now: float) -> None:
        seat = self._seats.get(frame["conversation"])
        if seat is not None:
            seat.take(frame, now=now)

    def due(self, now: float) -> tuple[list[Frame], float]:
        """Duty first, then what each conversation needs, then whoever waits."""
        if not self.here:
            return [], LOOK_AGAIN_S
        frames, again_s = self._duty(now), self.pace.resend_s
        self._settle(now)
        for seat in self._seats.values():
            frame, seat_again_s = seat.due(now)
            again_s = min(again_s, seat_again_s)
            if frame:
                frames.append({**frame, "conversation": seat.conversation})
        free = self._status == "available" and len(self._seats) < self.places
        taking, next_again_s = self._taking(now, free=free)
        return [*frames, *taking], max(0.01, min(again_s, next_again_s))

    def _taking(self, now: float, *, free: bool) -> tuple[list[Frame], float]:
        accept, offer_again_s = self._offered.due(now, free=free)
        if accept or (free and self._offered.offer):
            return [accept] if accept else [], offer_again_s
        asks, again_s = self._next.due(now, free=free, known=self._stage.somebody_waits())
        return [{"type": "conversation.next"}] if asks else [], again_s

    def lost(self) -> None:
        """Who is away for long loses the conversations: until the next welcome nobody has them."""
        super().lost()
        for seat in self._seats.values():
            if isinstance(seat, Ours) and seat.play.holder == self.login:
                seat.play.holder = ""
        self._stage.ring()

    def unauthenticated(self) -> None:
        """The login has run out, or is not known to this server: it is done again."""
        self._cookie = ""

    def _duty(self, now: float) -> list[Frame]:
        asked = self._duty_asked_at
        if self._status == "available" or (asked and now < asked + self.pace.resend_s):
            return []
        self._duty_asked_at = now
        return [DUTY]

    async def _log_in(self) -> None:
        door = self.doors.pick()
        try:
            self._cookie = await log_in(door=door, login=self.login, password=PASSWORD)
        except TryAgain as later:
            if later.limited:
                self.ledger.waited_out["rate_limited (login)"] += 1
            await asyncio.sleep(later.after_s + self.doors.dice.uniform(0, 0.5))

    def _welcome(self, frame: Frame) -> None:
        self.welcomed()
        self._capacity = frame["volunteer"]["capacity"]
        self._next.queue(frame["queue"]["waiting"])
        listed = {each["id"]: each for each in frame["conversations"]}
        if self._left_alone is None:
            # What bears the replay's own nickname was left behind by one that was broken off.
            self._left_alone = {
                each for each, row in listed.items() if row["citizen"]["alias"] != NICKNAME
            }
        for gone in self._seats.keys() - listed.keys():
            self._drop(gone)
        for kept in self._seats.values():
            self._hold(kept)
        for new in listed.keys() - self._seats.keys() - self._left_alone:
            self._sit(listed[new])

    def _conversation(self, frame: Frame, now: float) -> None:
        conversation, reason = frame["conversation"]["id"], frame["reason"]
        if reason == "assigned":
            self.ledger.taken["offer" if self._offered.asked_at is not None else "next"] += 1
            self._next.answered(now)
            self._offered.connected()
            self._drop(conversation)
            self._sit(frame["conversation"])
        elif reason == "removed":
            self._gone(conversation)

    def _state(self, conversation: str, state: str) -> None:
        seat = self._seats.get(conversation)
        if state in OVER and isinstance(seat, Ours):
            seat.play.closed = True
        if state in OVER or state == "waiting":
            self._gone(conversation)

    def _beat(self, frame: Frame, now: float) -> None:
        for conversation, seq in frame["conversations"].items():
            seat = self._seats.get(conversation)
            if isinstance(seat, Ours):
                seat.heard_of(seq, now=now)

    def _refused(self, frame: Frame, now: float) -> None:
        code = str(frame["code"])
        if code != "nothing_waiting":
            self.ledger.waited_out[code] += 1
        seat = self._seat_of(frame)
        if seat is None:
            if self._offered.asked_at is not None:
                self._offered.connected()
            self._next.refused(frame, now=now)
            if code == "not_available":
                self._status = ""
        elif not seat.take(frame, now=now):
            # Not ours any more, or over: the next welcome says which.
            self.start_over()

    def _sit(self, row: Frame) -> None:
        via = row.get("via", "web")
        self._seats[row["id"]] = Undecided(
            conversation=row["id"], via=via, pace=self.pace, stage=self._stage
        )
        self._settle(time.monotonic())

    def _settle(self, now: float) -> None:
        for conversation, seat in list(self._seats.items()):
            if isinstance(seat, Undecided):
                settled = seat.settled(ledger=self.ledger, now=now)
                if settled is not None:
                    self._seats[conversation] = settled
                self._hold(settled)
                if isinstance(settled, Stranger):
                    self.ledger.strangers += 1

    def _seat_of(self, frame: Frame) -> Seat | None:
        if seat := self._seats.get(frame.get("conversation") or ""):
            return seat
        about = frame.get("client_id")
        return next((seat for seat in self._seats.values() if about == seat.awaiting), None)

    def _hold(self, seat: Seat | None) -> None:
        if isinstance(seat, Ours):
            seat.play.holder = self.login

    def _drop(self, conversation: str) -> None:
        seat = self._seats.pop(conversation, None)
        if isinstance(seat, Ours) and seat.play.holder == self.login:
            seat.play.holder = ""
            self._stage.ring()

    def _gone(self, conversation: str) -> None:
        self._drop(conversation)
        if self._left_alone is not None:
            self._left_alone.discard(conversation)
