"""The directory's words for those who look after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils.formats import date_format

from krisechat.foundation import call_hours
from krisechat.foundation.call_words import hours_in_words
from krisechat.foundation.directory import Freshness
from krisechat.operations.directory_content import Unfit

TOPICS: Final = {
    "danger": "Fare nu",
    "violence": "Vold",
    "crime": "Udsat for en forbrydelse",
    "suicide": "Tanker om at dø",
    "child": "Børn",
    "young": "Unge",
    "mind": "Angst, depression og andet i sindet",
    "lonely": "Ensomhed",
    "illness": "Sygdom og skader",
    "poison": "Gift",
    "alcohol": "Alkohol",
    "gambling": "Spil",
    "drugs": "Stoffer",
    "smoking": "Rygning",
    "family": "Familie",
    "relatives": "Pårørende",
    "shelter": "Et sted at sove",
    "money": "Penge",
    "police": "Politi",
}
FRESHNESS: Final = {
    Freshness.FRESH: "Ringet op",
    Freshness.PHONE_SOON: "Ring snart",
    Freshness.TOO_OLD: "Skjult: for længe siden",
    Freshness.NEVER: "Skjult: aldrig ringet op",
}
VERBS: Final = {
    "add": "Nyt nummer",
    "change": "Rettelse",
    "remove": "Tages ud",
    "restore": "Sættes ind igen",
    "check": "Ringet op og i orden",
}
STATES: Final = {
    "open": "Venter på en til",
    "approved": "Godkendt",
    "declined": "Afvist",
    "withdrawn": "Taget tilbage",
    "overtaken": "Overhalet af en anden rettelse",
}
UNFIT: Final = {
    Unfit.EMPTY: "Det her skal udfyldes.",
    Unfit.TOO_LONG: "Det er for langt. Skriv det kortere.",
    Unfit.NOT_A_NUMBER: "Det er ikke et dansk nummer: otte cifre, eller et kort nummer, der "
    "begynder med 1. Ét mellemrum mellem grupperne.",
    Unfit.DIALS_ANOTHER: "De to numre er ikke ens. Skriv nummeret én gang til.",
    Unfit.PREMIUM: "Numre, der begynder med 90, koster penge for den, der ringer. De kan ikke stå "
    "her.",
    Unfit.TAKEN: "Nummeret står her allerede.",
    Unfit.OVERLAP: "To tider går ind over hinanden.",
    Unfit.NO_HOURS: "Skriv tiderne som 9-17, eller 9-12, 13-17.",
    Unfit.NO_SUBJECT: "Vælg, hvad nummeret er for.",
    Unfit.NO_ADDRESS: "Adressen begynder med https://",
    Unfit.NO_PLACE: "Pladsen er et tal fra 1 til 9999.",
    Unfit.BOUND: "112 og 114 beholder deres nummer og deres plads.",
    Unfit.NOT_PHONED: "Ring til nummeret, og sæt kryds, når det passer.",
    Unfit.NOTHING_NEW: "Der er ikke ændret noget.",
}
REFUSED: Final = {
    "UnableToAnswer": "Nogen har allerede svaret på det forslag. Intet er ændret nu.",
    "UnableToAnswerOwn": "Du har selv foreslået det. En anden koordinator skal svare.",
    "Overtaken": "Nummeret er blevet ændret imens. Se, hvad der står nu, og foreslå igen.",
    "UnableToRemove": "Det kan ikke tages ud. 112 og 114 bliver altid stående.",
    "UnableToCheck": "Det nummer skal ikke ringes op, eller et opkald venter allerede på en til.",
    "BadValue": "Skriv, hvorfor du siger nej, med højst 500 tegn.",
}
NOTHING_CHANGED: Final = "Det kunne ikke lade sig gøre. Intet er ændret."
DAYS: Final = (
    "Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag", "Søndag", "Helligdage",
)  # fmt: skip
HOLIDAYS: Final = {
    "unknown": "Det ved vi ikke",
    "closed": "Lukket",
    "usual": "Åbent som ellers",
}
_FIELDS: Final = {
    "owner": "Hvem svarer",
    "display": "Nummer",
    "url": "Hjemmeside",
    "topics": "Hvad det er for",
    "hours": "Åbent",
    "order": "Plads på listen",
    "source": "Hvor vi har det fra",
    "verified_on": "Ringet op",
    "active": "Vises",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One field before and after, in words."""

    name: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Compared]:
    """Every field that has something to say, in the order of the form."""
    found = []
    for field, name in (("labels", "Tekst"), ("notes", "Godt at vide")):
        found += [
            Compared(
                name=name if code == "da" else f"{name}, {language}",
                before=before.get(field, {}).get(code, ""),
                after=after.get(field, {}).get(code, ""),
            )
            for code, language in languages().items()
        ]
    found += [
        Compared(name=name, before=_in_words(field, before), after=_in_words(field, after))
        for field, name in _FIELDS.items()
    ]
    return [each for each in found if each.before or each.after]


def languages() -> dict[str, str]:
    """The languages citizens may read, by code, as they call themselves; Danish first."""
    return {"da": "Dansk", **dict(settings.LANGUAGES)}


def holidays_in_words(hours: call_hours.CallHours) -> str:
    if hours.always or not hours.week or any(s.weekday == 7 for s in hours.week):
        return ""
    return f". På helligdage: {HOLIDAYS[hours.holidays].lower()}"


def _in_words(field: str, fields: Mapping[str, Any]) -> str:
    if field not in fields:
        return ""
    value = fields[field]
    if field == "topics":
        return ", ".join(TOPICS.get(each, each) for each in value)
    if field == "hours":
        hours = call_hours.read(value)
        return (hours_in_words(hours) or "Ved vi ikke") + holidays_in_words(hours)
    if field == "active":
        return "Ja" if value else "Nej"
    if field == "verified_on":
        return date_format(date.fromisoformat(value), "j. F Y") if value else "Aldrig"
    return str(value)
