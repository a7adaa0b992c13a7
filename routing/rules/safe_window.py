"""When a text message of ours may reach somebody's phone. Pure.

The hours are the person's own, on the wall clock of Copenhagen; a window may cross midnight. Who
named none is not written to in the evening or at night: others may see the phone then.
"""

from datetime import datetime, time, timedelta

from routing.rules import wall_clock

USUAL = (time(9), time(20))


def next_moment(at: datetime, *, begins: str, ends: str) -> datetime:
    """The first moment (UTC), from `at` on, inside the window `begins` to `ends` ("HH:MM", both
    or neither given)."""
    opens, closes = _window(begins, ends)
    day = wall_clock.day_of(at) - timedelta(days=1)
    for _ in range(4):
        opening = wall_clock.begins(wall_clock.on(day, opens))
        last_day = day if closes > opens else day + timedelta(days=1)
        closing = wall_clock.ends(wall_clock.on(last_day, closes))
        if at < closing and opening < closing:  # a clock change can leave nothing of it
            return max(at, opening)
        day += timedelta(days=1)
    raise AssertionError("a day has every hour")


def _window(begins: str, ends: str) -> tuple[time, time]:
    if not begins or not ends or begins == ends:
        return USUAL
    return time.fromisoformat(begins), time.fromisoformat(ends)
