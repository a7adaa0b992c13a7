"""The queue as it stands: who is next, where somebody stands in it, how long it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from krisechat.models import Conversation
from krisechat.states.conversation import ConversationState, Gone, Risk, Texting
from routing.models import Assignment, QueueEntry
from routing.queries import called_in, lanes
from routing.rules import aside, wait_estimate
from routing.rules.priority import Waiting, order
from routing.states.queue_entry import QueueState
from volunteers.queries import on_duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somebody's place, from 1, and the expected wait in seconds (None: nobody is on duty).

    `called_in`: people were called in from home for them.
    """

    position: int
    estimated_wait_seconds: int | None
    called_in: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """The whole queue in its order."""

    conversations: tuple[UUID, ...]
    oldest: datetime | None
    places: int
    taken: int
    called_in: frozenset[UUID] = frozenset()

    @cached_property
    def _ahead(self) -> dict[UUID, int]:
        """How many stand in front of each: with a thousand who wait, all of them ask."""
        return {id: place for place, id in enumerate(self.conversations)}

    def place_of(self, conversation: UUID) -> Place | None:
        """Where the conversation stands; None when it does not wait."""
        ahead = self._ahead.get(conversation)
        if ahead is None:
            return None
        return Place(
            position=ahead + 1,
            estimated_wait_seconds=self.expected_wait(ahead),
            called_in=conversation in self.called_in,
        )

    def expected_wait(self, ahead: int | None = None) -> int | None:
        """The wait in seconds with so many in front; without a number, for whoever comes now."""
        before = len(self.conversations) if ahead is None else ahead
        return wait_estimate.seconds(ahead=before, places=self.places, taken=self.taken)

    def longest_wait_seconds(self, at: datetime) -> int:
        return max(int((at - self.oldest).total_seconds()), 0) if self.oldest else 0


def waiting() -> list[Waiting]:
    """Everybody who waits, in the order of the rules; each with its queue entry's id. Who has gone
    for good and stands aside is left out (rules/aside.py)."""
    rows = QueueEntry.objects.filter(state=QueueState.WAITING)
    found = rows.values_list(*_COLUMNS.values(), *_ASIDE)
    waits = len(_COLUMNS)
    return order([_waiting(row[:waits]) for row in found if not _aside(*row[waits:])])


def _waiting(row: Sequence[Any]) -> Waiting:
    columns = dict(zip(_COLUMNS, row, strict=True))
    lane = columns.pop("lane")
    return Waiting(**columns, lane=bytes(lane) if lane is not None else b"")


def _aside(gone: str, texting: str, last_seq: int, risk: str) -> bool:
    return aside.stands_aside(
        gone=gone != Gone.NO,
        can_be_texted=texting != Texting.NONE,
        wrote=last_seq > 0,
        danger=risk != Risk.NONE,
    )


_ASIDE = tuple(f"conversation__{each}" for each in ("gone", "texting", "last_seq", "risk"))


_COLUMNS = {
    "entry": "id",
    "conversation": "conversation_id",
    "waiting_since": "waiting_since",
    "given_back_at": "given_back_at",
    "language": "conversation__language",
    "topic": "conversation__topic",
    "organisation": "conversation__organisation",
    "risk": "conversation__risk",
    "via": "conversation__via",
    "stands_from": "conversation__came_from__stands_from",
    "lane": "conversation__came_from__network",
}


def line() -> Line:
    """The queue now."""
    everybody = waiting()
    active = Conversation.objects.filter(state=ConversationState.ACTIVE)
    conversations = tuple(one.conversation for one in everybody)
    return Line(
        conversations=conversations,
        oldest=min((one.waiting_since for one in everybody), default=None),
        places=on_duty.available_places(),
        taken=active.count(),
        called_in=called_in.for_whom(conversations),
    )


def newcomers_wait(*, at: datetime) -> int | None:
    """The wait in seconds for whoever comes now, as Line.expected_wait, without reading the queue:
    who was put back (rules/lanes.py) stands behind them."""
    waits = QueueEntry.objects.filter(state=QueueState.WAITING).count()
    return wait_estimate.seconds(
        ahead=max(waits - lanes.put_back_waiting(at=at), 0),
        places=on_duty.available_places(),
        taken=Conversation.objects.filter(state=ConversationState.ACTIVE).count(),
    )


def given_back_by(conversation: UUID) -> UUID | None:
    """The account whose conversation it was, when it waits because they had to go."""
    waits = QueueEntry.objects.filter(
        conversation_id=conversation, state=QueueState.WAITING, given_back_at__isnull=False
    )
    if not waits.exists():
        return None
    last = Assignment.objects.filter(conversation_id=conversation).order_by("-began_at").first()
    return last.account_id if last is not None else None
