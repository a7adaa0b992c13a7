"""The languages of the citizen's pages and texts: which there are, and who has read them over.

Danish is the original. A translation nobody has read who speaks the language from home is a draft:
the demo offers it and says so, production does not. A review holds for the catalogue that was
read; once a sentence changes, it is a draft again until somebody has read it anew.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

LOCALE: Final = Path(__file__).resolve().parent.parent / "locale"
ORIGINAL: Final = "da"


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """Somebody who speaks the language from home has read all of it: who, when, and which
    catalogue (`digest_of` it then)."""

    by: str
    on: date
    catalogue: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """`code` is BCP 47, `name` what its speakers call it."""

    code: str
    name: str
    right_to_left: bool = False
    review: Review | None = None

    @property
    def direction(self) -> str:
        return "rtl" if self.right_to_left else "ltr"

    @property
    def is_draft(self) -> bool:
        """Whether nobody has read over what is said in it now."""
        if self.code == ORIGINAL:
            return False
        return self.review is None or self.is_stale

    @property
    def is_stale(self) -> bool:
        """Whether it has changed since somebody read it."""
        return self.review is not None and self.review.catalogue != digest_of(self.code)


# To sign for one: read every sentence of its catalogue, run `manage.py languages`, and write your
# name, the day and the digest it shows here.
ALL: Final = (
    Language(code="da", name="Dansk"),
    Language(code="en", name="English"),
    Language(code="uk", name="Українська"),
    Language(code="ar", name="العربية", right_to_left=True),
    Language(code="tr", name="Türkçe"),
    Language(code="pl", name="Polski"),
)
_BY_CODE: Final = {each.code: each for each in ALL}


def of(code: str) -> Language | None:
    """The language with this code; None when the pages know none such."""
    return _BY_CODE.get(code)


def offered(languages: Iterable[Language] = ALL, *, drafts: bool) -> list[tuple[str, str]]:
    """(code, own name) of those a citizen may choose; drafts only where `drafts` says so."""
    return [(each.code, each.name) for each in languages if drafts or not each.is_draft]


@cache
def digest_of(code: str) -> str:
    """What the compiled catalogue comes to, in sixteen characters; "" where there is none."""
    try:
        compiled = (LOCALE / code / "LC_MESSAGES" / "django.mo").read_bytes()
    except FileNotFoundError:
        return ""
    return hashlib.sha256(compiled).hexdigest()[:16]
