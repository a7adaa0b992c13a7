"""One side's account of a conversation, as far as it has come."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One message: who wrote it ("citizen", "volunteer" or "system"), and what."""

    author: str
    body: str


@dataclass(kw_only=True)
class Transcript:
    """Messages by `seq`. `last_seq` is the highest below which nothing is lacking."""

    heard: dict[int, Heard] = field(default_factory=dict)
    last_seq: int = 0
    spoken: int = 0
    """How many messages up to `last_seq` a person wrote: the number of the next turn, from 0."""

    def hear(self, seq: int, message: Heard) -> bool:
        """Takes in one message; False when it was known already."""
        if seq in self.heard:
            return False
        self.heard[seq] = message
        while following := self.heard.get(self.last_seq + 1):
            self.last_seq += 1
            self.spoken += following.author != "system"
        return True

    @property
    def gapped(self) -> bool:
        """Whether a message is known beyond one that is lacking."""
        return len(self.heard) > self.last_seq
