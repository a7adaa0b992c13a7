"""What was before: whom a citizen talked with, and what became of earlier offers."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from krisechat.models import Conversation
from krisechat.states.conversation import ConversationState, Via
from routing.models import Assignment, Offer
from routing.rules.matching import NOTHING_EARLIER, Earlier
from routing.rules.priority import Waiting
from routing.states.offer import OfferState

AT_ONCE = 500


def talked_with(conversations: QuerySet[Conversation]) -> dict[UUID, frozenset[UUID]]:
    """Who has had a conversation with the citizen of each of these: in this one before it was
    given back, in another of theirs, or, where they came by text message, in one with the same
    number (typed on the web it is proof of nothing). Those who talked with nobody yet are left
    out."""
    found: dict[UUID, set[UUID]] = {}
    same = conversations.filter(citizen__conversation__assignments__isnull=False)
    for id, account in same.values_list("id", "citizen__conversation__assignments__account"):
        found.setdefault(id, set()).add(account)
    for id, account in _by_phone(conversations):
        found.setdefault(id, set()).add(account)
    return {id: frozenset(accounts) for id, accounts in found.items()}


def _by_phone(conversations: QuerySet[Conversation]) -> Iterable[tuple[UUID, UUID]]:
    rows = conversations.filter(via=Via.SMS, citizen__phone_digest__isnull=False)
    digests = {id: _digest(each) for id, each in rows.values_list("id", "citizen__phone_digest")}
    talked: dict[bytes, set[UUID]] = {}
    wanted = sorted(set(digests.values()))
    for begin in range(0, len(wanted), AT_ONCE):
        before = Assignment.objects.filter(
            conversation__citizen__phone_digest__in=wanted[begin : begin + AT_ONCE]
        )
        found = before.values_list("conversation__citizen__phone_digest", "account_id")
        for digest, account in found:
            talked.setdefault(_digest(digest), set()).add(account)
    return [(id, each) for id, digest in digests.items() for each in talked.get(digest, ())]


def _digest(column: bytes | memoryview | None) -> bytes:
    """The databases hand it out in different shapes."""
    return bytes(column or b"")


def who_wait_talked_with() -> dict[UUID, frozenset[UUID]]:
    """The same for everybody who waits now."""
    return talked_with(Conversation.objects.filter(state=ConversationState.WAITING))


class Answers:
    """What became of the offers in everybody's present stay in the queue."""

    def __init__(self, waiting: Iterable[Waiting]) -> None:
        since = {one.conversation: one.stays_since for one in waiting}
        self._declined: dict[UUID, dict[UUID, datetime]] = {}
        self._passed: dict[UUID, set[UUID]] = {}
        for conversation, account, state, ended in _unaccepted():
            if conversation not in since or ended < since[conversation]:
                continue
            if state == OfferState.DECLINED:
                self._declined.setdefault(conversation, {})[account] = ended
            else:
                self._passed.setdefault(conversation, set()).add(account)

    def of(self, conversation: UUID) -> Earlier:
        declined = self._declined.get(conversation, {})
        passed = self._passed.get(conversation, ())
        return Earlier(declined=declined, passed=passed) if declined or passed else NOTHING_EARLIER


def _unaccepted() -> list[tuple[UUID, UUID, str, datetime]]:
    """Offers that were declined or ran out, of those who wait now, the oldest first."""
    rows = Offer.objects.filter(
        state__in=[OfferState.DECLINED, OfferState.EXPIRED],
        conversation__state=ConversationState.WAITING,
    )
    found = rows.order_by("ended_at").values_list(
        "conversation_id", "account_id", "state", "ended_at"
    )
    return [(one, account, state, ended) for one, account, state, ended in found if ended]
