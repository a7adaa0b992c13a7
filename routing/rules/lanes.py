"""One source of conversations, however many it sends, gets a few at once and then one now and then
(P37). Pure: moments and counts in, moments out.

A *lane* is where a conversation came from: a *source* (one IPv4 address, one IPv6 /64: a household,
a phone, or a thousand phones behind one address) within a *network* (an IPv4 /24, an IPv6 /48).
Whoever comes when a few from their lane are open already stands as if they had come later: the
fourth from one source ten minutes later, the fifth twenty. That moment is settled once, when they
come, so the queue's order never has to be looked at anew. Nobody is turned away, and nobody waits
behind more than eight hours of others: who comes later than that stands behind them. Those of one
source keep the order in which they came. An address counts no more in its network than its own few,
so a flood from one does not put its neighbours back.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

FEW_OF_A_SOURCE = 3
FEW_OF_A_NETWORK = 5
EACH_FURTHER = timedelta(minutes=10)
LONGEST = timedelta(hours=8)
# What two volunteers have called abuse stands back this far from the first one on.
MARKED = timedelta(hours=2)
MARKS_NEEDED = 2  # of different people
MARKS_FADE = timedelta(hours=24)
# Put back by more than this is no household and no school any more: such a crowd may not fill the
# places of those on duty either.
CROWD = timedelta(hours=1)
SHARE = 5  # a fifth
FEW_PLACES = 2


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Lane:
    """Where somebody comes from, as keyed hashes of this day."""

    source: bytes
    network: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What is open from one's own network when one comes: `of_source` how many from the same
    source, `of_network` how many from the network, each source counted up to its few, `last_turn`
    the latest moment as of which somebody of the same source stands in the queue."""

    of_source: int = 0
    of_network: int = 0
    last_turn: datetime | None = None


def stands_from(came: datetime, open_now: Open, *, marked: bool = False) -> datetime:
    """As if when somebody had come who comes at `came`: then, or later when their lane is full.

    `marked`: people who answer have called what came from this source abuse.
    """
    further = max(
        open_now.of_source + 1 - FEW_OF_A_SOURCE, open_now.of_network + 1 - FEW_OF_A_NETWORK, 0
    )
    back = max(further * EACH_FURTHER, MARKED if marked else timedelta(0))
    turn = came + min(back, LONGEST)
    if open_now.last_turn is not None:
        turn = max(turn, min(open_now.last_turn, came + LONGEST))
    return turn


def of_network(by_source: Iterable[int]) -> int:
    """How many count of a network that has so many open from each of its sources."""
    return sum(min(count, FEW_OF_A_SOURCE) for count in by_source)


def is_marked(people: Iterable[Hashable]) -> bool:
    """Whether these people's marks count; one alone can do nothing."""
    return len(set(people)) >= MARKS_NEEDED


def is_crowd(came: datetime, stands_from: datetime | None) -> bool:
    """Whether somebody is put back so far that they belong to a flood."""
    return stands_from is not None and stands_from - came >= CROWD


class Room:
    """What is left of the places on duty for crowds. `places` is how many conversations all on duty
    hold at most, `free` how many of these nobody has, `held` how many each lane's crowd holds now.

    A crowd has at most a fifth of the places and two in any case; all crowds together leave a
    fifth free, and one place in any case, for whoever comes next. Where there is only one place it
    is not kept free: nobody would ever come to the end of the queue.
    """

    def __init__(self, *, places: int, free: int, held: Iterable[Hashable]) -> None:
        self._most = max(FEW_PLACES, places // SHARE)
        self._kept_free = max(1, places // SHARE) if places > 1 else 0
        self._free = free
        self._held = Counter(held)

    def has_place_for(self, lane: Hashable) -> bool:
        """Whether one more of this lane's crowd may be asked about."""
        return self._held[lane] < self._most and self._free > self._kept_free

    def took(self, lane: Hashable | None) -> None:
        """One place less; `lane` when a crowd's has it."""
        self._free -= 1
        if lane is not None:
            self._held[lane] += 1
