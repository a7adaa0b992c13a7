"""What came to one citizen's phone, held against what was to come.

A text bears no number in its conversation: which turn it is follows from its words. What is no
turn is one of the helpline's own texts (it has arrived, did it help) and is not counted.
"""

from dataclasses import dataclass, field

from krisechat.management.replay.dialogue import Dialogue
from krisechat.outbound import parts, wording

STOPPED = wording.in_every_language("stopped")


@dataclass(kw_only=True)
class Inbox:
    """The volunteer's turns of one dialogue, in the texts that carry them."""

    dialogue: Dialogue
    seen: set[str] = field(default_factory=set)
    came: list[int] = field(default_factory=list)
    """The places in `expected`, in the order in which they came."""
    duplicated: int = 0
    reordered: int = 0
    others: int = 0
    stopped: bool = False
    """The helpline has said that no more texts come."""

    def __post_init__(self) -> None:
        self.expected = [
            (number, part)
            for number, turn in enumerate(self.dialogue.turns)
            if turn.by == "volunteer"
            for part in parts.split(turn.stored)
        ]

    def take(self, sid: str, body: str) -> bool:
        """Takes in a text by its id; False when nothing new came with it."""
        if sid in self.seen:
            return False
        self.seen.add(sid)
        places = [place for place, (_, part) in enumerate(self.expected) if part == body]
        place = next((each for each in places if each not in self.came), None)
        if place is None:
            self.duplicated += bool(places)
            self.others += not places
            self.stopped = self.stopped or body in STOPPED
            return False
        self.reordered += bool(self.came) and place < max(self.came)
        self.came.append(place)
        return True

    def has(self, turn: int) -> bool:
        """Whether the whole of this turn has come."""
        places = [place for place, (number, _) in enumerate(self.expected) if number == turn]
        return bool(places) and all(place in self.came for place in places)
