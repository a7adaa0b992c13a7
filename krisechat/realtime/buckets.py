"""Rate limits: token buckets, in this process's memory, keyed by ids or daily keyed hashes."""

import math
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from django.conf import settings


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Buckets:
    """One bucket a key: `burst` at once, then `per_second`; a new one holds `at_first`, or is
    full. The oldest keys are forgotten."""

    def __init__(
        self,
        *,
        per_second: float,
        burst: float,
        keys: int = 20_000,
        at_first: float | None = None,
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._at_first = at_first
        self._keys = keys
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def take(self, key: Hashable, *, now: float) -> float:
        """Takes one token. 0 when there was one, else the seconds until there is; `now` is a
        monotonic time in seconds. Always 0 while the limits are off."""
        if not settings.KRISECHAT_RATE_LIMITS:
            return 0.0
        bucket = self._bucket(key, now=now)
        bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.at) * self._per_second)
        bucket.at = now
        if bucket.tokens < 1:
            # Rounded up: whoever waits as long as told is let through.
            return math.ceil((1 - bucket.tokens) / self._per_second * 10) / 10
        bucket.tokens -= 1
        return 0.0

    def _bucket(self, key: Hashable, *, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            full = self._burst if self._at_first is None else self._at_first
            bucket = self._buckets[key] = _Bucket(tokens=full, at=now)
            if len(self._buckets) > self._keys:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket

    def forget(self, key: Hashable) -> None:
        """Nobody comes under this key any more."""
        self._buckets.pop(key, None)

    def clear(self) -> None:
        self._buckets.clear()


# Sends: 30 a minute, 10 at once, per author and conversation (the participant's id).
sends = Buckets(per_second=30 / 60, burst=10)
# Frames of any kind on one connection: far above what a person's page sends.
frames = Buckets(per_second=50, burst=300)
