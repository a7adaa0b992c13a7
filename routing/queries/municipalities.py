"""Which municipality is meant: by postcode, by code, or chosen from all of them.

Facts from `routing/data/`, read once. Nobody is asked over the network.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
NOT_A_MUNICIPALITY = frozenset({"0411"})  # Christiansø, which the state looks after


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A municipality: its code (kommunekode, four digits) and its name."""

    code: str
    name: str


def of_postcode(postcode: str) -> list[Place]:
    """The municipalities a Danish postcode lies in, by name: several for 238 of them, and then
    only the person knows which. Empty for a postcode we do not know."""
    return list(_by_postcode().get(postcode.strip(), ()))


def name_of(code: str) -> str:
    """The name that goes with a code, empty for none of ours."""
    place = _by_code().get(code)
    return place.name if place else ""


def everywhere() -> list[Place]:
    """All 98, by name."""
    return sorted(_by_code().values(), key=_by_name)


@cache
def _by_code() -> dict[str, Place]:
    rows = _rows("municipalities.csv")
    places = (Place(code=row["code"], name=row["name"]) for row in rows)
    return {place.code: place for place in places if place.code not in NOT_A_MUNICIPALITY}


@cache
def _by_postcode() -> dict[str, tuple[Place, ...]]:
    found: dict[str, set[Place]] = {}
    for row in _rows("postcodes.csv"):
        place = _by_code().get(row["code"])
        if place is not None:
            found.setdefault(row["postcode"], set()).add(place)
    return {postcode: tuple(sorted(places, key=_by_name)) for postcode, places in found.items()}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_DANISH = str.maketrans({"æ": "zz1", "ø": "zz2", "å": "zz3"})


def _by_name(place: Place) -> str:
    """As a Danish list stands: Å last, and Aa with it."""
    return place.name.lower().replace("aa", "å").translate(_DANISH)
