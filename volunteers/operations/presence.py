"""On duty or not. Seen means: a server holds a live socket of theirs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from krisechat.foundation.refusals import BadValue
from krisechat.operations import actors, audit
from krisechat.realtime import publish
from volunteers.access import Answerer
from volunteers.models import Presence
from volunteers.states.presence import Status

# Servers say "seen" every 5 s while a socket lives; 60 s without is gone (P10: within 75 s).
GONE_AFTER = timedelta(seconds=65)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """What holds: the status, and how many conversations at most at a time."""

    status: str
    capacity: int


def current(person: Answerer) -> OnDuty:
    """The person's presence now; offline with their own limit before the first time."""
    return current_of_many([person])[person.account]


def current_of_many(people: Collection[Answerer]) -> dict[UUID, OnDuty]:
    """The same for several people at once, by account."""
    rows = Presence.objects.filter(account_id__in={each.account for each in people})
    held = {row.account_id: row for row in rows}
    return {
        each.account: OnDuty(
            status=held[each.account].status,
            capacity=min(held[each.account].capacity, each.limit),
        )
        if each.account in held
        else OnDuty(status=Status.OFFLINE, capacity=each.limit)
        for each in people
    }


def choose(person: Answerer, *, status: str, capacity: int | None = None, at: datetime) -> OnDuty:
    """Sets status and capacity; a capacity above the person's limit is lowered to it.

    Raises BadValue for a status that does not exist.
    """
    if status not in set(Status):
        raise BadValue("The status is available, break or offline.", field="status")
    held = min(person.limit if capacity is None else capacity, person.limit)
    with transaction.atomic():
        Presence.objects.update_or_create(
            account_id=person.account,
            defaults={"status": status, "capacity": held, "seen_at": at, "due_at": at + GONE_AFTER},
        )
        audit.record(
            actor=actors.account(person.account),
            action=f"presence_{status}",
            object_kind="account",
            object_id=person.account,
            at=at,
        )
        transaction.on_commit(lambda: publish.account_changed(person.account))
    return OnDuty(status=status, capacity=held)


def seen(accounts: Collection[UUID], *, at: datetime) -> None:
    """A server holds live sockets of these people: nothing of theirs is given back."""
    if accounts:
        rows = Presence.objects.filter(account_id__in=accounts)
        rows.exclude(status=Status.OFFLINE, due_at__isnull=True).update(
            seen_at=at, due_at=at + GONE_AFTER
        )


def asked_in_vain(account: UUID, *, at: datetime) -> None:
    """They asked for the next conversation and nobody was there for them."""
    Presence.objects.filter(account_id=account).update(asked_at=at)


def go_offline(account: UUID, *, at: datetime) -> None:
    """Off duty: nothing new comes. What they hold is due to be given back from now on, and stays
    due until `holds_nothing`: whoever began the giving back may die in the middle."""
    rows = Presence.objects.filter(account_id=account)
    rows.update(status=Status.OFFLINE, due_at=at)
    transaction.on_commit(lambda: publish.account_changed(account))


def holds_nothing(account: UUID, *, at: datetime) -> None:
    """All is given back: the clock asks no more, unless they came back in the meantime."""
    rows = Presence.objects.filter(account_id=account, status=Status.OFFLINE, due_at__lte=at)
    rows.update(due_at=None, leased_until=None)
