"""What follows from a change of risk. Pure, and the same at every hour: what is acute never waits
for office hours."""

from enum import StrEnum

ACUTE = "acute"


class Reaction(StrEnum):
    NOTHING = "nothing"
    CALL_A_LEAD = "call_a_lead"
    ALL_CLEAR = "all_clear"


def reaction(*, before: str, now: str) -> Reaction:
    """Acute from anything else calls a lead in at once; from acute to anything else is the all
    clear. The same again changes nothing: whoever was called is called already."""
    if now == ACUTE and before != ACUTE:
        return Reaction.CALL_A_LEAD
    if before == ACUTE and now != ACUTE:
        return Reaction.ALL_CLEAR
    return Reaction.NOTHING
