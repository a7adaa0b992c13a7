"""The numbers to call, as the pages show them: in the reader's language, with hours in words.

Words about now ("open now") are true at the moment the page is made and name the time they hold
until; the hours beside them stay true on a page that lies open without a network.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.utils import dates, translation
from django.utils.translation import gettext

from krisechat.foundation import directory
from krisechat.foundation.call_words import clock, hours_in_words
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
        return gettext("Åbent nu, til kl. %(time)s") % {"time": clock(_wall(now.closes_at))}
    return _opens(now.opens_at, at=at) if now.opens_at else gettext("Lukket nu")


def _opens(opens_at: datetime, *, at: datetime) -> str:
    wall = clock(_wall(opens_at))
    days = (directory.today(opens_at) - directory.today(at)).days
    if days == 0:
        return gettext("Åbner kl. %(time)s") % {"time": wall}
    if days == 1:
        return gettext("Åbner i morgen kl. %(time)s") % {"time": wall}
    if days > 6:  # a weekday alone would be read as the next one
        return gettext("Lukket nu")
    day = dates.WEEKDAYS[directory.today(opens_at).weekday()]
    return gettext("Åbner %(day)s kl. %(time)s") % {"day": day, "time": wall}


def _wall(at: datetime) -> time:
    return at.astimezone(directory.DENMARK).time()
