"""`manage.py rehearse FILE`: plays a time of arrivals through the real routing rules, under a
simulated clock. Needs no server, no database and no keys."""

import random
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from routing.rehearsal import arrivals, rota
from routing.rehearsal.arrivals import Arrival
from routing.rehearsal.figures import Figures
from routing.rehearsal.night import Night
from routing.rehearsal.rota import Shift
from routing.rehearsal.table import LARGEST_SECONDS, Unreadable

SOON_SECONDS = 120.0
MOST_PEOPLE = 10_000


class Command(BaseCommand):
    """Exit status: 0 played, 1 the files or the figures given cannot be used."""

    help = "Plays arrivals from CSV files through the routing rules and says how it went."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The contract's arguments, a rota's file and what counts as a quick answer."""
        parser.add_argument(
            "files",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="CSV: date,arrival,service_s and more (docs/rehearse.md)",
        )
        who = parser.add_mutually_exclusive_group()
        who.add_argument("--volunteers", type=int, metavar="N", help="so many people throughout")
        who.add_argument(
            "--rota", type=Path, metavar="FILE", help="CSV: weekday,starts,hours,people"
        )
        parser.add_argument(
            "--capacity",
            type=int,
            default=1,
            metavar="K",
            help="conversations a person has at most",
        )
        parser.add_argument(
            "--seed", type=int, default=1, metavar="S", help="what chance begins with"
        )
        parser.add_argument(
            "--within",
            type=float,
            default=SOON_SECONDS,
            metavar="SECONDS",
            help="what counts as answered soon (service_level)",
        )
        parser.add_argument("--json", action="store_true", help="one line of JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, plays, prints."""
        _refuse(options)
        try:
            shifts = _shifts(options)
            people = arrivals.read(options["files"], chance=random.Random(options["seed"]))
            _refuse_unanswerable(people, shifts)
            figures = _played(people, shifts, options)
        except Unreadable as unreadable:
            raise CommandError(str(unreadable)) from None
        except OverflowError:
            raise CommandError("It would take longer than there are dates for.") from None
        self.stdout.write(figures.line() if options["json"] else figures.table())


def _refuse(options: dict[str, Any]) -> None:
    for name in ("volunteers", "capacity"):
        if options[name] is not None and not 1 <= options[name] <= MOST_PEOPLE:
            raise CommandError(f"--{name} is not a number from 1 to {MOST_PEOPLE}.")
    if not 0 <= options["within"] <= LARGEST_SECONDS:
        raise CommandError(f"--within is not a number of seconds from 0 to {LARGEST_SECONDS}.")


def _shifts(options: dict[str, Any]) -> list[Shift]:
    if options["volunteers"] is not None:
        return rota.throughout(options["volunteers"])
    return rota.built_in() if options["rota"] is None else rota.read(options["rota"])


def _refuse_unanswerable(people: list[Arrival], shifts: list[Shift]) -> None:
    """Somebody whom nobody could ever answer would wait for ever. A language is no such thing:
    after a while everybody may answer."""
    for topic in sorted({each.topic for each in people}):
        if not any(shift.people and shift.answers(topic=topic) for shift in shifts):
            raise Unreadable(f"Nobody on the rota answers about topic '{topic}'.")


def _played(people: list[Arrival], shifts: list[Shift], options: dict[str, Any]) -> Figures:
    return Night(people, shifts, places=options["capacity"], soon=options["within"]).play()
