"""Where each handover stands and what happens to it next, to whom, at what time, without anybody
doing anything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from routing.queries.handovers import Row, Step
from routing.states.handover import HandoverKind, HandoverState

_S = HandoverState

REASONS: Final = {
    "illness": "Sygdom",
    "technical": "Teknisk fejl",
    "holiday": "Helligdag",
    "other": "Noget andet",
}
RETURNED: Final = {
    "wrong_municipality": "borgeren hører til en anden kommune",
    "too_little_known": "de ved for lidt til at kunne hjælpe",
    "not_ours": "det er ikke noget, kommunen kan tage sig af",
    "other": "noget andet, som de har skrevet om",
}
KINDS: Final = {"consent": "med samtykke", "advice": "anonymt råd", "concern": "bekymring"}
REFUSED: Final = {
    "UnableToDeliver": "Den kan ikke sendes nu. Borgeren har ikke sagt ja til det, der står i den, "
    "eller den er sendt.",
    "UnableToClose": "Der er allerede lukket.",
    "UnableToReopen": "Der er ikke lukket med kort varsel.",
}
NOTHING_CHANGED: Final = "Det kunne ikke lade sig gøre. Intet er ændret."


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One handover: `stands` is what is so now, `then` what happens next and `when`."""

    row: Row
    kind: str
    stands: str
    then: str
    when: datetime | None
    sendable: bool
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    title: str
    note: str
    ways: list[Way]


def groups(
    rows: Sequence[Row], *, history: Callable[[UUID], list[Step]], at: datetime
) -> list[Group]:
    """What needs somebody first: sent back, then late, then on its way, then with somebody; in
    each of them children first."""
    ways = [_way(row, history=history, at=at) for row in rows]
    found = {
        ("Sendt tilbage", "nogen må tale med borgeren igen"): [
            way for way in ways if way.row.state == _S.RETURNED
        ],
        ("Frist passeret", "kommunens leder får besked hver arbejdsdag"): [
            way for way in ways if way.late
        ],
        ("På vej", ""): [way for way in ways if way.row.state in (_S.DRAFT, _S.APPROVED)],
        ("Hos kommunen", ""): [way for way in ways if way.row.owed and not way.late],
        ("Kontakt opnået", ""): [way for way in ways if way.row.state == _S.CONTACTED],
    }
    return [
        Group(title=title, note=note, ways=sorted(listed, key=_by_time))
        for (title, note), listed in found.items()
        if listed
    ]


def _by_time(way: Way) -> tuple[bool, datetime]:
    return (way.row.kind != HandoverKind.CONCERN, way.when or way.row.changed_at)


def _way(row: Row, *, history: Callable[[UUID], list[Step]], at: datetime) -> Way:
    stands, then = _words(row, history)
    late = row.owed and row.deadline_at is not None and row.deadline_at <= at
    return Way(
        row=row,
        kind=KINDS[row.kind],
        stands=stands,
        then="Fristen var" if late else then,
        when=row.deliver_at if row.state == _S.APPROVED else row.deadline_at,
        sendable=row.state == _S.APPROVED,
        late=late,
    )


def _words(row: Row, history: Callable[[UUID], list[Step]]) -> tuple[str, str]:
    place = row.municipality or "kommunen"
    name = row.contact_person.name if row.contact_person else ""
    if row.kind == HandoverKind.CONCERN and row.state == _S.DRAFT:
        return "Skrives af en frivillig", "Er ikke sendt endnu"
    known = {
        _S.DRAFT: ("Skrives sammen med borgeren", "Venter på, at borgeren siger ja"),
        _S.APPROVED: ("Borgeren har sagt ja", f"Leveres til {place}"),
        _S.DELIVERED: (f"Leveret til {place}", "Skal bekræftes"),
        _S.ACKNOWLEDGED: (f"{place} har modtaget den", "Skal tages af én person"),
        _S.ASSIGNED: (f"Hos {name}, {place}", "Kontakt med borgeren"),
        _S.CONTACTED: (f"{name} har talt med borgeren", ""),
    }
    if row.state == _S.RETURNED:
        return f"{place} sendte den tilbage", f"Fordi {_reason(history(row.id))}"
    return known.get(HandoverState(row.state), ("", ""))


def _reason(steps: Sequence[Step]) -> str:
    codes = [str(each.detail.get("reason")) for each in steps if each.step == "returned"]
    return RETURNED.get(codes[-1] if codes else "", RETURNED["other"])
