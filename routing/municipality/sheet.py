"""One handover as its page shows it: the citizen first, then what is owed, by when, to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from routing.municipality import lines, wording
from routing.municipality.gate import Caseworker
from routing.municipality.lines import Group
from routing.queries.handovers import Opened, Row, Step
from routing.states.handover import TRANSITIONS, HandoverEvent, HandoverKind, HandoverState

_S, _E = HandoverState, HandoverEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One of the five steps: done at a moment, owed now by a moment, or still to come."""

    title: str
    at: datetime | None
    stands: str  # done, now, next
    sub: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of the history."""

    at: datetime
    what: str
    more: str
    by: str


def of(
    found: Opened, who: Caseworker, *, leaders: Mapping[str, Sequence[str]], at: datetime
) -> dict[str, Any]:
    """What the template is given."""
    row = found.row
    leader = " og ".join(leaders.get(row.municipality_code, ())) or "Lederen"
    return {
        "row": row,
        "content": row.content,
        "title": lines.title(row),
        "kind": wording.KINDS[row.kind],
        "risk": wording.RISKS.get(row.risk, ""),
        "state": wording.STATES.get(row.state, ""),
        "late": row.owed and row.deadline_at is not None and row.deadline_at <= at,
        "mine": row.contact_person is not None and row.contact_person.id == who.id,
        "may": _possible(row),
        "colleagues": [each for each in found.who if row.contact_person != each],
        "rungs": _rungs(found, leader=leader),
        "history": _history(found),
        "words": found.words,
        "given": found.given,
        "text_window": _text_window(row),
        "missing": [wording.MISSING[code] for code in found.missing],
        "problem": _problem(row),
        "hows": wording.HOW.items(),
        "outcomes": wording.OUTCOMES.items(),
        "reasons": _reasons(row),
    }


def _possible(row: Row) -> set[str]:
    """Which steps the state allows now; the rest are shown closed, with the reason why."""
    state = HandoverState(row.state)
    events = {str(event) for (source, event) in TRANSITIONS if source == state}
    return events | ({"say"} if row.content is not None else set())


def _problem(row: Row) -> str:
    if row.content is None or row.kind != HandoverKind.CONCERN:
        return ""
    return wording.PROBLEMS.get(row.content.concern.problem, "")


def _text_window(row: Row) -> str:
    """When a neutral text message is safe, in the hours the citizen gave; empty for at any time."""
    safe = row.content.safe_contact if row.content else None
    if safe is None or not (safe.text_from and safe.text_until):
        return ""
    return f"mellem kl. {safe.text_from} og {safe.text_until}".replace(":", ".")


def _reasons(row: Row) -> list[tuple[str, str]]:
    """A report about a child is sent on to the right municipality, and back for no other reason."""
    known = wording.REASONS.items()
    if row.kind != HandoverKind.CONCERN:
        return list(known)
    return [(code, words) for code, words in known if code == "wrong_municipality"]


_LADDER = (
    (_S.DELIVERED, "delivered", "Leveret"),
    (_S.ACKNOWLEDGED, "acknowledged", "Modtaget"),
    (_S.ASSIGNED, "assigned", "Taget af én person"),
    (_S.CONTACTED, "contacted", "Kontakt opnået"),
    (_S.CLOSED, "closed", "Afsluttet"),
)


def _rungs(found: Opened, *, leader: str) -> list[Rung]:
    row = found.row
    if row.state not in lines.CLIMB:
        return []
    here = lines.CLIMB.index(HandoverState(row.state))
    happened = {each.step: each for each in found.history}
    rungs = []
    for number, (_, step, title) in enumerate(_LADDER):
        if number <= here:
            done = happened.get(step)
            by = _colleague(done, found) if done is not None else ""
            rungs.append(_done(title, done, row, by=by))
        elif number == here + 1 and row.owed:
            rungs.append(
                Rung(title=title, at=row.deadline_at, stands="now", sub=_else(row, leader))
            )
        else:
            rungs.append(Rung(title=title, at=None, stands="next", sub=""))
    return rungs


def _done(title: str, step: Step | None, row: Row, *, by: str) -> Rung:
    if step is not None and step.step == "assigned" and row.contact_person is not None:
        return Rung(title=title, at=step.at, stands="done", sub=row.contact_person.name)
    return Rung(title=title, at=step.at if step else None, stands="done", sub=by)


def _else(row: Row, leader: str) -> str:
    if row.climbed_at is not None:
        return f"{leader} fik besked, da fristen var passeret"
    return f"ellers får {leader[0].lower() + leader[1:] if leader == 'Lederen' else leader} besked"


def _history(found: Opened) -> list[Event]:
    """The newest first; what happened before the citizen's yes is between them and the helpline."""
    people = {str(each.id): each.name for each in found.who}
    return [
        Event(
            at=each.at,
            what=wording.STEPS[each.step],
            more=_more(each, people),
            by=_by(each, found, people),
        )
        for each in sorted(found.history, key=lambda step: step.at)[::-1]
        if each.step in wording.STEPS
    ]


def _by(step: Step, found: Opened, people: Mapping[str, str]) -> str:
    """Nothing where it says already who: whoever took it took it themselves."""
    by = _colleague(step, found)
    return "" if by == _more(step, people) else by


def _colleague(step: Step, found: Opened) -> str:
    """Whoever did it here. The helpline's people are not named to a municipality: whoever reports
    about a child may have asked to stay unknown."""
    return step.by if step.by in {each.name for each in found.who} else ""


def _more(step: Step, people: Mapping[str, str]) -> str:
    detail = step.detail
    if step.step == "assigned":
        return people.get(str(detail.get("to")), "en kollega")
    if step.step == "word":
        return "til frivillig" if detail.get("side") == "municipality" else "til kommunen"
    known = {
        "contacted": wording.HOW.get(str(detail.get("how")), ""),
        "closed": wording.OUTCOMES.get(str(detail.get("outcome")), ""),
        "returned": wording.REASONS.get(str(detail.get("reason")), ""),
    }
    return known.get(step.step, "")


def summary(groups: Sequence[Group]) -> str:
    """What the inbox asks for, in a sentence or two; empty when it asks for nothing."""
    count = {group.key: len(group.lines) for group in groups}
    parts = []
    if count.get("children"):
        parts.append(f"{_number(count['children'])} om et barn skal vurderes inden 24 timer")
    if count.get("late"):
        parts.append(f"{_number(count['late'])} er over fristen")
    if count.get("today"):
        parts.append(f"{_number(count['today'])} venter på noget i dag")
    if not parts:
        return ""
    text = ", ".join(parts[:-1]) + (" og " if len(parts) > 1 else "") + parts[-1]
    return text[0].upper() + text[1:] + "."


_NUMBERS = ("", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti")


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
