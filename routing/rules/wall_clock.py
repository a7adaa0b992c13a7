"""From the wall clock of Copenhagen to moments, also where a time is missing or comes twice.

When the clocks go forward, a time between 02:00 and 03:00 does not exist: it means the moment of
the jump, both as a beginning and as an end. When they go back, such a time comes twice: what
begins, begins the first time, and what ends, ends the second, so that whoever reads an announced
time off a clock finds it kept.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def begins(wall: datetime) -> datetime:
    """The moment (UTC) at which something begins that is announced for `wall` (naive)."""
    return _moment(wall, fold=0)


def ends(wall: datetime) -> datetime:
    """The moment (UTC) at which something ends that is announced for `wall` (naive)."""
    return _moment(wall, fold=1)


def day_of(at: datetime) -> date:
    """The date in Copenhagen at the moment `at`."""
    return at.astimezone(COPENHAGEN).date()


def on(day: date, wall: time) -> datetime:
    """`wall` on `day`, naive, to be handed to `begins` or `ends`."""
    return datetime.combine(day, wall)


def _moment(wall: datetime, *, fold: int) -> datetime:
    at = wall.replace(tzinfo=COPENHAGEN, fold=fold).astimezone(UTC)
    if at.astimezone(COPENHAGEN).replace(tzinfo=None) == wall:
        return at
    return _jump_over(wall)


def _jump_over(wall: datetime) -> datetime:
    """The moment at which the clock jumps over `wall`, found between two moments beside it: what
    `wall` would be by summer time, and what by winter time."""
    early = wall.replace(tzinfo=COPENHAGEN, fold=1).astimezone(UTC)
    late = wall.replace(tzinfo=COPENHAGEN, fold=0).astimezone(UTC)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if middle.astimezone(COPENHAGEN).replace(tzinfo=None) > wall:
            late = middle
        else:
            early = middle
    return late.replace(microsecond=0)
