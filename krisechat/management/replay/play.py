"""One dialogue on its way through the servers, and the stage they all share."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from krisechat.management.replay.dialogue import Dialogue
from krisechat.management.replay.transcript import Heard
from krisechat.privacy import masking

CLOCKS_APART_S = 5.0


@dataclass(kw_only=True, eq=False)
class Play:
    """One dialogue being played. Times are seconds of the monotonic clock."""

    dialogue: Dialogue
    run: uuid.UUID
    conversation: str = ""
    token: str = ""
    phone: str = ""
    """The citizen's number, E.164, when they write by text message."""
    texted_at: float = 0.0
    """When the citizen's first text was sent, in seconds since 1970."""
    stored: dict[int, Heard] | None = None
    """By text message: the transcript as its volunteer read it back before closing."""
    closing_at: float = 0.0
    """When a volunteer last asked to close it."""
    stopped_at: int | None = None
    """By text message: the turn before which the citizen said STOP, from 0. From there on nothing
    comes to the phone, and nothing that does not is lost."""
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
    def by_text(self) -> bool:
        """Whether its citizen writes text messages."""
        return bool(self.phone)

    @property
    def first_words(self) -> str:
        """What its volunteer sees first: by text message it is known by this."""
        return self.dialogue.turns[0].stored

    @property
    def begun(self) -> bool:
        """Whether there is a conversation, as far as the replay knows."""
        return bool(self.token or self.conversation)

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
    texting: dict[str, Play] = field(default_factory=dict)
    """Begun by text message and not yet seen by a volunteer, by the first words: by these alone
    their conversation is known, so no two may begin with the same at the same time."""
    listeners: list[Callable[[], None]] = field(default_factory=list)

    def opens(self, play: Play) -> None:
        """The citizen is about to ask for the conversation."""
        self.opening.add(play)

    def opened(self, play: Play, *, conversation: str, token: str) -> None:
        """The server has answered with the conversation and the citizen's token."""
        play.conversation, play.token = conversation, token
        self.by_conversation[conversation] = play
        self.settled(play)

    def begins_by_text(self, play: Play) -> bool:
        """The citizen is about to send the first words; False while another's are the same."""
        return self.texting.setdefault(play.first_words, play) is play

    def recognise(self, words: str, *, conversation: str, sent_at: float) -> Play | None:
        """The play whose first words these are, sent at `sent_at` (seconds since 1970)."""
        play = self.texting.get(masking.mask_cpr(words)[0])
        if play is None or not play.texted_at or sent_at < play.texted_at - CLOCKS_APART_S:
            return None
        self.opened(play, conversation=conversation, token="")
        return play

    def settled(self, play: Play) -> None:
        """The citizen no longer waits for an answer, whatever it was."""
        self.opening.discard(play)
        if self.texting.get(play.first_words) is play:
            del self.texting[play.first_words]
        self.ring()

    def somebody_waits(self) -> bool:
        """Whether a conversation of this replay has no volunteer."""
        return bool(self.texting) or any(
            not (play.holder or play.closed or play.ended) for play in self.by_conversation.values()
        )

    def ring(self) -> None:
        """Something changed that a volunteer may act on."""
        for listener in self.listeners:
            listener()
