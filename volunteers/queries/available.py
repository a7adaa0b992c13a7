"""Who is on duty and at their screen now, with what they can do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from volunteers.models import Membership, Presence
from volunteers.states.presence import Status
from volunteers.states.role import ANSWERING, LEADING

# Servers say "seen" every two seconds while there is a live socket.
AT_THE_SCREEN = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """Somebody who can be offered a conversation. `capacity` is how many at a time."""

    account: UUID
    languages: tuple[str, ...]
    subjects: tuple[str, ...]
    organisations: tuple[str, ...]
    leads: bool
    capacity: int
    asked_at: datetime | None


def now(*, at: datetime) -> list[Available]:
    """Everybody available whose socket was alive a moment ago and who may answer."""
    rows = Presence.objects.filter(
        status=Status.AVAILABLE,
        seen_at__gte=at - AT_THE_SCREEN,
        account__is_active=True,
        account__volunteer__isnull=False,
    ).select_related("account__volunteer")
    present = list(rows)
    roles = _roles({row.account_id for row in present})
    return [_available(row, roles[row.account_id]) for row in present if row.account_id in roles]


def organisations_of(account: UUID) -> tuple[str, ...]:
    """The slugs of the organisations the person answers for."""
    return tuple(slug for _, slug in _roles([account]).get(account, []))


def _roles(accounts: Iterable[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """For each, the role and the organisation's slug of every membership that answers."""
    rows = Membership.objects.filter(
        account_id__in=list(accounts), role__in=[str(role) for role in ANSWERING]
    )
    found: dict[UUID, list[tuple[str, str]]] = {}
    for account, role, slug in rows.values_list("account_id", "role", "organisation__slug"):
        found.setdefault(account, []).append((role, slug))
    return found


def _available(row: Presence, roles: list[tuple[str, str]]) -> Available:
    can = row.account.volunteer
    return Available(
        account=row.account_id,
        languages=tuple(can.languages),
        subjects=tuple(can.subjects),
        organisations=tuple(slug for _, slug in roles),
        leads=all(role in LEADING for role, _ in roles),
        capacity=min(row.capacity, can.limit),
        asked_at=row.asked_at,
    )
