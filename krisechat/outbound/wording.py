"""The words of every text message and e-mail that is ours, by template.

To people who work here and to places: nothing of a citizen, nothing that says what this is about
to whoever sees a locked screen. To citizens: neutral, no topic, no link, no name of a service;
in their language. Nobody says "I" in them or asks anybody to come: whoever reads along must not
take us for a stranger who is close to them. What a volunteer writes is not here: it is the message
itself.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple


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

TO_CITIZENS: dict[str, dict[str, str]] = {
    # The one neutral sentence for whoever came by web and is gone from it (P42).
    "neutral_when_gone": {
        "da": "Hej. Du har fået svar. Se det, når det passer dig.",
        "en": "Hi. You have got an answer. See it when it suits you.",
    },
    "news": {
        "da": "Hej. Der er nyt til dig. Se det, når det passer dig.",
        "en": "Hi. There is news for you. See it when it suits you.",
    },
    "received": {
        "da": "Din besked er kommet frem. Et menneske svarer dig her. "
        "Er der fare for liv, så ring 112.",
        "en": "Your message has arrived. A person will answer you here. "
        "If a life is in danger, call 112.",
    },
    "stopped": {
        "da": "Du får ikke flere beskeder fra os. Skriv til os, hvis du vil høre fra os igen. "
        "Er der fare for liv, så ring 112.",
        "en": "You will get no more messages from us. Write to us if you want to hear from us "
        "again. If a life is in danger, call 112.",
    },
    "helped": {
        "da": "Hjalp det? Svar ja, lidt eller nej. Du må gerne lade være.",
        "en": "Did it help? Answer yes, partly or no. You do not have to.",
    },
    "what_would_help": {
        "da": "Tak for dit svar. Hvad ville hjælpe? Skriv det her, hvis du vil.",
        "en": "Thank you for answering. What would help? Write it here if you like.",
    },
    "thanks": {
        "da": "Tak for dit svar. Du må gerne skrive igen en anden gang.",
        "en": "Thank you for answering. You may write again another time.",
    },
    "no_pictures": {
        "da": "Vi kan ikke se billeder her, kun ord. Skriv gerne med ord. "
        "Er der fare for liv, så ring 112.",
        "en": "We cannot see pictures here, only words. Please write in words. "
        "If a life is in danger, call 112.",
    },
    # Nobody is here: when somebody is, and whom to call until then (P65).
    "closed": {
        "da": "Der er ingen her lige nu, så ingen har læst din besked. {opens}"
        "Er der fare for liv, så ring 112.{numbers}",
        "en": "Nobody is here right now, so nobody has read your message. {opens}"
        "If a life is in danger, call 112.{numbers}",
    },
}

_OPENS = {"da": "Skriv igen {day} kl. {time}. ", "en": "Write again on {day} at {time}. "}
_CALL = {"da": " Du kan også ringe til {numbers}.", "en": " You can also call {numbers}."}
_OR = {"da": " eller ", "en": " or "}
_DAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def to_citizen(template: str, *, language: str) -> str:
    """Our own words to a citizen, in Danish where their language has none yet."""
    words = TO_CITIZENS[template]
    return words.get(language, words["da"])


def closed(*, opens_at: datetime | None, numbers: Sequence[str], language: str) -> str:
    """What somebody is answered who writes while nobody is here. `opens_at` is in the wall's time
    of Denmark; `numbers` as they are written, 112 not among them."""
    known = language if language in _OPENS else "da"
    opens = ""
    if opens_at is not None:
        day = f"{_DAYS[known][opens_at.weekday()]} {opens_at.day}/{opens_at.month}"
        opens = _OPENS[known].format(day=day, time=f"{opens_at:%H.%M}")
    named = _OR[known].join(numbers)
    call = _CALL[known].format(numbers=named) if named else ""
    return to_citizen("closed", language=known).format(opens=opens, numbers=call)
