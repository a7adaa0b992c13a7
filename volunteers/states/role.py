"""What somebody may be in an organisation."""

from enum import StrEnum


class Role(StrEnum):
    VOLUNTEER = "volunteer"
    SHIFT_LEAD = "shift_lead"
    COORDINATOR = "coordinator"
    CASEWORKER = "caseworker"
    TEAM_LEAD = "team_lead"
    AUDITOR = "auditor"
    OPERATOR = "operator"


# Who may open the console and take conversations.
ANSWERING = frozenset({Role.VOLUNTEER, Role.SHIFT_LEAD})
