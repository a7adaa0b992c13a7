"""A language made up of ours: what is translated shows it, and is as long as a long language.

Every letter gets an accent no Danish word has, every text two fifths more length and brackets
around it, so that a text that nobody handed to translation stands out, and so does one cut off.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from django.test import override_settings
from django.utils import dates, translation

from krisechat.management.catalogues import collecting, po
from krisechat.management.catalogues.compiled import compiled
from krisechat.management.catalogues.entries import Entry
from tests.support import drawn

CODE = "eo"  # a language that Django has names of days in, and the product has not
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ",
    "āƀçđēƒğħīĵķĺɱñōþʠŕšţūṽŵẋýžǽǿǻĀƁÇĐĒƑĞĦĪĴĶĹƜÑŌÞɊŔŠŢŪṼŴẊÝŽǼǾǺ",
)
_KEPT = re.compile(r"%\(\w+\)s|{\w+}|<[^>]+>")
_FORMATS = ("time of day", "full hour", "day and month", "weekday and date")
_SHOWN = ("title", "aria-label", "placeholder", "alt", "aria-description", "aria-roledescription")
_SILENT = ("script", "style", "title")  # the title is the neutral name on purpose


def disguised(text: str) -> str:
    """The text in the made-up language."""
    begin, parts = 0, []
    for kept in _KEPT.finditer(text):
        parts += [text[begin : kept.start()].translate(LETTERS), kept[0]]
        begin = kept.end()
    parts.append(text[begin:].translate(LETTERS))
    longer = " ēķšţŕā" * max(round(0.4 * len(text) / 7), 1)
    return f"⟦{''.join(parts)}{longer}⟧"


def _entry(said: collecting.Said) -> Entry:
    text = said.danish if said.context in _FORMATS else disguised(said.danish)
    return Entry(said=replace(said, where=""), forms=(text,) * (2 if said.plural else 1))


@contextmanager
def spoken(folder: Path) -> Iterator[None]:
    """Pages are drawn in the made-up language meanwhile; `folder` is for its catalogue."""
    file = folder / CODE / "LC_MESSAGES" / "django.mo"
    file.parent.mkdir(parents=True, exist_ok=True)
    po.PLURALS.setdefault(CODE, po.PLURALS["en"])
    file.write_bytes(compiled(map(_entry, collecting.said()), language=CODE))
    with override_settings(LOCALE_PATHS=[folder]), drawn.read_in(CODE):
        yield


class Shown(HTMLParser):
    """What a page shows or says, without what it says is in another language than its own."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        silent = tag in _SILENT or ("lang" in found and tag != "html")
        if not silent and not self._silent:
            self.texts += [found[name] or "" for name in _SHOWN if name in found]
            if tag == "input" and found.get("type") in ("submit", "button"):
                self.texts.append(found.get("value") or "")
        if tag not in ("meta", "link", "input", "br", "path", "circle", "use", "img", "hr"):
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._silent:
            self.texts.append(data.strip())

    @property
    def _silent(self) -> bool:
        return any(silent for _, silent in self._open)


def _calendar() -> set[str]:
    """The names of days and months, which are Django's own translations."""
    with translation.override(CODE):
        names = [*dates.WEEKDAYS.values(), *dates.MONTHS.values(), *dates.MONTHS_ALT.values()]
        return {str(name) for name in names}


def hard_wired(page: str, *, allowed: set[str]) -> list[str]:
    """The words on a page that nobody handed to translation; `allowed` are names and what people
    wrote, each as a whole text."""
    left = []
    names = sorted(allowed | _calendar(), key=len, reverse=True)
    for text in Shown(page).texts:
        for name in names:
            text = text.replace(name, "")
        text = re.sub(r"{\w+}", "", text)  # what a script fills in
        if re.search(r"[A-Za-zæøåÆØÅ]", text):
            left.append(text)
    return left
