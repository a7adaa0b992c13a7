"""What can stand on record about a danger to life: a closed list of codes, in the order in which
they are shown when they happened in one moment."""

from enum import StrEnum


class EmergencyCode(StrEnum):
    FLAGGED_ACUTE = "flagged_acute"
    ASKED_FOR_HELP = "asked_for_help"
    LEAD_CALLED = "lead_called"
    LEAD_CAME = "lead_came"
    ADDRESS_KNOWN = "address_known"
    CALLED_112 = "called_112"
    CALLED_114 = "called_114"
    CALLED_NIGHT_DUTY = "called_night_duty"  # the municipality's own
    CALLED_REGION_LINE = "called_region_line"
    STAYS_WITH_CITIZEN = "stays_with_citizen"
    HELP_ON_ITS_WAY = "help_on_its_way"
    HELP_ARRIVED = "help_arrived"
    CLEARED = "cleared"
    LEAD_LEFT = "lead_left"


_C = EmergencyCode

# What a person says they did. The others are recorded with the act itself.
BY_HAND = frozenset(
    {
        _C.ADDRESS_KNOWN,
        _C.CALLED_112,
        _C.CALLED_114,
        _C.CALLED_NIGHT_DUTY,
        _C.CALLED_REGION_LINE,
        _C.STAYS_WITH_CITIZEN,
        _C.HELP_ON_ITS_WAY,
        _C.HELP_ARRIVED,
    }
)
# What a lead says who was called in: that they are there, and that they go again.
LEAD_HERE = "lead_here"
LEAD_LEAVES = "lead_left"
