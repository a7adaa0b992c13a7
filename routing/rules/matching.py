"""Who may take whom. Pure."""

from collections.abc import Collection

from routing.rules.priority import Waiting


def fits(one: Waiting, *, languages: Collection[str], subjects: Collection[str]) -> bool:
    """Whether a person with these languages and subjects can answer. No subjects means every
    subject; a conversation that names none fits everybody."""
    speaks = not one.language or one.language in languages
    knows = not subjects or not one.topic or one.topic in subjects
    return speaks and knows
