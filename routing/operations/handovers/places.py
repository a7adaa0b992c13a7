"""Which municipality a handover goes to: by postcode, asking where that is ambiguous."""

from typing import Any

from krisechat.foundation.refusals import BadValue, NotAvailable
from routing import access
from routing.queries import municipalities
from routing.queries.municipalities import Place


class MunicipalityUnclear(BadValue):
    """The postcode lies in several municipalities, or in none we know: one must be chosen.
    `candidates` are those it may be, none when it may be any."""

    def __init__(self, candidates: list[Place]) -> None:
        super().__init__("The municipality must be chosen.", field="municipality_code")
        self.candidates = candidates

    def body(self) -> dict[str, Any]:
        found = [{"code": each.code, "name": each.name} for each in self.candidates]
        return {**super().body(), "candidates": found}


class NotTakenHere(NotAvailable):
    """Nobody in this municipality takes handovers here: it would lie unread."""


def named(code: str) -> str:
    """The code, when there is such a municipality. Raises BadValue."""
    if not municipalities.name_of(code):
        raise BadValue("There is no such municipality.", field="municipality_code")
    return code


def settle(*, chosen: str, postal_code: str) -> str:
    """The code (four digits) of the municipality that is meant: the chosen one, else the only one
    the postcode lies in. Raises MunicipalityUnclear or BadValue."""
    if chosen:
        return named(chosen)
    candidates = municipalities.of_postcode(postal_code) if postal_code else []
    if len(candidates) != 1:
        raise MunicipalityUnclear(candidates)
    return candidates[0].code


def guess(postal_code: str) -> str:
    """The same, empty where it must be asked for."""
    codes = codes_of(postal_code)
    return codes[0] if len(codes) == 1 else ""


def codes_of(postal_code: str) -> list[str]:
    """The municipalities a postcode lies in; none for one we do not know."""
    return [each.code for each in municipalities.of_postcode(postal_code)]


def require_somebody(code: str) -> None:
    """Raises NotTakenHere when nobody there would ever see it."""
    if not access.takes_handovers(code):
        raise NotTakenHere(
            "Nobody in this municipality takes handovers here.", field="municipality_code"
        )
