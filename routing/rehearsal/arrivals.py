"""Who comes, when, with what, and how long they wait before they leave: read from CSV files."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path

from routing.rehearsal import patience
from routing.rehearsal.patience import Patience, Wait
from routing.rehearsal.table import Line, Unreadable, lines

REQUIRED = ("date", "arrival", "service_s")
OUTCOMES = ("answered", "abandoned")
RISKS = ("none", "concern", "high", "acute")
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Somebody who comes. `service` is how long a talk with them lasts and `patience` how long
    they wait at most, both in seconds; patience None: they never leave.

    `at` is the wall clock of the file, carried as if it were UTC: a rehearsal has no time zones.
    """

    at: datetime
    service: float
    patience: float | None = None
    language: str = ""
    topic: str = ""
    risk: str = "none"
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recorded:
    """A line of a file, before patience is estimated and missing service times are drawn."""

    at: datetime
    service: float | None
    patience: float | None
    wait: Wait | None
    language: str
    topic: str
    risk: str
    organisation: str


def read(files: Sequence[Path], *, chance: random.Random) -> list[Arrival]:
    """Everybody in the files, in the order of their coming.

    A file with `patience_s` says each one's patience. One with `waited_s,outcome` says how long
    each waited for what: from these the patience is estimated, and drawn for each by `chance`; who
    abandoned there and has no service time gets that of somebody who was answered. Raises
    Unreadable, with file, line and column.
    """
    found = [recorded for file in files for recorded in _of_file(file)]
    if not found:
        raise Unreadable(f"{files[0]}: it holds no arrivals.")
    found.sort(key=attrgetter("at"))  # stable: of two at one moment, the first line first
    estimate = patience.estimate([each.wait for each in found if each.wait is not None])
    talks = [each.service for each in found if each.service is not None]
    if not talks:
        raise Unreadable(f"{files[0]}: nobody in it was answered, so no talk has a length.")
    return [_arrival(each, estimate, talks, chance) for each in found]


def _of_file(file: Path) -> Iterable[_Recorded]:
    some = False
    for line in lines(file, required=REQUIRED):
        some = True
        yield _recorded(line)
    if not some:
        raise Unreadable(f"{file}: it holds no arrivals.")


def _recorded(line: Line) -> _Recorded:
    wait = _wait(line)
    return _Recorded(
        at=datetime.combine(line.day("date"), line.time_of_day("arrival"), tzinfo=UTC),
        service=_service(line, wait),
        patience=line.seconds("patience_s") if line.has("patience_s") else None,
        wait=wait,
        language=_name(line, "language"),
        topic=_name(line, "topic"),
        risk=line.one_of("risk", RISKS) if line.has("risk") else "none",
        organisation=_name(line, "organisation"),
    )


def _wait(line: Line) -> Wait | None:
    """How long they waited and for what, where the file says that and not their patience."""
    if "patience_s" in line.cells:
        return None
    columns = [column for column in ("waited_s", "outcome") if column in line.cells]
    if not columns:
        return None
    if len(columns) == 1:
        other = "outcome" if columns == ["waited_s"] else "waited_s"
        raise Unreadable(f"{line.file}, line 1: column {columns[0]} needs a column {other}.")
    outcome = line.one_of("outcome", OUTCOMES)
    return Wait(seconds=line.seconds("waited_s"), abandoned=outcome == "abandoned")


def _service(line: Line, wait: Wait | None) -> float | None:
    """None for somebody who left: nobody knows how long their talk would have been."""
    if wait is not None and wait.abandoned and line.text("service_s") in ("", "0"):
        return None
    return line.seconds("service_s")


def _name(line: Line, column: str) -> str:
    name = line.text(column).lower()
    if len(name) > LONGEST_NAME:
        raise line.wrong(column, f"is longer than {LONGEST_NAME} letters")
    return name


def _arrival(
    one: _Recorded, estimate: Patience, talks: Sequence[float], chance: random.Random
) -> Arrival:
    waits = one.patience if one.wait is None else estimate.draw(chance)
    return Arrival(
        at=one.at,
        service=one.service if one.service is not None else chance.choice(talks),
        patience=waits,
        language=one.language,
        topic=one.topic,
        risk=one.risk,
        organisation=one.organisation,
    )
