"""When a service answers, in words: in the language that is active, Danish for staff."""

from collections.abc import Sequence
from datetime import datetime, time

from django.utils import dates
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from krisechat.foundation.call_hours import HOLIDAY, CallHours, Stretch, alike


def hours_in_words(hours: CallHours) -> str:
    """ "Mandag til fredag kl. 9 til 17", or empty when nobody knows."""
    if hours.always:
        return gettext("Altid åbent")
    words = ", ".join(
        f"{_days(first, last)} {_times(stretches)}" for first, last, stretches in alike(hours.week)
    )
    return words[:1].upper() + words[1:]


def _days(first: int, last: int) -> str:
    if first == HOLIDAY:
        return gettext("på helligdage")
    if (first, last) == (0, 6):
        return gettext("hver dag")
    names = {"first": str(dates.WEEKDAYS[first]), "last": str(dates.WEEKDAYS[last])}
    if first == last:
        return names["first"]
    if last == first + 1:
        return gettext("%(first)s og %(last)s") % names
    return gettext("%(first)s til %(last)s") % names


def _times(stretches: Sequence[Stretch]) -> str:
    first, *others = stretches
    if not others:
        return _time(first)
    return gettext("%(first)s og %(last)s") % {"first": _time(first), "last": _times(others)}


def _time(stretch: Stretch) -> str:
    if stretch.starts == stretch.ends == time(0):
        return gettext("hele døgnet")
    times = {"start": clock(stretch.starts), "end": clock(stretch.ends)}
    return gettext("kl. %(start)s til %(end)s") % times


def clock(at: time) -> str:
    """The hour, with minutes only where there are any."""
    shape = pgettext("time of day", "G.i") if at.minute else pgettext("full hour", "G")
    return date_format(datetime(2000, 1, 1, at.hour, at.minute), shape)  # noqa: DTZ001
