"""Whom to call when a life is in danger, from where the citizen is. Pure.

112 and 114 always, in that order, whatever is known; then the emergency duties of the
municipalities the postcode may mean, then their regions' lines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """`display` in groups for the eye, `tel` as a phone dials it; `step` is the code under which a
    call to it is put on record."""

    label: str
    display: str
    tel: str
    step: str


ALWAYS = (
    Number(
        label="Fare for liv nu: politi, ambulance, brand",
        display="112",
        tel="112",
        step="called_112",
    ),
    Number(label="Politiet. Bed om den sociale vagt", display="114", tel="114", step="called_114"),
)

# The region of a municipality, by its code, and the number people there call when it is urgent
# and not 112, as the directory has it. Public lists of Danmarks Statistik and the regions, 2026;
# the two eastern ones become one on 1 January 2027.
_REGION_LINES: Mapping[str, Sequence[tuple[int, int]]] = {
    "1813": ((101, 250), (260, 260), (270, 270), (400, 400)),
    "1818": ((253, 259), (265, 269), (306, 390)),
    "+4570110707": ((410, 607), (621, 630)),
    "+4570113131": ((615, 615), (657, 766), (779, 779), (791, 791)),
    "+4570150300": ((773, 773), (787, 787), (810, 860)),
}


def region_line(municipality: str) -> str:
    """What a phone dials for the region's line; `municipality` is a kommunekode. Empty for a code
    that is none."""
    code = int(municipality) if municipality.isdigit() else 0
    for tel, ranges in _REGION_LINES.items():
        if any(first <= code <= last for first, last in ranges):
            return tel
    return ""


def who_to_call(*, night_duties: Sequence[Number], region_lines: Sequence[Number]) -> list[Number]:
    """The card's numbers in their order, each once."""
    once: dict[str, Number] = {}
    for each in (*ALWAYS, *night_duties, *region_lines):
        once.setdefault(each.tel, each)
    return list(once.values())
