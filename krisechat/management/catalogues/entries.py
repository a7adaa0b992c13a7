"""One thing said on a page, and what it is called in another language."""

import re
from dataclasses import dataclass

# What a translation must keep as it is: what is filled in, what is dialled, and the mark-up.
_KEPT = re.compile(r"%\(\w+\)s|{\w+}|(?:tel|sms|mailto):[+0-9]*|</?[a-z]+[^>]*>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What the source says. `context` is "" without one; `plural` is "" where nothing is counted;
    `where` is the file that says it first."""

    danish: str
    context: str = ""
    plural: str = ""
    where: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.danish


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What is said, and its forms in the language: one, or as many as the language counts in.
    An empty form is a missing one; `fuzzy` is a guess that does not count."""

    said: Said
    forms: tuple[str, ...]
    fuzzy: bool = False

    @property
    def missing(self) -> bool:
        return self.fuzzy or not all(self.forms)


def kept(text: str) -> list[str]:
    """What stands in `text` that a translation must keep, each thing once: a name said twice in
    Danish may be said once elsewhere."""
    return sorted(set(_KEPT.findall(text)))


def broken(entry: Entry) -> bool:
    """Whether a form lost, or invented, something that must be kept."""
    allowed = (kept(entry.said.danish), kept(entry.said.plural or entry.said.danish))
    return any(form and kept(form) not in allowed for form in entry.forms)
