"""What people who work together call each other. No citizen ever sees it."""

from collections.abc import Collection
from uuid import UUID

from volunteers.models import Account


def first_names(accounts: Collection[UUID]) -> dict[UUID, str]:
    """The first name of each of these accounts."""
    rows = Account.objects.filter(id__in=accounts).values_list("id", "name")
    return {id: name.split()[0] if name.split() else "" for id, name in rows}
