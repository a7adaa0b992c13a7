"""Who is next: danger first, then time waited. Pure: the same functions run live, in a rehearsal
and in tests.

Everybody's score is the seconds they have waited, and a head start in seconds for danger and for
having been given back. Whoever came as one of very many from one source counts as having come later
(`lanes`), unless a person has seen danger or had to give them back. All scores grow alike, so an
order once right stays right, and only those who come within somebody's wait, the longest head start
and the longest putting back can ever pass them: nobody starves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from routing.rules import lanes

HEAD_START = {
    "acute": timedelta(hours=4),
    "high": timedelta(minutes=30),
    "concern": timedelta(minutes=10),
}
GIVEN_BACK = timedelta(hours=2)
# Nobody who comes later than this after somebody stands in front of them, ...
LONGEST_HEAD_START = max(HEAD_START.values()) + GIVEN_BACK
# ... or than this, when they were put back themselves.
LONGEST_WAIT_BEHIND_OTHERS = LONGEST_HEAD_START + lanes.LONGEST

_NONE = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody who waits: since when, and whether a volunteer had to give them back. `entry` is
    the id of their stay in the queue; `returning_to` are the accounts they talked with before."""

    conversation: UUID
    entry: int = 0
    waiting_since: datetime
    given_back_at: datetime | None = None
    language: str = ""
    topic: str = ""
    organisation: str = ""
    risk: str = ""
    via: str = "web"
    returning_to: frozenset[UUID] = frozenset()
    stands_from: datetime | None = None
    lane: bytes = b""

    @property
    def put_back(self) -> bool:
        """Whether they stand behind their time. Danger that somebody has seen beats it, and who
        was given back has been talked with."""
        known = self.risk in HEAD_START or self.given_back_at is not None
        return not known and self.stands_from is not None and self.stands_from > self.waiting_since

    @property
    def is_crowd(self) -> bool:
        """Whether they are put back so far that they belong to a flood."""
        return self.put_back and lanes.is_crowd(self.waiting_since, self.stands_from)

    @property
    def stays_since(self) -> datetime:
        """When this stay in the queue began."""
        return self.given_back_at or self.waiting_since


def order(waiting: Sequence[Waiting]) -> list[Waiting]:
    """The queue. Of two with one score the one whose stay began first; so everybody always sees
    the same order."""
    return sorted(waiting, key=rank)


def score(one: Waiting, *, at: datetime) -> float:
    """In seconds: the time waited and the head start."""
    return (at - _as_if_since(one)).total_seconds()


def why(one: Waiting) -> tuple[str, ...]:
    """What counts for this one, as codes."""
    codes = []
    if one.risk in HEAD_START:
        codes.append(f"risk_{one.risk}")
    if one.given_back_at is not None:
        codes.append("given_back")
    return tuple(codes) or ("longest_wait",)


def rank(one: Waiting) -> tuple[datetime, int]:
    """What `order` sorts by: a place that time does not change, so that a kept queue needs no
    sorting anew."""
    return (_as_if_since(one), one.entry)


def _as_if_since(one: Waiting) -> datetime:
    """The moment somebody without a head start would have had to come to stand here."""
    since = one.waiting_since
    if one.put_back and one.stands_from is not None:
        since = max(since, one.stands_from)
    elif one.given_back_at is not None:
        # As if they had come two hours before they were given back, or when they really came.
        since = min(since, one.given_back_at - GIVEN_BACK)
    return since - HEAD_START.get(one.risk, _NONE)
