"""Who is next. Pure: the same functions run live, in a rehearsal and in tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody who waits: since when, and whether a volunteer had to give them back. `entry` is
    the id of their stay in the queue."""

    conversation: UUID
    entry: int = 0
    waiting_since: datetime
    given_back_at: datetime | None = None
    language: str = ""
    topic: str = ""


def order(waiting: Sequence[Waiting]) -> list[Waiting]:
    """The queue: those given back first, then whoever has waited longest. Of two who came at one
    moment the one whose stay began first; so everybody always sees the same order."""
    return sorted(waiting, key=_rank)


def _rank(one: Waiting) -> tuple[bool, datetime, int]:
    if one.given_back_at is not None:
        return (False, one.given_back_at, one.entry)
    return (True, one.waiting_since, one.entry)
