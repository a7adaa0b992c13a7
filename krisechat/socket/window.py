"""How much may be on its way to a socket that has not said it is reading. Pure.

64 messages or 128 KiB after the last beat the client answered, sending pauses. So a slow or
hostile socket costs bounded memory, whatever the transport buffers. The numbers of the beats
cannot be guessed, so that only who reads can answer them.
"""

import secrets
from collections import deque
from typing import Generic, TypeVar

MESSAGES = 64
BYTES = 128 * 1024
# Frames that answer the client are sent even while paused, up to here; then it is not reading.
OVERRUN_BYTES = 2 * BYTES
STEP_MAX = 2**24  # between two beats' numbers; some 2**30 beats fit below 2**53

Mark = TypeVar("Mark")


class SendWindow(Generic[Mark]):
    """Counts what was sent, remembers what had been sent at each beat."""

    def __init__(self) -> None:
        self._messages = self._bytes = 0
        self._answered_messages = self._answered_bytes = 0
        self._beats: deque[tuple[int, int, int, Mark]] = deque()
        self._n = 0

    def sent(self, size: int, *, message: bool = False) -> None:
        """A frame of `size` bytes left."""
        self._bytes += size
        if message:
            self._messages += 1

    @property
    def full(self) -> bool:
        """Whether no further message may be sent before an answer."""
        return (
            self._messages - self._answered_messages >= MESSAGES
            or self._bytes - self._answered_bytes >= BYTES
        )

    @property
    def overrun(self) -> bool:
        """Whether even answers have piled up unread."""
        return self._bytes - self._answered_bytes >= OVERRUN_BYTES

    @property
    def unanswered(self) -> bool:
        return bool(self._beats)

    def beat(self, mark: Mark) -> int:
        """The number of the beat that is sent now; `mark` comes back when it is answered."""
        self._n += 1 + secrets.randbelow(STEP_MAX)
        self._beats.append((self._n, self._messages, self._bytes, mark))
        return self._n

    def answer(self, n: int) -> Mark | None:
        """The client has read everything up to beat `n`; its mark, or None for an unknown one."""
        mark: Mark | None = None
        if all(each[0] != n for each in self._beats):
            return None
        while self._beats and self._beats[0][0] <= n:
            _, self._answered_messages, self._answered_bytes, mark = self._beats.popleft()
        return mark
