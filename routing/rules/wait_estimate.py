"""How long somebody probably waits. Honest rather than exact, and silent when nobody is there."""

TALK_SECONDS = 25 * 60
MEETING_SECONDS = 60


def seconds(*, ahead: int, places: int, taken: int) -> int | None:
    """The expected wait with `ahead` people in front, `places` that people on duty hold together
    and `taken` of them in use; None when nobody is on duty.

    A free place means about a minute. Otherwise places become free one talk's length apart,
    shared by all places.
    """
    if places <= 0:
        return None
    short = ahead + 1 - max(places - taken, 0)
    if short <= 0:
        return MEETING_SECONDS
    return MEETING_SECONDS + round(short * TALK_SECONDS / places)
