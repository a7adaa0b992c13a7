"""The only way any person who works here reaches a conversation: their participant row in it.

Foreign and missing ids look alike: NotFound.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from krisechat.foundation.refusals import NotFound
from krisechat.models import Participant
from krisechat.states.conversation import ConversationState
from volunteers.models import Account
from volunteers.states.role import ANSWERING

_ROLES = [str(role) for role in ANSWERING]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerer:
    """Somebody who may open the console. `limit` is their highest number of conversations."""

    account: UUID
    name: str
    limit: int
    languages: tuple[str, ...]
    subjects: tuple[str, ...]


def answerer(account: UUID) -> Answerer | None:
    """The person as one who answers; None when they may not, or not any more."""
    row = (
        Account.objects.filter(id=account, is_active=True, memberships__role__in=_ROLES)
        .select_related("volunteer")
        .first()
    )
    if row is None or not hasattr(row, "volunteer"):
        return None
    return Answerer(
        account=row.id,
        name=row.name,
        limit=row.volunteer.limit,
        languages=tuple(row.volunteer.languages),
        subjects=tuple(row.volunteer.subjects),
    )


def answering(accounts: Collection[UUID]) -> set[UUID]:
    """Which of these accounts may open the console now."""
    rows = Account.objects.filter(id__in=accounts, is_active=True, memberships__role__in=_ROLES)
    return set(rows.values_list("id", flat=True))


def conversations_of(account: UUID) -> list[UUID]:
    """The conversations the person is in now, the oldest first."""
    rows = _parts().filter(account_id=account).order_by("joined_at", "id")
    return list(rows.values_list("conversation_id", flat=True))


def conversations_of_many(accounts: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The same for several people at once, as sets."""
    rows = _parts().filter(account_id__in=accounts)
    found: dict[UUID, set[UUID]] = {each: set() for each in accounts}
    for account, conversation in rows.values_list("account_id", "conversation_id"):
        if account is not None:
            found[account].add(conversation)
    return found


def require(*, account: UUID, conversation: UUID) -> None:
    """Raises NotFound unless the person is in the conversation now."""
    if not _parts().filter(account_id=account, conversation_id=conversation).exists():
        raise NotFound("Not found.")


def _parts() -> QuerySet[Participant]:
    """The parts people have now; in what was erased nobody has any."""
    rows = Participant.objects.filter(left_at__isnull=True)
    return rows.exclude(conversation__state=ConversationState.ERASED)
