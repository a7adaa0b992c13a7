"""When a handover reaches a municipality, and by when it must be answered. Moments are UTC."""

from datetime import datetime, timedelta

from routing.rules import working_day
from routing.rules.working_day import NeverOpen, TownHall

ANSWER_WITHIN = timedelta(hours=2)  # of the municipality's own opening hours
LONG_GAP = timedelta(days=3)


def delivery(hall: TownHall, *, at: datetime) -> datetime:
    """The municipality's first opening after `at`. Raises NeverOpen."""
    return working_day.next_opening(hall, after=at)


def answer_by(hall: TownHall, *, delivered_at: datetime) -> datetime:
    """Two hours of opening later: delivered at the opening at 8, that is 10; delivered at night,
    two hours after the next opening; what the day has too little of is counted on in the next."""
    left = ANSWER_WITHIN
    for day in working_day.working_days(hall, since=delivered_at):
        begins = max(day.opens, delivered_at)
        if begins + left <= day.closes:
            return begins + left
        left -= day.closes - begins
    raise NeverOpen("No opening within a year.")


def contact_by(hall: TownHall, *, at: datetime) -> datetime:
    """The end of the working day `at` lies in, or else of the next. A day of which less than two
    hours are left is nobody's deadline: then the end of the one after it."""
    for day in working_day.working_days(hall, since=at):
        if day.closes - max(day.opens, at) >= ANSWER_WITHIN:
            return day.closes
    raise NeverOpen("No opening within a year.")


def is_long_gap(*, at: datetime, delivered: datetime) -> bool:
    """Whether so much time passes until delivery that somebody must ask what happens until then."""
    return delivered - at > LONG_GAP
