"""Danish public holidays, counted from Easter.

Store bededag was one until 2023; Act 214 of 6 March 2023 ended it from 2024.
"""

from datetime import date, timedelta
from functools import cache

STORE_BEDEDAG_UNTIL = 2023
_FROM_EASTER = {
    -3: "Skærtorsdag",
    -2: "Langfredag",
    0: "Påskedag",
    1: "2. påskedag",
    39: "Kristi himmelfartsdag",
    49: "Pinsedag",
    50: "2. pinsedag",
}


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar, by the anonymous computus (Nature, 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, left = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - correction + 15) % 30
    leaps, rest = divmod(rest, 4)
    sunday = (32 + 2 * left + 2 * leaps - moon - rest) % 7
    shift = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@cache
def of_year(year: int) -> dict[date, str]:
    """The year's public holidays by date, with their Danish names."""
    sunday = easter(year)
    days = {sunday + timedelta(days=after): name for after, name in _FROM_EASTER.items()}
    if year <= STORE_BEDEDAG_UNTIL:
        days[sunday + timedelta(days=26)] = "Store bededag"
    days[date(year, 1, 1)] = "Nytårsdag"
    days[date(year, 12, 25)] = "Juledag"
    days[date(year, 12, 26)] = "2. juledag"
    return dict(sorted(days.items()))


def is_holiday(day: date) -> bool:
    """Whether `day` is a public holiday in Denmark."""
    return day in of_year(day.year)


def ascension(year: int) -> date:
    """Kristi himmelfartsdag, always a Thursday."""
    return easter(year) + timedelta(days=39)
