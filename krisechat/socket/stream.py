"""What one connection has of one conversation. Pure.

The cursor is the highest seq below which the connection lacks nothing: each message up to it was
sent to it, or was its own and acknowledged to it. Messages go out in ascending seq, each at most
once; only `sync` goes back.
"""


class Stream:
    """The cursor of one conversation on one connection."""

    __slots__ = ("_own", "cursor", "target")

    def __init__(self, last_seq: int, *, target: int | None) -> None:
        self.cursor = last_seq
        self.target = target  # where `synced` is due; None when it is not
        self._own: set[int] = set()

    def is_next(self, seq: int) -> bool:
        """Whether this message, and no other, may be sent now."""
        return seq == self.cursor + 1

    def passed(self, seq: int) -> None:
        """The message at `seq`, which was next, is with the connection now."""
        self.cursor = seq
        while self.cursor + 1 in self._own:
            self.cursor += 1
            self._own.discard(self.cursor)

    def acknowledged(self, seq: int) -> None:
        """The connection's own message was stored as `seq` and acknowledged to it."""
        if self.is_next(seq):
            self.passed(seq)
        elif seq > self.cursor:
            self._own.add(seq)

    def rewind(self, last_seq: int, *, target: int) -> None:
        """The client asks again for everything after `last_seq`, its own words included."""
        self.cursor = last_seq
        self.target = target
        self._own.clear()

    def reached_target(self) -> bool:
        """True once, when the client has everything it asked for."""
        if self.target is None or self.cursor < self.target:
            return False
        self.target = None
        return True
