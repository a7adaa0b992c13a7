"""Looking after whoever waits: when more people are called in, and when to look again. Pure."""

from datetime import timedelta

# Whoever waits this long is not left to offers alone, whoever is on duty.
IN_ANY_CASE_AFTER = timedelta(minutes=3)
SOON = timedelta(seconds=20)
LATER = timedelta(minutes=1)


def calls_people_in(*, waited: timedelta, on_offer: bool, somebody_could: bool) -> bool:
    """Whether people are called in from home for somebody who has waited so long.

    `on_offer`: somebody is being asked right now. `somebody_could`: somebody on duty with a free
    place could be asked.
    """
    return waited >= IN_ANY_CASE_AFTER or not (on_offer or somebody_could)


def look_again_in(*, waited: timedelta) -> timedelta:
    """How long until the next look: often at first, and exactly when three minutes are over."""
    left = IN_ANY_CASE_AFTER - waited
    return min(SOON, left) if left > timedelta(0) else LATER
