"""In which language a citizen reads, and in which they are answered: two things.

The reader's choice travels in the address and nowhere else: a cookie would stay behind.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext, pgettext

from krisechat.foundation import languages
from krisechat.models import Helpline

CHOICE = "sprog"


def language(request: HttpRequest) -> str:
    """The language chosen in the address, else the browser's, else Danish; from here on this
    request is answered in it."""
    found = _chosen(request) or translation.get_language_from_request(request)
    translation.activate(found)
    return found


def language_query(request: HttpRequest) -> str:
    """ "?sprog=en" when the reader chose a language, else empty: every inner link carries it."""
    chosen = _chosen(request)
    return f"?{CHOICE}={chosen}" if chosen else ""


def _chosen(request: HttpRequest) -> str:
    try:
        chosen = request.GET.get(CHOICE, "")
    except SuspiciousOperation:  # an address that cannot be read; the page that says so is drawn
        return ""
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def context(request: HttpRequest, helpline: Helpline) -> dict[str, Any]:
    """What every page is told of languages. `answers_in` is "" where the reader's own is among
    them, and nobody needs to be told."""
    current = language(request)
    known = languages.of(current)
    return {
        "languages": [_offered(code, name, current) for code, name in settings.LANGUAGES],
        "language_query": language_query(request),
        "draft": known is not None and known.is_draft,
        "answers_in": "" if current in helpline.languages else listed(helpline.languages),
    }


def _offered(code: str, name: str, current: str) -> dict[str, Any]:
    known = languages.of(code)
    return {
        "code": code,
        "name": name,
        "direction": known.direction if known else "ltr",
        "current": code == current,
    }


def named(code: str) -> str:
    """What the reader calls the language, as it stands after "in"; its own name where ours has
    no word for it."""
    found = _names().get(code)
    if found is not None:
        return found
    try:
        return str(translation.get_language_info(code)["name_local"])
    except KeyError:
        return code


def _names() -> dict[str, str]:
    return {
        "da": pgettext("written in", "dansk"),
        "en": pgettext("written in", "engelsk"),
        "uk": pgettext("written in", "ukrainsk"),
        "ar": pgettext("written in", "arabisk"),
        "tr": pgettext("written in", "tyrkisk"),
        "pl": pgettext("written in", "polsk"),
    }


def listed(codes: Sequence[str]) -> str:
    """The languages in a row, such as "dansk og engelsk"."""
    names = [named(code) for code in codes]
    if len(names) < 2:
        return "".join(names)
    return gettext("{some} og {last}").format(some=", ".join(names[:-1]), last=names[-1])
