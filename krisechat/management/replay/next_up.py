"""When a volunteer asks for the next conversation: with a free place, and somebody waiting."""

import random
from dataclasses import dataclass

from krisechat.management.replay.asking import wait_s
from krisechat.management.replay.pace import Pace
from krisechat.management.replay.voice import LOOK_AGAIN_S, Frame

SOONEST_AGAIN_S = 0.5
CODES = ("nothing_waiting", "at_capacity", "not_available", "unavailable", "rate_limited")


@dataclass(kw_only=True)
class NextUp:
    """One volunteer's asking: one question at a time. Times are monotonic seconds."""

    pace: Pace
    dice: random.Random
    waiting: int = 0
    """How many wait, as the server last said."""
    asked_at: float | None = None
    not_before: float = 0.0
    holds_s: float = 0.0
    """So long somebody waits before this volunteer asks: an offer may come first."""
    since: float | None = None
    """When it was first known that somebody waits, after the last one was taken."""

    def connected(self) -> None:
        """A new connection: a question asked on the old one is not answered on this."""
        self.asked_at = None

    def queue(self, waiting: int) -> None:
        """The server says how many wait."""
        self.waiting = waiting

    def answered(self, now: float) -> None:
        """A conversation was assigned."""
        self.asked_at, self.waiting = None, max(0, self.waiting - 1)
        self.not_before, self.since = now, None

    def refused(self, frame: Frame, *, now: float) -> None:
        """An `error` that names no conversation came."""
        if frame["code"] not in CODES:
            return
        self.asked_at = None
        if frame["code"] == "nothing_waiting":
            self.waiting = 0
        soonest = self.dice.uniform(SOONEST_AGAIN_S, 2 * SOONEST_AGAIN_S)
        self.not_before = now + max(soonest, wait_s(frame, default=0.0))

    def due(self, now: float, *, free: bool, known: bool) -> tuple[bool, float]:
        """Whether to ask now, and after how many seconds to look again.

        `free`: there is a place. `known`: the replay itself knows somebody who waits, whatever
        the last `queue` frame said.
        """
        if not free or not (known or self.waiting):
            self.since = None
            return False, LOOK_AGAIN_S
        self.since = now if self.since is None else self.since
        ask_at = max(self.not_before, self.since + self.holds_s)
        if self.asked_at is not None:
            ask_at = max(ask_at, self.asked_at + 2 * self.pace.resend_s)
        if now < ask_at:
            return False, ask_at - now
        self.asked_at = now
        return True, 2 * self.pace.resend_s
