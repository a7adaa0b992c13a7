"""How long people wait before they leave, estimated from waits that an answer cut short.

Somebody who was answered after 40 seconds would have waited at least 40 seconds; how much longer
nobody knows. Leaving them out would make people look far less patient than they are. The
product-limit estimator counts them as long as they were there (Kaplan and Meier, Nonparametric
Estimation from Incomplete Observations, JASA 53, 1958).
"""

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from math import log
from typing import NamedTuple


class Wait(NamedTuple):
    """How many seconds somebody waited, and whether they left then or were answered."""

    seconds: float
    abandoned: bool


@dataclass(frozen=True, slots=True)
class Patience:
    """An estimated distribution. `left_by[i]` is the share that has left after `after[i]` seconds.

    Beyond the longest wait at which anybody left, nothing was seen: there the share left per second
    is taken to be what it was on the whole (`rate`), so that nobody is taken to wait for ever.
    """

    after: tuple[float, ...]
    left_by: tuple[float, ...]
    rate: float

    def draw(self, chance: random.Random) -> float | None:
        """One person's patience in seconds; None where nobody was ever seen leaving."""
        if not self.after:
            return None
        share = chance.random()
        place = bisect_left(self.left_by, share)
        if place < len(self.after):
            return self.after[place]
        still_there = 1 - self.left_by[-1]
        return self.after[-1] - log((1 - share) / still_there) / self.rate

    def share_left(self, seconds: float) -> float:
        """The estimated share that has left after so many seconds, as far as anybody was seen."""
        shares = (s for t, s in zip(self.after, self.left_by, strict=True) if t <= seconds)
        return max(shares, default=0.0)


def estimate(waits: Collection[Wait]) -> Patience:
    """The product-limit estimate. Of those who left and those who were answered at one second, the
    latter are counted as still there when the former left."""
    left = Counter(wait.seconds for wait in waits if wait.abandoned)
    ended = Counter(wait.seconds for wait in waits)
    there, staying = len(waits), 1.0
    after, left_by = [], []
    for seconds in sorted(ended):
        if left[seconds]:
            staying *= 1 - left[seconds] / there
            after.append(seconds)
            left_by.append(1 - staying)
        there -= ended[seconds]
    total = sum(wait.seconds for wait in waits)
    return Patience(tuple(after), tuple(left_by), rate=_rate(sum(left.values()), total))


def _rate(left: int, seconds: float) -> float:
    """Leavings per second of waiting; as good as at once where all left without any wait."""
    return left / seconds if seconds else float(left)
