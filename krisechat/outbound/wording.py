"""The words of every text message and e-mail that is ours, by template.

To people who work here and to places: nothing of a citizen, nothing that says what this is about
to whoever sees a locked screen. To citizens: neutral, no topic, no link, no name of a service;
in their language. Nobody says "I" in them or asks anybody to come: whoever reads along must not
take us for a stranger who is close to them. What a volunteer writes is not here: it is the message
itself.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext, gettext_noop

from krisechat.foundation import languages


class Mail(NamedTuple):
    """An e-mail's words; `{url}` is this installation's address."""

    subject: str
    body: str


TO_ACCOUNTS: dict[str, str] = {
    "on_call": "Vagt. En plads er klar.",
    "shift_lead": "Vagt. Der er brug for dig.",
    "coordinator": "Vagt. Der er brug for dig.",
    "danger": "Vagt. Der er brug for dig nu.",
    "somebody_came": "Vagt. En anden er kommet. Du skal ikke gøre mere.",
    "not_needed": "Vagt. Der er ikke brug for dig alligevel. Du skal ikke gøre mere.",
}

TO_PLACES: dict[str, Mail] = {
    "handover_delivered": Mail(
        "Ny overdragelse i portalen",
        "Der ligger en ny overdragelse i portalen.\n\nLog ind og se den her: {url}/kommune\n\n"
        "Denne mail siger ikke mere, fordi mail kan læses af andre.\n",
    ),
    "handover_overdue": Mail(
        "En overdragelse venter på svar",
        "En overdragelse i portalen venter på svar, og fristen er nået.\n\n"
        "Log ind og se den her: {url}/kommune\n",
    ),
    "concern_delivered": Mail(
        "Ny underretning i portalen",
        "Der ligger en ny underretning i portalen. Fristen for vurdering er 24 timer.\n\n"
        "Log ind og se den her: {url}/kommune\n",
    ),
    "handover_withdrawn": Mail(
        "En overdragelse er trukket tilbage",
        "En overdragelse er trukket tilbage, og I skal ikke gøre mere.\n",
    ),
}

# In Danish; what each is in other languages stands in the catalogues of the citizen's pages.
TO_CITIZENS: dict[str, str] = {
    # The one neutral sentence for whoever came by web and is gone from it (P42).
    "neutral_when_gone": gettext_noop("Hej. Du har fået svar. Se det, når det passer dig."),
    # Somebody is there for whoever waited and is gone from the page (N2).
    "your_turn": gettext_noop("Hej. Nu er det din tur. Se det, når det passer dig."),
    "news": gettext_noop("Hej. Der er nyt til dig. Se det, når det passer dig."),
    "received": gettext_noop(
        "Din besked er kommet frem. Et menneske svarer dig her. Er der fare for liv, så ring 112."
    ),
    "stopped": gettext_noop(
        "Du får ikke flere beskeder fra os. Skriv til os, hvis du vil høre fra os igen. "
        "Er der fare for liv, så ring 112."
    ),
    "helped": gettext_noop("Hjalp det? Svar ja, lidt eller nej. Du må gerne lade være."),
    "what_would_help": gettext_noop(
        "Tak for dit svar. Hvad ville hjælpe? Skriv det her, hvis du vil."
    ),
    "thanks": gettext_noop("Tak for dit svar. Du må gerne skrive igen en anden gang."),
    "no_pictures": gettext_noop(
        "Vi kan ikke se billeder her, kun ord. Skriv gerne med ord. "
        "Er der fare for liv, så ring 112."
    ),
    # Nobody is here: when somebody is, and whom to call until then (P65).
    "closed": gettext_noop(
        "Der er ingen her lige nu, så ingen har læst din besked. {opens}"
        "Er der fare for liv, så ring 112.{numbers}"
    ),
}


def to_citizen(template: str, *, language: str) -> str:
    """Our own words to a citizen; in Danish where their language is not offered here, such as a
    draft in production."""
    with _spoken(language):
        return gettext(TO_CITIZENS[template])


def in_every_language(template: str) -> frozenset[str]:
    """Our own words as they may have come to somebody."""
    return frozenset(to_citizen(template, language=each.code) for each in languages.ALL)


def closed(*, opens_at: datetime | None, numbers: Sequence[str], language: str) -> str:
    """What somebody is answered who writes while nobody is here. `opens_at` is in the wall's time
    of Denmark; `numbers` as they are written, 112 not among them."""
    with _spoken(language):
        opens = ""
        if opens_at is not None:
            day, time = date_format(opens_at, "l j/n"), date_format(opens_at, "H.i")
            opens = gettext("Skriv igen {day} kl. {time}. ").format(day=day, time=time)
        named = gettext(" eller ").join(numbers)
        call = gettext(" Du kan også ringe til {numbers}.").format(numbers=named) if named else ""
        return gettext(TO_CITIZENS["closed"]).format(opens=opens, numbers=call)


def _spoken(language: str) -> Any:
    return translation.override(language if language in dict(settings.LANGUAGES) else "da")
