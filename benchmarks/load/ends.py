"""One person's end of a conversation, in the words (dialect) of the server it talks to."""

from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Protocol

from benchmarks.load.websocket import WebSocket, frame

# What people write is about this long. `#` and eight letters mark a text, so that the other end
# can be matched with it without decoding the frame. Letters, since people write few digits, and
# digits are looked at closely (they might be a CPR number).
MARKER_LENGTH = 8
WORDS = "#%s Jeg ved ikke rigtig, hvor jeg skal begynde, men jeg vil gerne skrive med en."
_LETTERS = bytes.maketrans(b"0123456789", b"abcdefghij")
_DIGITS = bytes.maketrans(b"abcdefghij", b"0123456789")
_client_ids = count(1)


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How a server's frames begin, and the text of a sending.

    `sending` holds one `%012x` (the end of a fresh UUID) and one `%s` (the marker), in this order,
    so that every frame of one end is equally long.
    """

    ack: bytes
    message: bytes
    sending: str


class Listener(Protocol):
    """What a load wants to hear. `now` is `time.perf_counter()` in seconds."""

    def acked(self, end: "End", now: float) -> None: ...

    def arrived(self, end: "End", marker: int, now: float) -> None: ...

    def refused(self, end: "End", payload: bytes) -> None: ...


class Deaf:
    """Hears nothing: between two loads."""

    def acked(self, end: "End", now: float) -> None:
        """An acknowledgement nobody waits for."""

    def arrived(self, end: "End", marker: int, now: float) -> None:
        """A message nobody waits for."""

    def refused(self, end: "End", payload: bytes) -> None:
        """A refusal nobody waits for."""


class End(WebSocket):
    """A citizen's or a volunteer's open web socket, tuned for one frame shape per direction."""

    def __init__(self, request: bytes, dialect: Dialect) -> None:
        super().__init__(request)
        self.listener: Listener = Deaf()
        self.sent_at = 0.0
        self.speak(dialect)

    def speak(self, dialect: Dialect) -> None:
        """Use `dialect` from now on."""
        self._ack, self._message = dialect.ack, dialect.message
        sample = dialect.sending % (0, "a" * MARKER_LENGTH)
        head = frame(sample.encode()).removesuffix(sample.encode())
        self._frame = head.replace(b"%", b"%%") + dialect.sending.encode()

    def say(self, marker: int) -> None:
        """Send the message with that marker, under a client id never used before."""
        self.sent_at = perf_counter()
        self.write(self._frame % (next(_client_ids), (b"%08d" % marker).translate(_LETTERS)))

    def text(self, payload: bytes) -> None:
        now = perf_counter()
        if payload.startswith(self._ack):
            self.listener.acked(self, now)
        elif payload.startswith(self._message):
            # A sentence of the system's own carries no marker.
            if at := payload.find(b"#") + 1:
                marker = payload[at : at + MARKER_LENGTH].translate(_DIGITS)
                self.listener.arrived(self, int(marker), now)
        else:
            self.other(payload)

    def other(self, payload: bytes) -> None:
        """A frame that is neither ack nor message: taken as a refusal unless a dialect knows it."""
        self.listener.refused(self, payload)


@dataclass(frozen=True)
class Pair:
    """The two ends of one conversation."""

    citizen: End
    volunteer: End

    def ends(self) -> tuple[End, End]:
        """Both."""
        return self.citizen, self.volunteer
