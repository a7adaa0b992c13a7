"""When a handover reaches a municipality: a table of dates, and what holds on every date."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.rules import handover_due, wall_clock, working_day
from routing.rules.working_day import TownHall

USUAL = TownHall()
BRIDGES = TownHall(bridge_days_closed=True)
LATE = time(21, 40)

# Approved late on the first day, a town hall with the usual hours, and one that closes its bridge
# days: when it is delivered.
DATES = [
    # Easter, of six days and of three
    ("2026-04-01", "2026-04-07", "2026-04-07"),
    ("2026-03-31", "2026-04-01", "2026-04-01"),
    ("2026-04-02", "2026-04-07", "2026-04-07"),
    ("2026-04-04", "2026-04-07", "2026-04-07"),
    ("2026-04-06", "2026-04-07", "2026-04-07"),
    ("2027-03-24", "2027-03-30", "2027-03-30"),
    ("2025-04-16", "2025-04-22", "2025-04-22"),
    ("2028-04-12", "2028-04-18", "2028-04-18"),
    # Store bededag, until 2023
    ("2024-04-25", "2024-04-26", "2024-04-26"),
    ("2023-05-04", "2023-05-08", "2023-05-08"),
    ("2022-05-12", "2022-05-16", "2022-05-16"),
    # Ascension and the Friday after it
    ("2026-05-13", "2026-05-15", "2026-05-18"),
    ("2026-05-14", "2026-05-15", "2026-05-18"),
    ("2026-05-12", "2026-05-13", "2026-05-13"),
    ("2027-05-05", "2027-05-07", "2027-05-10"),
    ("2025-05-28", "2025-05-30", "2025-06-02"),
    # Whitsun
    ("2026-05-22", "2026-05-26", "2026-05-26"),
    ("2026-05-23", "2026-05-26", "2026-05-26"),
    ("2027-05-14", "2027-05-18", "2027-05-18"),
    # half days
    ("2026-06-04", "2026-06-05", "2026-06-05"),
    ("2026-06-05", "2026-06-08", "2026-06-08"),
    ("2026-04-30", "2026-05-01", "2026-05-01"),
    ("2026-05-01", "2026-05-04", "2026-05-04"),
    ("2025-06-04", "2025-06-05", "2025-06-05"),
    # Christmas and New Year, of five and of twelve days
    ("2026-12-22", "2026-12-23", "2026-12-23"),
    ("2026-12-23", "2026-12-28", "2027-01-04"),
    ("2026-12-24", "2026-12-28", "2027-01-04"),
    ("2026-12-27", "2026-12-28", "2027-01-04"),
    ("2026-12-28", "2026-12-29", "2027-01-04"),
    ("2026-12-30", "2027-01-04", "2027-01-04"),
    ("2026-12-31", "2027-01-04", "2027-01-04"),
    ("2027-12-23", "2027-12-27", "2028-01-03"),
    ("2025-12-30", "2026-01-02", "2026-01-02"),
    # the nights the clocks change, and ordinary weeks
    ("2026-03-28", "2026-03-30", "2026-03-30"),
    ("2026-10-24", "2026-10-26", "2026-10-26"),
    ("2026-11-20", "2026-11-23", "2026-11-23"),
    ("2026-11-21", "2026-11-23", "2026-11-23"),
    ("2026-11-22", "2026-11-23", "2026-11-23"),
    ("2026-11-23", "2026-11-24", "2026-11-24"),
    ("2028-02-28", "2028-02-29", "2028-02-29"),
]


def _moment(day: str, wall: time = LATE) -> datetime:
    return wall_clock.begins(datetime.combine(date.fromisoformat(day), wall))


def test_the_table_has_forty_dates() -> None:
    assert len({written for written, _, _ in DATES}) == len(DATES) == 40


@pytest.mark.parametrize(("written", "usual", "bridges"), DATES)
def test_it_is_delivered_at_the_opening_of_the_next_working_day(
    written: str, usual: str, bridges: str
) -> None:
    at = _moment(written)
    assert handover_due.delivery(USUAL, at=at) == _moment(usual, time(8))
    assert handover_due.delivery(BRIDGES, at=at) == _moment(bridges, time(8))


def test_after_midnight_the_next_working_day_may_be_the_same() -> None:
    at = _moment("2026-11-24", time(2))
    assert handover_due.delivery(USUAL, at=at) == _moment("2026-11-24", time(8))
    assert handover_due.delivery(USUAL, at=_moment("2026-11-24", time(8))) == _moment(
        "2026-11-25", time(8)
    )


@pytest.mark.parametrize(
    ("delivered", "at", "answer", "contact"),
    [
        ("2026-11-23", time(8), ("2026-11-23", time(10)), ("2026-11-23", time(15))),
        ("2026-11-26", time(8), ("2026-11-26", time(10)), ("2026-11-26", time(17))),
        ("2026-06-05", time(8), ("2026-06-05", time(10)), ("2026-06-05", time(12))),
        # sent at once, at night, on a Saturday, and late on a day
        ("2026-11-24", time(2), ("2026-11-24", time(10)), ("2026-11-24", time(15))),
        ("2026-11-21", time(23), ("2026-11-23", time(10)), ("2026-11-23", time(15))),
        ("2026-11-23", time(13), ("2026-11-23", time(15)), ("2026-11-23", time(15))),
        ("2026-11-23", time(14), ("2026-11-24", time(9)), ("2026-11-24", time(15))),
        ("2026-11-27", time(13, 30), ("2026-11-30", time(9, 30)), ("2026-11-30", time(15))),
        ("2026-12-23", time(14, 30), ("2026-12-28", time(9, 30)), ("2026-12-28", time(15))),
    ],
)
def test_what_the_municipality_owes_by_when(
    delivered: str, at: time, answer: tuple[str, time], contact: tuple[str, time]
) -> None:
    moment = _moment(delivered, at)
    assert handover_due.answer_by(USUAL, delivered_at=moment) == _moment(*answer)
    assert handover_due.contact_by(USUAL, at=moment) == _moment(*contact)


def test_days_too_short_for_an_answer_are_counted_together() -> None:
    week = ((time(9), time(9, 45)),) * 5 + (None, None)
    answer = handover_due.answer_by(TownHall(week=week), delivered_at=_moment("2026-11-21"))
    assert answer == _moment("2026-11-25", time(9, 30))


def test_more_than_three_days_ask_for_a_plan_until_then() -> None:
    for written, expected in [("2026-04-01", True), ("2026-11-20", False), ("2026-12-23", True)]:
        at = _moment(written)
        delivered = handover_due.delivery(USUAL, at=at)
        assert handover_due.is_long_gap(at=at, delivered=delivered) is expected


_moments = st.datetimes(min_value=datetime(2023, 1, 1), max_value=datetime(2032, 12, 31)).map(
    lambda wall: wall.replace(tzinfo=UTC)
)
_halls = st.builds(
    TownHall,
    bridge_days_closed=st.booleans(),
    special=st.dictionaries(
        st.dates(min_value=date(2023, 1, 1), max_value=date(2032, 12, 31)),
        st.none() | st.sampled_from([time(9), time(12), time(14)]),
        max_size=5,
    ),
)


@given(_halls, _moments)
def test_delivery_is_later_and_at_an_opening_of_an_open_day(hall: TownHall, at: datetime) -> None:
    delivered = handover_due.delivery(hall, at=at)
    assert delivered > at
    wall = delivered.astimezone(wall_clock.COPENHAGEN)
    hours = working_day.hours_on(wall.date(), hall)
    assert hours is not None
    assert wall.time() == hours[0]


@given(_halls, _moments, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20)))
def test_who_is_later_is_never_served_earlier(
    hall: TownHall, at: datetime, later: timedelta
) -> None:
    then = at + later
    assert handover_due.delivery(hall, at=at) <= handover_due.delivery(hall, at=then)
    assert handover_due.answer_by(hall, delivered_at=at) <= handover_due.answer_by(
        hall, delivered_at=then
    )
    assert handover_due.contact_by(hall, at=at) <= handover_due.contact_by(hall, at=then)


@given(_halls, _moments)
def test_an_answer_is_owed_before_the_contact_and_both_while_open(
    hall: TownHall, at: datetime
) -> None:
    answer = handover_due.answer_by(hall, delivered_at=at)
    contact = handover_due.contact_by(hall, at=at)
    assert at < answer <= contact
    for moment in (answer, contact):
        wall = moment.astimezone(wall_clock.COPENHAGEN)
        hours = working_day.hours_on(wall.date(), hall)
        assert hours is not None
        assert hours[0] <= wall.time() <= hours[1]
