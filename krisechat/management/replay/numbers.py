"""Danish mobile numbers that are nobody's, for one replay."""

import random

MOBILE = ("21", "22", "26", "28", "30", "31", "40", "42", "50", "51", "53", "60", "61")


def fresh(dice: random.Random, *, count: int) -> list[str]:
    """So many different numbers, E.164. None ends in digits by which the demo phone would be asked
    for an error (those begin with 2 or 3)."""
    found: dict[str, None] = {}
    while len(found) < count:
        ending = dice.randrange(400_00, 1_000_00)
        found[f"+45{dice.choice(MOBILE)}{dice.randrange(10)}{ending:05}"] = None
    return list(found)
