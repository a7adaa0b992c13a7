"""Public holidays, counted from Easter."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.rules import holidays

# Easter Sundays as calendars have them. 25 April is the latest day it can be, 22 March the first.
EASTERS = [
    (1818, 3, 22),
    (2008, 3, 23),
    (2011, 4, 24),
    (2019, 4, 21),
    (2023, 4, 9),
    (2024, 3, 31),
    (2025, 4, 20),
    (2026, 4, 5),
    (2027, 3, 28),
    (2028, 4, 16),
    (2029, 4, 1),
    (2030, 4, 21),
    (2038, 4, 25),
    (2285, 3, 22),
]


@pytest.mark.parametrize("day", EASTERS)
def test_easter_is_where_the_almanac_has_it(day: tuple[int, int, int]) -> None:
    assert holidays.easter(day[0]) == date(*day)


def test_the_holidays_of_2026() -> None:
    assert list(holidays.of_year(2026).items()) == [
        (date(2026, 1, 1), "Nytårsdag"),
        (date(2026, 4, 2), "Skærtorsdag"),
        (date(2026, 4, 3), "Langfredag"),
        (date(2026, 4, 5), "Påskedag"),
        (date(2026, 4, 6), "2. påskedag"),
        (date(2026, 5, 14), "Kristi himmelfartsdag"),
        (date(2026, 5, 24), "Pinsedag"),
        (date(2026, 5, 25), "2. pinsedag"),
        (date(2026, 12, 25), "Juledag"),
        (date(2026, 12, 26), "2. juledag"),
    ]


def test_store_bededag_was_one_until_2023() -> None:
    assert holidays.is_holiday(date(2023, 5, 5))
    assert not holidays.is_holiday(date(2024, 4, 26))


@given(st.integers(1900, 2199))
def test_each_year_has_the_same_days_of_the_week(year: int) -> None:
    sunday = holidays.easter(year)
    assert sunday.weekday() == 6
    assert date(year, 3, 22) <= sunday <= date(year, 4, 25)
    assert holidays.ascension(year).weekday() == 3
    assert holidays.ascension(year) == sunday + timedelta(days=39)
    assert len(holidays.of_year(year)) == (11 if year <= 2023 else 10)
