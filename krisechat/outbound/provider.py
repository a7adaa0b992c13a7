"""What somebody who carries text messages must be able to do, and the three ways it can fail.

The three are told apart because they are answered differently: what was refused is never sent
again, what was certainly not taken is sent again later, and where nobody knows, the provider is
asked before anything is sent a second time (P11).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Refused(Exception):
    """Never: this number, or this text, cannot be sent. `code` is the provider's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TryLater(Exception):
    """Certainly not taken in, and nothing is wrong with the text. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class InDoubt(Exception):
    """It may have been taken in or not: an answer that did not come, or says neither."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Listed:
    """A text message as the provider's list has it; `media` is how many pictures came with it."""

    id: str
    sender: str
    to: str
    body: str
    status: str
    media: int
    at: datetime | None


class Texts(Protocol):
    """Somebody who carries text messages. Numbers are E.164."""

    def send(self, *, to: str, body: str, status_url: str) -> str:
        """Sends from our number and returns the provider's id. What becomes of it is told to
        `status_url`. Raises Refused, TryLater or InDoubt."""

    def look_up(self, *, to: str, since: datetime) -> list[Listed]:
        """What we sent to this number since then, newest first. Raises TryLater when the list
        cannot be read."""

    def incoming(self, *, since: datetime) -> Iterator[Listed]:
        """What came to our number since then. Raises TryLater when the list cannot be read."""
