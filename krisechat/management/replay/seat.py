"""One place of a volunteer, and the conversation in it."""

import uuid
from abc import ABC, abstractmethod
from datetime import datetime

from krisechat.management.replay.ledger import Ledger
from krisechat.management.replay.pace import Pace
from krisechat.management.replay.play import Play, Stage
from krisechat.management.replay.transcript import Heard
from krisechat.management.replay.voice import LOOK_AGAIN_S, Frame, Voice

FAREWELL = (
    "Der bliver prøvet noget af på siden lige nu, så den her samtale lukker om lidt. "
    "Skriv gerne igen bagefter. Er du i fare, så ring 112."
)


class Seat(ABC):
    """A conversation a volunteer holds. Times are seconds of the monotonic clock."""

    def __init__(self, *, conversation: str, pace: Pace) -> None:
        self.conversation = conversation
        self._pace = pace
        self._closing_at: float | None = None

    @property
    def last_seq(self) -> int:
        """The highest `seq` below which nothing is lacking."""
        return 0

    def connected(self) -> None:
        """The volunteer has a new connection."""
        self._closing_at = None

    @property
    def awaiting(self) -> str:
        """The `client_id` of what was sent and not answered; empty when there is none."""
        return ""

    @abstractmethod
    def take(self, frame: Frame, *, now: float) -> bool:
        """A frame about this conversation; False when only a new `hello` can help."""

    @abstractmethod
    def due(self, now: float) -> tuple[Frame | None, float]:
        """The frame to send now, if any, and after how many seconds to ask again."""

    def _close(self, now: float) -> tuple[Frame | None, float]:
        if self._closing_at is not None and now < self._closing_at + self._pace.resend_s:
            return None, self._closing_at + self._pace.resend_s - now
        self._closing_at = now
        close = {"type": "conversation.close", "outcome": "test", "tags": []}
        return close, self._pace.resend_s


class Ours(Seat):
    """A conversation of this replay: its turns are said, then it is closed."""

    def __init__(self, *, play: Play, ledger: Ledger, pace: Pace) -> None:
        super().__init__(conversation=play.conversation, pace=pace)
        self.play = play
        self._ledger = ledger
        self._voice = Voice(play=play, side="volunteer", ledger=ledger, pace=pace)
        self._asked_at: float | None = None
        self._read: dict[int, Heard] = {}

    @property
    def last_seq(self) -> int:
        """The highest `seq` below which nothing is lacking."""
        return self._voice.transcript.last_seq

    def connected(self) -> None:
        """The volunteer has a new connection."""
        super().connected()
        self._asked_at = None
        self._voice.connected()

    def take(self, frame: Frame, *, now: float) -> bool:
        """A frame about this conversation; False when only a new `hello` can help."""
        self._was_read(frame)
        match frame["type"]:
            case "message":
                self._voice.message(frame, now=now)
            case "message.ack":
                self._voice.acked(frame, now=now)
            case "synced":
                self._voice.synced(frame["last_seq"], now=now)
            case "error":
                return self._voice.refused(frame, now=now)
        return True

    @property
    def awaiting(self) -> str:
        """The `client_id` of what was sent and not answered; empty when there is none."""
        return self._voice.awaiting

    def heard_of(self, seq: int, *, now: float) -> None:
        """The server says that the conversation has come as far as `seq`."""
        self._voice.heard_of(seq, now=now)

    def due(self, now: float) -> tuple[Frame | None, float]:
        """The next turn; after the last, and once the citizen has it all, the close."""
        done = self._voice.complete and self.play.citizen_has_all
        if done and self.play.by_text and self.play.stored is None:
            return self._read_back(now)
        if done or self.play.fault:
            self.play.closing_at = now
            return self._close(now)
        return self._voice.due(now)

    def _read_back(self, now: float) -> tuple[Frame | None, float]:
        """Asks for the transcript from its beginning: a citizen who texts has no way to read it."""
        if self._asked_at is not None and now < self._asked_at + self._pace.resend_s:
            return None, self._asked_at + self._pace.resend_s - now
        self._asked_at, self._read = now, {}
        return self._voice.from_the_beginning(), self._pace.resend_s

    def _was_read(self, frame: Frame) -> None:
        if self._asked_at is None:
            return
        if frame["type"] == "message":
            heard = Heard(author=frame["author"], body=frame["body"])
            self._read.setdefault(frame["seq"], heard)
        elif frame["type"] == "synced" and len(self._read) >= frame["last_seq"]:
            self.play.stored, self._asked_at = self._read, None


class Stranger(Seat):
    """A conversation that is not of this replay, won by `conversation.next`: closed kindly.

    Left open it would keep the place for ever, and whoever opened it would wait for an answer
    that does not come.
    """

    def __init__(self, *, conversation: str, pace: Pace) -> None:
        super().__init__(conversation=conversation, pace=pace)
        self._client_id = str(uuid.uuid4())
        self._told_at: float | None = None
        self._told = False

    @property
    def awaiting(self) -> str:
        """The `client_id` of what was sent and not answered; empty when there is none."""
        return "" if self._told else self._client_id

    def take(self, frame: Frame, *, now: float) -> bool:
        """Only the end of our own sentence matters."""
        if frame["type"] in ("message.ack", "error"):
            self._told = True
        return True

    def due(self, now: float) -> tuple[Frame | None, float]:
        """The sentence, then the close."""
        if self._told or (self._told_at is not None and now > self._told_at + self._pace.resend_s):
            return self._close(now)
        if self._told_at is not None:
            return None, self._pace.resend_s
        self._told_at = now
        farewell = {"type": "message.send", "client_id": self._client_id, "body": FAREWELL}
        return farewell, self._pace.resend_s


class Undecided(Seat):
    """A conversation that may yet turn out to be ours.

    A volunteer can win one before its citizen has the answer that names it (the answer may even
    be lost with its server, and come on the second asking). So it is foreign only when everybody
    who was asking at that moment has been answered. One by text message is known by its first
    words.
    """

    def __init__(self, *, conversation: str, via: str, pace: Pace, stage: Stage) -> None:
        super().__init__(conversation=conversation, pace=pace)
        self._by_text = via == "sms"
        self._asking = frozenset(stage.opening)
        self._stage = stage
        self._kept: list[Frame] = []

    def connected(self) -> None:
        """The volunteer has a new connection, which brings everything again."""
        super().connected()
        self._kept.clear()

    def take(self, frame: Frame, *, now: float) -> bool:
        """Kept until it is known whose it is."""
        self._kept.append(frame)
        return True

    def due(self, now: float) -> tuple[Frame | None, float]:
        """Nothing yet."""
        return None, LOOK_AGAIN_S

    def settled(self, *, ledger: Ledger, now: float) -> Seat | None:
        """The seat this turns out to be; None while it is not known."""
        play = self._stage.by_conversation.get(self.conversation)
        if play is not None:
            seat = Ours(play=play, ledger=ledger, pace=self._pace)
            for frame in self._kept:
                seat.take(frame, now=now)
            return seat
        if self._by_text:
            return self._known_by_words(ledger=ledger, now=now)
        if self._asking & self._stage.opening:
            return None
        return Stranger(conversation=self.conversation, pace=self._pace)

    def _known_by_words(self, *, ledger: Ledger, now: float) -> Seat | None:
        said = [each for each in self._kept if each.get("author") == "citizen"]
        if not said:
            return None
        first = min(said, key=lambda frame: int(frame["seq"]))
        sent_at = datetime.fromisoformat(first["sent_at"]).timestamp()
        if self._stage.recognise(first["body"], conversation=self.conversation, sent_at=sent_at):
            return self.settled(ledger=ledger, now=now)
        return Stranger(conversation=self.conversation, pace=self._pace)
