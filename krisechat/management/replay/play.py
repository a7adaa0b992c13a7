"""One dialogue on its way through the servers, and the stage they all share."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from krisechat.management.replay.dialogue import Dialogue


@dataclass(kw_only=True, eq=False)
class Play:
    """One dialogue being played. Times are seconds of the monotonic clock."""

    dialogue: Dialogue
    run: uuid.UUID
    conversation: str = ""
    token: str = ""
    holder: str = ""
    """The volunteer who has it now; empty while it waits."""
    citizen_has_all: bool = False
    closed: bool = False
    """The volunteer has seen it end."""
    ended: bool = False
    """The citizen has seen it end."""
    fault: str = ""
    """Why it was given up; empty while all is well. Never anybody's words."""
    entered_at: float = 0.0
    moved_at: float = 0.0
    """When a message last came anywhere, or the server last asked for patience."""

    def client_id(self, turn: int) -> str:
        """The id under which turn number `turn` (from 0) is sent, whoever sends it.

        It follows from the turn alone, so that a volunteer who takes over in the middle repeats
        the sender's id instead of saying the same thing twice.
        """
        return str(uuid.uuid5(self.run, f"{self.dialogue.id}/{turn}"))

    @property
    def opening_id(self) -> str:
        """The id under which the conversation is asked for."""
        return str(uuid.uuid5(self.run, self.dialogue.id))


@dataclass(kw_only=True)
class Stage:
    """What the citizens and the volunteers of one replay know of each other."""

    by_conversation: dict[str, Play] = field(default_factory=dict)
    opening: set[Play] = field(default_factory=set)
    """Asked for, not yet answered: a server may already have made the conversation."""
    listeners: list[Callable[[], None]] = field(default_factory=list)

    def opens(self, play: Play) -> None:
        """The citizen is about to ask for the conversation."""
        self.opening.add(play)

    def opened(self, play: Play, *, conversation: str, token: str) -> None:
        """The server has answered with the conversation and the citizen's token."""
        play.conversation, play.token = conversation, token
        self.by_conversation[conversation] = play
        self.settled(play)

    def settled(self, play: Play) -> None:
        """The citizen no longer waits for an answer, whatever it was."""
        self.opening.discard(play)
        self.ring()

    def somebody_waits(self) -> bool:
        """Whether a conversation of this replay has no volunteer."""
        return any(
            not (play.holder or play.closed or play.ended) for play in self.by_conversation.values()
        )

    def ring(self) -> None:
        """Something changed that a volunteer may act on."""
        for listener in self.listeners:
            listener()
