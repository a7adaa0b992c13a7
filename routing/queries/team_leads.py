"""Who leads in a municipality: those to whom an overdue handover climbs."""

from collections.abc import Collection
from uuid import UUID

from routing import access
from volunteers.states.role import Role


def leads(account: UUID) -> bool:
    """Whether this person is a team lead in any municipality."""
    return Role.TEAM_LEAD in access.roles_of(account)


def names(codes: Collection[str]) -> dict[str, list[str]]:
    """The team leads' names by municipality (kommunekode), in alphabetical order."""
    found: dict[str, list[str]] = {code: [] for code in codes}
    for code in codes:
        rows = access.works_there(code).filter(role=Role.TEAM_LEAD).order_by("account__name")
        found[code] = list(rows.values_list("account__name", flat=True))
    return found
