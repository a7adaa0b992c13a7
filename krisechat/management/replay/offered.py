"""What the server offers one volunteer: accepted at once, one answer at a time."""

from dataclasses import dataclass

from krisechat.management.replay.pace import Pace
from krisechat.management.replay.voice import LOOK_AGAIN_S, Frame


@dataclass(kw_only=True)
class Offered:
    """One volunteer's offers. Times are monotonic seconds."""

    pace: Pace
    offer: str = ""
    """The live offer; empty when there is none."""
    asked_at: float | None = None

    def connected(self) -> None:
        """A new connection shows again what is still on offer."""
        self.offer, self.asked_at = "", None

    def heard(self, frame: Frame) -> None:
        """The server offers something, or offers it no more."""
        if frame["type"] == "offer":
            self.offer, self.asked_at = str(frame["offer"]), None
        elif frame["offer"] == self.offer:
            self.connected()

    def due(self, now: float, *, free: bool) -> tuple[Frame | None, float]:
        """The frame that accepts, if it is time, and after how many seconds to look again."""
        if not self.offer or not free:
            return None, LOOK_AGAIN_S
        if self.asked_at is not None and now < self.asked_at + self.pace.resend_s:
            return None, self.asked_at + self.pace.resend_s - now
        self.asked_at = now
        return {"type": "offer.accept", "offer": self.offer}, self.pace.resend_s
