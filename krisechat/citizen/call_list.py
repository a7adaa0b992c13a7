"""The numbers to call, as the pages show them: in the reader's language, with hours in words.

Words about now ("open now") are true at the moment the page is made and name the time they hold
until; the hours beside them stay true on a page that lies open without a network.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.utils import dates, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from krisechat.foundation import directory
from krisechat.foundation.call_hours import HOLIDAY, CallHours, Stretch, alike
from krisechat.foundation.directory import HelpNumber
from routing.queries.calling import Line
from routing.rules.answered import UNKNOWN, Standing


def row(
    number: HelpNumber, *, now: Standing = UNKNOWN, at: datetime | None = None
) -> dict[str, Any]:
    """One number for a template, in the language that is active."""
    language = translation.get_language() or "da"
    return {
        "label": _said(number.labels, language),
        "owner": number.owner,
        "note": _said(number.notes, language),
        "hours": hours_in_words(number.hours),
        "now": in_words(now, at=at) if at and not number.hours.always else "",
        "open": now.open,
        "display": number.display,
        "tel": number.tel,
        "danger": number.danger,
    }


def _said(texts: Mapping[str, str], language: str) -> str:
    """The row's words in this language, else the catalogue's for the Danish ones, else those."""
    danish = texts.get("da", "")
    return texts.get(language) or (gettext(danish) if danish else "")


def rows(lines: Sequence[Line], *, at: datetime) -> list[dict[str, Any]]:
    return [row(each.number, now=each.now, at=at) for each in lines]


def heading(subject: str) -> str:
    """A subject of directory.SUBJECTS as its heading."""
    return {
        "danger": gettext("Fare nu"),
        "violence": gettext("Vold og frygt"),
        "dying": gettext("Tanker om at dø"),
        "young": gettext("Børn og unge"),
        "mind": gettext("Angst, tunge tanker og ensomhed"),
        "body": gettext("Krop og sygdom"),
        "addiction": gettext("Alkohol, stoffer og spil"),
        "family": gettext("Familie"),
        "home": gettext("Penge og et sted at bo"),
    }[subject]


def in_words(now: Standing, *, at: datetime) -> str:
    """Open now and until when, or when it opens; empty when nobody can say."""
    if now.open is None:
        return ""
    if now.open:
        if now.closes_at is None:
            return gettext("Åbent nu")
        return gettext("Åbent nu, til kl. %(time)s") % {"time": _clock(_wall(now.closes_at))}
    if now.opens_at is None:
        return gettext("Lukket nu")
    clock = _clock(_wall(now.opens_at))
    days = (directory.today(now.opens_at) - directory.today(at)).days
    if days == 0:
        return gettext("Åbner kl. %(time)s") % {"time": clock}
    if days == 1:
        return gettext("Åbner i morgen kl. %(time)s") % {"time": clock}
    day = dates.WEEKDAYS[directory.today(now.opens_at).weekday()]
    return gettext("Åbner %(day)s kl. %(time)s") % {"day": day, "time": clock}


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
    return (
        gettext("%(first)s og %(last)s")
        % {
            "first": _time(stretches[0]),
            "last": _times(stretches[1:]),
        }
        if len(stretches) > 1
        else _time(stretches[0])
    )


def _time(stretch: Stretch) -> str:
    if stretch.starts == stretch.ends == time(0):
        return gettext("hele døgnet")
    times = {"start": _clock(stretch.starts), "end": _clock(stretch.ends)}
    return gettext("kl. %(start)s til %(end)s") % times


def _wall(at: datetime) -> time:
    return at.astimezone(directory.DENMARK).time()


def _clock(at: time) -> str:
    """The hour, with minutes only where there are any."""
    shape = pgettext("time of day", "G.i") if at.minute else pgettext("full hour", "G")
    return date_format(datetime(2000, 1, 1, at.hour, at.minute), shape)  # noqa: DTZ001
