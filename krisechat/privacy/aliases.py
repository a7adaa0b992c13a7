"""The names people have for each other in one conversation; never a real one.

A volunteer gets a neutral first name per conversation (P71), a citizen who gave no name that of
a tree, a flower or a bird. Both are sealed under the conversation's key all the same.
"""

import secrets
from collections.abc import Collection
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from krisechat.privacy import sealing

# First names that say neither sex nor age, and none of which is a login of the demo.
FOR_VOLUNTEERS = (
    "Alex",
    "Andrea",
    "Charlie",
    "Chris",
    "Eli",
    "Frankie",
    "Jamie",
    "Joan",
    "Kim",
    "Konny",
    "Lou",
    "Luca",
    "Mika",
    "Nico",
    "Noa",
    "Nor",
    "Robin",
    "Sam",
    "Sascha",
    "Toni",
)
FOR_CITIZENS = (
    "Abild",
    "Ahorn",
    "Anemone",
    "Asp",
    "Avnbøg",
    "Birk",
    "Bjergvipstjert",
    "Blåmejse",
    "Bogfinke",
    "Brombær",
    "Bøg",
    "Bøgesanger",
    "Digesvale",
    "Dompap",
    "Dunhammer",
    "Ederfugl",
    "Eg",
    "Elletræ",
    "Engblomme",
    "Ensian",
    "Erantis",
    "Figen",
    "Fiskeørn",
    "Forglemmigej",
    "Fyr",
    "Gran",
    "Grønirisk",
    "Grønsisken",
    "Gulspurv",
    "Gærdesmutte",
    "Gøgeurt",
    "Hassel",
    "Havtorn",
    "Hedelærke",
    "Hejre",
    "Hibiscus",
    "Hindbær",
    "Hjejle",
    "Hortensia",
    "Hvidtjørn",
    "Hyld",
    "Iris",
    "Isfugl",
    "Jasmin",
    "Kamille",
    "Kaprifolie",
    "Kastanje",
    "Kirsebær",
    "Klokkeblomst",
    "Kløver",
    "Knopurt",
    "Kornblomst",
    "Krokus",
    "Kvæde",
    "Lavendel",
    "Liguster",
    "Lind",
    "Lærke",
    "Løvetand",
    "Løvsanger",
    "Mirabel",
    "Mjødurt",
    "Morgenfrue",
    "Mursejler",
    "Musvit",
    "Myrte",
    "Nattergal",
    "Nellike",
    "Pil",
    "Poppel",
    "Primula",
    "Pæon",
    "Rapsblomst",
    "Reseda",
    "Ribs",
    "Rosmarin",
    "Rødhals",
    "Rødstjert",
    "Røllike",
    "Røn",
    "Salvie",
    "Sanglærke",
    "Sisken",
    "Slåen",
    "Snebær",
    "Solsikke",
    "Solsort",
    "Spætmejse",
    "Stillits",
    "Strandskade",
    "Strandasters",
    "Svale",
    "Syren",
    "Taks",
    "Terne",
    "Timian",
    "Tornirisk",
    "Topmejse",
    "Valmue",
    "Valnød",
    "Vandstær",
    "Verbena",
    "Vibe",
    "Viol",
    "Æble",
    "Ærenpris",
)


def for_volunteer(*, taken: Collection[str]) -> str:
    """A neutral first name, drawn anew for each conversation; one of those `taken` there only when
    no other is left, since two people under one name would look like one."""
    free = [name for name in FOR_VOLUNTEERS if name not in taken]
    return secrets.choice(free or FOR_VOLUNTEERS)


def for_citizen() -> str:
    """A tree, a flower or a bird, for somebody who gave no name. Many, so that two in one
    volunteer's hands are seldom called the same."""
    return secrets.choice(FOR_CITIZENS)


def _row(account: UUID | None) -> str:
    return "citizen" if account is None else account.hex


def seal(cipher: AESGCM, *, conversation: UUID, account: UUID | None, alias: str) -> bytes:
    """The alias of this person (None: the citizen) in this conversation."""
    return sealing.seal(
        cipher,
        table="participant",
        column="alias",
        owner=conversation,
        row=_row(account),
        text=alias,
    )


def unseal(
    cipher: AESGCM, *, conversation: UUID, account: UUID | None, sealed: bytes | memoryview
) -> str:
    """The alias again. Raises envelope.Tampered when it is somebody else's."""
    return sealing.unseal(
        cipher,
        table="participant",
        column="alias",
        owner=conversation,
        row=_row(account),
        sealed=sealed,
    )
