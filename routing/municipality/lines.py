"""The inbox as its page shows it: children first, then what is late, then by what is due next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from routing.municipality import wording
from routing.municipality.gate import Caseworker
from routing.privacy.handover_content import Content
from routing.queries.handovers import Row
from routing.rules import wall_clock
from routing.states.handover import HandoverKind, HandoverState

_S = HandoverState
CLIMB = (_S.DELIVERED, _S.ACKNOWLEDGED, _S.ASSIGNED, _S.CONTACTED, _S.CLOSED)
OVER = frozenset({_S.CLOSED, _S.RETURNED, _S.WITHDRAWN})
SAY = 150  # characters of the citizen's words in a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One handover in the inbox."""

    row: Row
    title: str = field(repr=False)
    say: str = field(repr=False)
    quoted: bool  # the citizen's own words, not somebody else's account
    kind: str
    risk: str
    owed: str
    steps: list[bool]
    step: int
    state: str
    late: bool
    today: bool
    left: str
    mine: bool
    children: int
    leaders: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A heading with its lines."""

    key: str
    title: str
    note: str
    lines: list[Line]


def shown(rows: Iterable[Row], who: Caseworker, *, view: str) -> list[Row]:
    """Which of the rows a page lists. A caseworker's inbox holds what nobody has taken and what is
    theirs; a team lead's holds everything there."""
    if view == "afsluttet":
        return [row for row in rows if row.state in OVER and _theirs(row, who)]
    running = [row for row in rows if row.state not in OVER]
    if view == "mine":
        return [row for row in running if _has(row, who)]
    return [row for row in running if _theirs(row, who)]


def _has(row: Row, who: Caseworker) -> bool:
    return row.contact_person is not None and row.contact_person.id == who.id


def _theirs(row: Row, who: Caseworker) -> bool:
    return who.leads or row.contact_person is None or _has(row, who)


def groups(
    rows: Sequence[Row],
    *,
    me: UUID,
    leaders: Mapping[str, Sequence[str]],
    at: datetime,
) -> list[Group]:
    """The rows in the order in which they ask for something; groups without any are left out."""
    lines = [_line(row, me=me, leaders=leaders, at=at) for row in rows]
    found = {key: [line for line in lines if _group(line) == key] for key in _GROUPS}
    return [
        Group(key=key, title=title, note=note, lines=sorted(found[key], key=_by_due))
        for key, (title, note) in _GROUPS.items()
        if found[key]
    ]


_GROUPS = {
    "children": ("Børn først", "vurderes inden 24 timer, uanset helligdag"),
    "late": ("Frist passeret", "lederen får besked hver arbejdsdag, til nogen når frem"),
    "today": ("I dag", "ellers får lederen besked"),
    "later": ("Senere", ""),
    "contacted": ("Kontakt opnået", "kan afsluttes"),
    "over": ("Afsluttet", ""),
}


def _group(line: Line) -> str:
    if line.row.state in OVER:
        return "over"
    if line.row.kind == HandoverKind.CONCERN and line.row.owed:
        return "children"
    if line.late:
        return "late"
    if line.row.state == _S.CONTACTED:
        return "contacted"
    return "today" if line.today else "later"


def _by_due(line: Line) -> tuple[float, int]:
    """By what is due next, of two the one in greater danger; what owes nothing, newest first."""
    danger = -list(wording.RISKS).index(line.row.risk)
    if line.row.deadline_at is not None:
        return (line.row.deadline_at.timestamp(), danger)
    return (-line.row.changed_at.timestamp(), danger)


def _line(row: Row, *, me: UUID, leaders: Mapping[str, Sequence[str]], at: datetime) -> Line:
    due = row.deadline_at
    reached = CLIMB.index(HandoverState(row.state)) + 1 if row.state in CLIMB else 0
    return Line(
        row=row,
        title=title(row),
        say=_say(row.content),
        quoted=row.content is not None and bool(row.content.own_words),
        kind=wording.KINDS[row.kind],
        risk=wording.RISKS.get(row.risk, ""),
        owed=wording.OWED.get(row.state, ""),
        steps=[number < reached for number in range(len(CLIMB))],
        step=reached,
        state=wording.STATES.get(row.state, ""),
        late=row.owed and due is not None and due <= at,
        today=due is not None and wall_clock.day_of(due) <= wall_clock.day_of(at),
        left=_left(due - at) if due is not None and due > at else "",
        mine=row.contact_person is not None and row.contact_person.id == me,
        children=len(row.content.household.children) if row.content else 0,
        leaders=" og ".join(leaders.get(row.municipality_code, ())),
    )


def title(row: Row) -> str:
    """What a handover is called: the name the citizen gave, never a number."""
    content = row.content
    if content is None:
        return "Ordene er slettet"
    if row.kind == HandoverKind.CONCERN:
        age = content.concern.child_age
        return "Et barn" if age is None else f"Barn på {age} år"
    return content.name or "Uden navn"


def _say(content: Content | None) -> str:
    if content is None:
        return ""
    words = " ".join((content.own_words or content.concern.observed).split())
    if len(words) <= SAY:
        return words
    return words[:SAY].rsplit(" ", 1)[0].rstrip(",.;:") + " …"


def _left(left: timedelta) -> str:
    """How long until then, as two parts at most: 1 t 56 min."""
    minutes = int(left.total_seconds() // 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        return f"om {hours // 24} dage"
    if hours:
        return f"om {hours} t {minutes} min" if minutes else f"om {hours} t"
    return f"om {minutes} min" if minutes else "om lidt"
