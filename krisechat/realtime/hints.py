"""A hint says that something is new, never what: ids, sequence numbers and flags, no words.

Hints are coalesced while they wait, so that a burst becomes one. Losing one is harmless: each
server also reads the database's own numbers every two seconds.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID


class Position(NamedTuple):
    """How far somebody has received and read in a conversation; 0 where that is not news."""

    conversation: UUID
    participant: int
    delivered: int = 0
    read: int = 0

    def later(self, other: "Position | None") -> "Position":
        """The further of the two, in each respect."""
        if other is None:
            return self
        delivered = max(self.delivered, other.delivered)
        return self._replace(delivered=delivered, read=max(self.read, other.read))


@dataclass(slots=True)
class Hints:
    """What changed since the last time: `seqs` the newest seq by conversation, `changed` the
    conversations whose state, volunteer, risk or people are not what they were, `positions` how
    far people have come, by participant."""

    seqs: dict[UUID, int] = field(default_factory=dict)
    changed: set[UUID] = field(default_factory=set)
    accounts: set[UUID] = field(default_factory=set)
    typing: dict[tuple[UUID, str], bool] = field(default_factory=dict)
    positions: dict[int, Position] = field(default_factory=dict)
    queue: bool = False

    def __bool__(self) -> bool:
        news = self.seqs or self.changed or self.accounts or self.typing or self.positions
        return bool(news or self.queue)

    def merge(self, other: "Hints") -> None:
        """Takes the other's news in; of two sequence numbers the higher one counts."""
        for conversation, seq in other.seqs.items():
            if seq > self.seqs.get(conversation, 0):
                self.seqs[conversation] = seq
        self.changed |= other.changed
        self.accounts |= other.accounts
        self.typing.update(other.typing)
        for participant, position in other.positions.items():
            self.positions[participant] = position.later(self.positions.get(participant))
        self.queue = self.queue or other.queue

    def to_wire(self) -> dict[str, Any]:
        """As a channel layer takes it."""
        return {
            "seqs": {each.hex: seq for each, seq in self.seqs.items()},
            "changed": [each.hex for each in self.changed],
            "accounts": [each.hex for each in self.accounts],
            "typing": [[each.hex, by, on] for (each, by), on in self.typing.items()],
            "positions": [[each[0].hex, *each[1:]] for each in self.positions.values()],
            "queue": self.queue,
        }

    @classmethod
    def from_wire(cls, found: dict[str, Any]) -> "Hints":
        """Back from the layer. Raises ValueError on anything else."""
        try:
            return cls(
                seqs={UUID(each): int(seq) for each, seq in found["seqs"].items()},
                changed={UUID(each) for each in found["changed"]},
                accounts={UUID(each) for each in found["accounts"]},
                typing={(UUID(each), str(by)): bool(on) for each, by, on in found["typing"]},
                positions={
                    int(who): Position(UUID(each), int(who), int(delivered), int(read))
                    for each, who, delivered, read in found["positions"]
                },
                queue=bool(found["queue"]),
            )
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            raise ValueError("This is not a hint.") from None
