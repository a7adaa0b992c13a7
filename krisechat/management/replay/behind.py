"""Whether a connection lags behind what it has heard of, and when to ask for the rest."""

from dataclasses import dataclass

from krisechat.management.replay.pace import Pace


@dataclass(kw_only=True)
class Behind:
    """Times are seconds of the monotonic clock."""

    pace: Pace
    known: int = 0
    """The highest `seq` this side has heard of, in whatever frame."""
    since: float | None = None
    asked_at: float | None = None

    def heard_of(self, seq: int) -> None:
        """The conversation has come at least as far as `seq`."""
        self.known = max(self.known, seq)

    def stands(self, last_seq: int, *, now: float) -> None:
        """This side has everything up to `last_seq`."""
        if last_seq >= self.known:
            self.since = None
        elif self.since is None:
            self.since = now

    def again(self) -> None:
        """A new connection: what was asked on the old one is not answered on this."""
        self.since = self.asked_at = None

    def ask_in(self, now: float) -> float | None:
        """Seconds until a `sync` is due; None when nothing is lacking.

        Not at once: an ack on its way, or a message of the same batch, closes most gaps.
        """
        if self.since is None:
            return None
        due = self.since + self.pace.gap_s
        if self.asked_at is not None:
            due = max(due, self.asked_at + self.pace.resend_s)
        return max(0.0, due - now)
