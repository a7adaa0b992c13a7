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
# A coordinator who is called in at night must be able to answer.
ANSWERING = frozenset({Role.VOLUNTEER, Role.SHIFT_LEAD, Role.COORDINATOR})
# Who may be called into somebody else's conversation, and works in a municipality.
LEADING = frozenset({Role.SHIFT_LEAD, Role.COORDINATOR})
MUNICIPAL = frozenset({Role.CASEWORKER, Role.TEAM_LEAD})
