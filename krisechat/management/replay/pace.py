"""How fast a replay goes, and how long it puts up with silence."""

from dataclasses import dataclass

KEYSTROKES_A_SECOND = 3.0
"""Thumbs on a phone: 36 words a minute (Palin et al., MobileHCI 2019)."""
THINKING_S = 1.5


@dataclass(frozen=True, kw_only=True)
class Pace:
    """All in seconds, except `speed`: 0 as fast as acknowledgements allow, N as N times a human."""

    speed: float = 0.0
    resend_s: float = 6.0
    """After this long without an acknowledgement the same message is sent again."""
    gap_s: float = 1.5
    """A message still lacking below a later one after this long is asked for by `sync`."""
    offer_s: float = 3.0
    """So long some volunteers leave it to the server to offer them a conversation."""
    late_s: float = 2.0
    """So long a text that was sent twice has, after all is over, to show itself."""
    silence_s: float = 25.0
    """The server beats every 10 s; a socket silent for longer than this is given up."""
    start_s: float = 60.0
    """After this long without any volunteer on duty the replay does not begin."""
    stall_s: float = 300.0
    """A conversation in which nothing has happened for this long is given up."""
    limit_s: float = 3_600.0
    """The whole replay ends after this long (a human pace adds its typing time)."""

    def typing_s(self, text: str) -> float:
        """How long somebody takes to write `text` at this pace."""
        if self.speed <= 0:
            return 0.0
        return (THINKING_S + len(text) / KEYSTROKES_A_SECOND) / self.speed
