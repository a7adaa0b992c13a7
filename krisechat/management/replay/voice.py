"""What one side of a conversation says next, decided from the transcript alone.

Nothing is remembered that the transcript does not say: so a volunteer who takes over a
conversation in the middle goes on exactly where it stopped.
"""

from dataclasses import dataclass
from typing import Any

from krisechat.management.replay.asking import wait_s
from krisechat.management.replay.behind import Behind
from krisechat.management.replay.ledger import Arrivals, Ledger
from krisechat.management.replay.pace import Pace
from krisechat.management.replay.play import Play
from krisechat.management.replay.transcript import Heard, Transcript

Frame = dict[str, Any]
LOOK_AGAIN_S = 30.0
MARGIN_S = 0.15
"""On top of a `retry_after`, which may be rounded: to come a moment early is refused again."""


@dataclass(kw_only=True)
class Flight:
    """A turn sent on this connection and not yet acknowledged on it."""

    client_id: str
    text: str
    first_at: float
    sent_at: float
    first_here: bool
    """Whether no connection had sent it before."""


class Voice:
    """One side of one play, on one connection at a time. Times are monotonic seconds."""

    def __init__(self, *, play: Play, side: str, ledger: Ledger, pace: Pace) -> None:
        self.play = play
        self.side = side
        self.transcript = Transcript()
        self._ledger = ledger
        self._record = ledger.record(play.dialogue.id)
        self._pace = pace
        self._behind = Behind(pace=pace)
        self._not_before = 0.0
        self._turn_came = (-1, 0.0)
        self.connected()

    def connected(self) -> None:
        """A new connection: nothing is in flight on it, nothing caught up."""
        self._arrivals = Arrivals(record=self._record, side=self.side)
        self._flight: Flight | None = None
        self._caught_up = False
        self._behind.again()

    @property
    def complete(self) -> bool:
        """Whether this side has seen every turn."""
        return self.transcript.spoken >= len(self.play.dialogue.turns)

    @property
    def awaiting(self) -> str:
        """The `client_id` of the turn sent and not acknowledged; empty when there is none."""
        return self._flight.client_id if self._flight else ""

    def message(self, frame: Frame, *, now: float) -> None:
        """A `message` frame came."""
        heard, client_id = Heard(author=frame["author"], body=frame["body"]), frame["client_id"]
        self._arrivals.message(seq=frame["seq"], client_id=client_id, message=heard)
        if self._flight and self._flight.client_id == client_id:
            # An earlier connection had stored it: it is known to be there without an ack.
            self._flight = None
        self._hear(frame["seq"], heard, now)

    def acked(self, frame: Frame, *, now: float) -> None:
        """A `message.ack` came. One that comes twice, after a resend, says nothing new."""
        flight, client_id, seq = self._flight, frame["client_id"], frame["seq"]
        mine = flight if flight and flight.client_id == client_id else None
        first_here = mine is not None and mine.first_here
        self._arrivals.ack(seq=seq, client_id=client_id, first_here=first_here)
        if mine is None:
            return
        self._flight = None
        if frame.get("masked") is True:
            self._record.masked.add(client_id)
        self._ledger.ack_times_s.append(now - mine.first_at)
        self._hear(seq, Heard(author=self.side, body=mine.text), now)

    def synced(self, last_seq: int, *, now: float) -> None:
        """A `synced` came: this connection has brought everything up to `last_seq`."""
        self._arrivals.answered()
        self._caught_up = True
        self.heard_of(last_seq, now=now)

    def heard_of(self, seq: int, *, now: float) -> None:
        """The server says (in a `beat`, say) that the conversation has come as far as `seq`."""
        self._behind.heard_of(seq)
        self._behind.stands(self.transcript.last_seq, now=now)

    def refused(self, frame: Frame, *, now: float) -> bool:
        """An `error` came for this side's sending; False when waiting will not help."""
        flight, self._flight = self._flight, None
        self._not_before = now + wait_s(frame) + MARGIN_S
        if frame["code"] == "rate_limited":
            self.play.moved_at = now
            if flight and flight.first_here:
                # Nothing of it was stored: its next sending is its first.
                self._record.sent.discard(flight.client_id)
        return frame["code"] in ("rate_limited", "unavailable")

    def due(self, now: float) -> tuple[Frame | None, float]:
        """The frame to send now, if any, and after how many seconds to ask again."""
        sync_in = self._behind.ask_in(now)
        if sync_in == 0.0:
            return self._sync(now), self._pace.resend_s
        look_again = LOOK_AGAIN_S if sync_in is None else sync_in
        if not self._my_turn():
            return None, look_again
        speak_in = self._speak_at(now) - now
        if speak_in > 0:
            return None, min(look_again, speak_in)
        return self._say(now), min(look_again, self._pace.resend_s)

    def from_the_beginning(self) -> Frame:
        """The frame that asks for the whole transcript again."""
        self._arrivals.asked()
        return {"type": "sync", "last_seq": 0}

    def _hear(self, seq: int, heard: Heard, now: float) -> None:
        if self.transcript.hear(seq, heard):
            self.play.moved_at = now
        self.heard_of(seq, now=now)

    def _sync(self, now: float) -> Frame:
        self._behind.asked_at = now
        self._arrivals.asked()
        return {"type": "sync", "last_seq": self.transcript.last_seq}

    def _my_turn(self) -> bool:
        if not self._caught_up or self.complete or self.transcript.gapped:
            return False
        return self.play.dialogue.turns[self.transcript.spoken].by == self.side

    def _speak_at(self, now: float) -> float:
        turn = self.transcript.spoken
        if self._flight and self._flight.client_id == self.play.client_id(turn):
            return self._flight.sent_at + self._pace.resend_s
        if self._turn_came[0] != turn:
            self._turn_came = (turn, now)
        typed_at = self._turn_came[1] + self._pace.typing_s(self.play.dialogue.turns[turn].text)
        return max(typed_at, self._not_before)

    def _say(self, now: float) -> Frame:
        turn = self.transcript.spoken
        client_id, text = self.play.client_id(turn), self.play.dialogue.turns[turn].text
        earlier = self._flight
        self._flight = Flight(
            client_id=client_id,
            text=text,
            sent_at=now,
            first_at=earlier.first_at if earlier else now,
            first_here=earlier.first_here if earlier else client_id not in self._record.sent,
        )
        self._record.sent.add(client_id)
        return {"type": "message.send", "client_id": client_id, "body": text}
