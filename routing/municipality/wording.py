"""What the portal says for the codes that are stored."""

from typing import Final

KINDS: Final = {
    "consent": "med samtykke",
    "advice": "anonymt råd",
    "concern": "bekymring, uden samtykke",
}
STATES: Final = {
    "delivered": "Leveret",
    "acknowledged": "Modtaget",
    "assigned": "Taget",
    "contacted": "Kontakt opnået",
    "closed": "Afsluttet",
    "returned": "Sendt tilbage",
    "withdrawn": "Slettet af borgeren",
}
RISKS: Final = {"none": "Ingen", "concern": "Bekymring", "high": "Høj", "acute": "Akut"}
OWED: Final = {
    "delivered": "skal bekræftes",
    "acknowledged": "skal tages",
    "assigned": "kontakt inden",
}
HOW: Final = {
    "call": "Talt sammen i telefon",
    "text": "Skrevet sammen på sms",
    "mail": "Skrevet sammen på mail eller Digital Post",
    "visit": "Besøg",
    "meeting": "Møde hos os",
    "other": "På en anden måde",
}
OUTCOMES: Final = {
    "helped": "Borgeren har fået den hjælp, der blev bedt om",
    "continues": "Vi følges videre ad",
    "no_wish": "Borgeren ønsker ikke mere nu",
    "not_reached": "Vi nåede ikke frem til borgeren",
    "referred": "En anden har taget over",
    "other": "Noget andet",
}
REASONS: Final = {
    "wrong_municipality": "Borgeren hører til en anden kommune",
    "too_little_known": "Vi ved for lidt til at kunne hjælpe",
    "not_ours": "Det er ikke noget, kommunen kan tage sig af",
    "other": "Noget andet, som vi skriver om",
}
PROBLEMS: Final = {
    "violence": "Vold",
    "sexual_abuse": "Seksuelle overgreb",
    "neglect": "Manglende omsorg",
    "substance_abuse": "Rusmidler i hjemmet",
    "mental_illness": "Psykisk sygdom i hjemmet",
    "conflict": "Konflikt mellem de voksne",
    "school": "Fravær eller mistrivsel i skolen",
    "crime": "Kriminalitet",
    "own_harm": "Barnet skader sig selv",
    "other": "Andet",
}
MISSING: Final = {
    "problem": "hvad problemet er",
    "observed": "hvad der er set eller hørt",
    "observed_short": "mere om, hvad der er set eller hørt",
    "child_age": "barnets alder",
    "child": "hvem barnet er",
    "place": "hvor barnet er",
    "reporter": "hvem der underretter",
    "since": "hvor længe det har stået på",
}
STEPS: Final = {
    "approved": "Borgeren sagde ja",
    "shown_114": "Frivillig så vejen gennem 114",
    "delivered": "Leveret",
    "acknowledged": "Modtagelsen bekræftet",
    "assigned": "Taget af",
    "contacted": "Kontakt opnået",
    "closed": "Afsluttet",
    "returned": "Sendt tilbage",
    "climbed": "Fristen passerede, lederen fik besked",
    "word": "Skrevet",
    "withdrawn": "Slettet af borgeren",
    "erased": "Slettet af borgeren",
    "lapsed": "Slettet, fordi den ikke blev godkendt i tide",
    "content_erased": "Indholdet er slettet efter 90 dage",
}
HELD: Final = {"page": "på sin side", "sms": "på sms"}

# What stands above the page when a step was refused, by the name of the refusal.
REFUSED: Final = {
    "UnableToAcknowledge": "Modtagelsen er allerede bekræftet.",
    "UnableToAssign": "Den kan ikke tages nu. Modtagelsen skal bekræftes først, og når der har "
    "været kontakt, skifter den ikke hænder.",
    "NotAContactPerson": "Vælg en kollega, der arbejder her.",
    "UnableToRecordContact": "Kontakten kan ikke noteres nu. Nogen skal have taget den først, og "
    "den noteres kun én gang.",
    "UnableToClose": "Den kan ikke afsluttes nu. Det kan den, når der har været kontakt.",
    "UnableToSendBack": "Den kan ikke sendes tilbage. Nogen har taget den, eller det er en "
    "bekymring om et barn, og den skal vurderes her.",
    "UnableToSay": "Der er ikke længere nogen at skrive til.",
}
REFUSED_FIELDS: Final = {
    "at": "Tidspunktet skal ligge efter leveringen og ikke ude i fremtiden.",
    "how": "Vælg, hvordan I fik kontakt.",
    "outcome": "Vælg, hvordan det endte.",
    "reason": "Vælg en grund.",
    "body": "Skriv noget først, højst 4.000 tegn.",
}
NOTHING_CHANGED: Final = "Det kunne ikke lade sig gøre. Intet er ændret."
