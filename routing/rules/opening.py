"""Whether a helpline is open, when it opens and when it closes. Pure, from plain values."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from routing.rules import service_night
from routing.rules.service_night import Night, Span

AHEAD = 14  # days in which a closing time is looked for
FAR_AHEAD = 370  # days in which an opening is: some open on public holidays alone

OUT_OF_HOURS = "hours"
NO_NIGHTS = "no_nights"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """Closed although it would be open, from one moment until another, with a reason's code."""

    begins: datetime
    ends: datetime
    reason: str

    def holds(self, at: datetime) -> bool:
        return self.begins <= at < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How it stands (UTC). Open: `closes_at` is None when no end is in sight within two weeks.
    Closed: `opens_at` is None when nobody can say, and `reason` is a closure's code, `hours`
    outside opening hours, or `no_nights` where none are set."""

    open: bool
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    reason: str = ""


def status(
    nights: Sequence[Night],
    closures: Iterable[Shut],
    *,
    at: datetime,
    is_holiday: Callable[[date], bool],
) -> Opening:
    """The helpline at the moment `at`."""
    if not nights:
        return Opening(open=False, reason=NO_NIGHTS)
    shut = sorted((each for each in closures if each.ends > at), key=lambda each: each.begins)
    now = next((each for each in shut if each.holds(at)), None)
    span = next(service_night.spans(nights, since=at, days=AHEAD, is_holiday=is_holiday), None)
    if now is None and span is not None and span.opens <= at:
        return Opening(open=True, closes_at=_closes(span, shut, at=at))
    opens = _next_opening(nights, shut, at=at, is_holiday=is_holiday)
    return Opening(open=False, opens_at=opens, reason=now.reason if now else OUT_OF_HOURS)


def _closes(span: Span, shut: Sequence[Shut], *, at: datetime) -> datetime | None:
    ends = min([span.closes, *(each.begins for each in shut if each.begins > at)])
    return ends if ends - at < timedelta(days=AHEAD - 2) else None


def _next_opening(
    nights: Sequence[Night],
    shut: Sequence[Shut],
    *,
    at: datetime,
    is_holiday: Callable[[date], bool],
) -> datetime | None:
    for span in service_night.spans(nights, since=at, days=FAR_AHEAD, is_holiday=is_holiday):
        opens = _first_free(max(span.opens, at), shut)
        if opens < span.closes:
            return opens
    return None


def _first_free(moment: datetime, shut: Sequence[Shut]) -> datetime:
    """`moment`, or the end of the closures it lies in; they are sorted by their beginnings."""
    for each in shut:
        if each.holds(moment):
            moment = each.ends
    return moment
