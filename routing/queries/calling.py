"""Whom else a citizen can call: the directory's numbers, and which of them answer now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from krisechat.foundation import directory as rules
from krisechat.foundation.call_hours import CallHours
from krisechat.foundation.directory import FIRST, SUBJECTS, HelpNumber
from krisechat.queries import directory
from routing.rules import answered, call_order, holidays
from routing.rules.answered import UNKNOWN, Standing
from routing.rules.service_night import Night


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A number, and how it stands now: unknown unless its hours were verified."""

    number: HelpNumber
    now: Standing


def listed(*, at: datetime, include_unverified: bool, topic: str = "") -> list[Line]:
    """Everything a citizen may see, in the order of every list: 112 first, then what is for
    `topic` (a citizen's chosen subject, or empty), and at least two that are open."""
    found = _found(at=at, include_unverified=include_unverified)
    order = call_order.arranged(_places(found), subject=rules.chosen_subject(topic))
    return [found[place] for place in order]


def by_subject(
    *, at: datetime, include_unverified: bool, topic: str = ""
) -> list[tuple[str, list[Line]]]:
    """The same under its headings (directory.SUBJECTS)."""
    found = _found(at=at, include_unverified=include_unverified)
    groups = call_order.grouped(
        _places(found), subjects=tuple(SUBJECTS), subject=rules.chosen_subject(topic)
    )
    return [(name, [found[place] for place in places]) for name, places in groups]


def _found(*, at: datetime, include_unverified: bool) -> list[Line]:
    numbers = directory.shown(at=at, include_unverified=include_unverified)
    return [Line(number=each, now=_now(each, at=at)) for each in numbers]


def _now(number: HelpNumber, *, at: datetime) -> Standing:
    if not (number.hours.known and rules.verified(number, today=rules.today(at))):
        return UNKNOWN
    return _standing(number.hours, at.replace(second=0, microsecond=0))


@lru_cache(maxsize=512)
def _standing(hours: CallHours, minute: datetime) -> Standing:
    """Hours are whole minutes, so an answer holds for one; every page asks for all numbers."""
    if hours.always:
        return Standing(open=True)
    nights = [
        Night(weekday=each.weekday, starts=each.starts, minutes=each.minutes) for each in hours.week
    ]
    return answered.standing(
        nights, on_holidays=hours.holidays, at=minute, is_holiday=holidays.is_holiday
    )


def _places(found: Sequence[Line]) -> list[call_order.Listed]:
    return [
        call_order.Listed(
            first=each.number.tel == FIRST,
            subject=each.number.subject,
            open=True if each.number.hours.always else each.now.open,
        )
        for each in found
    ]
