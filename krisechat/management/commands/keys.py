"""`manage.py keys make|destroy|check`: the key ring in the directory KRISECHAT_KEYS."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from krisechat.foundation import clock, keyring
from krisechat.foundation.keyring import KeyringUnusable, WeekKey
from krisechat.privacy import data_keys
from krisechat.privacy.retention import RetentionClass, key_due_at, week_of

MADE_AHEAD = 26
WANTED_AHEAD = 4


class Command(BaseCommand):
    """Exit status: 0 done and well, 1 something is wrong or was refused."""

    help = "Makes, destroys and checks the keys in the directory KRISECHAT_KEYS."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Three verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        make = verbs.add_parser("make", help="make what is missing; never changes a key")
        make.add_argument("--weeks-ahead", type=int, default=MADE_AHEAD, metavar="N")
        destroy = verbs.add_parser("destroy", help="destroy keys for ever")
        destroy.add_argument("--due", action="store_true", help="all whose time has come")
        destroy.add_argument("--week", metavar="WEEK", help="one week's, for example 2026-W47")
        destroy.add_argument(
            "--class", dest="retention_class", choices=[str(each) for each in RetentionClass]
        )
        destroy.add_argument("--early", action="store_true", help="even before its time")
        check = verbs.add_parser("check", help="say what is wrong, with exit status 1")
        check.add_argument("--weeks-ahead", type=int, default=WANTED_AHEAD, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the verb."""
        directory, now = Path(settings.KRISECHAT_KEYS), clock.now()
        verb = {"make": self._make, "destroy": self._destroy, "check": self._check}
        try:
            verb[options["verb"]](directory, now, options)
        except KeyringUnusable as unusable:
            raise CommandError(str(unusable)) from None
        except OSError as error:
            raise CommandError(f"{directory}: {error.strerror}.") from None

    def _make(self, directory: Path, now: datetime, options: dict[str, Any]) -> None:
        made = keyring.make(
            directory,
            weeks_ahead=_weeks(options),
            now=now.date(),
            classes=list(RetentionClass),
        )
        last = keyring.week_keys(directory)[-1].week
        self.stdout.write(f"{len(made)} week keys made in {directory}; there are keys to {last}.")

    def _destroy(self, directory: Path, now: datetime, options: dict[str, Any]) -> None:
        keyring.Keyring.load(directory)
        one = (options["week"], options["retention_class"])
        if options["due"] == any(one) or (not options["due"] and not all(one)):
            raise CommandError("Say either --due, or --week and --class.")
        if options["due"]:
            names = [name for name in keyring.week_keys(directory) if _due_at(name) <= now]
        else:
            names = [_named(WeekKey(*one), directory, now, early=options["early"])]
        for name in names:
            keyring.destroy(directory, week=name.week, retention_class=name.retention_class)
            self.stdout.write(f"Destroyed: week {name.week}, class {name.retention_class}.")
        self.stdout.write(
            f"{len(names)} week keys destroyed. Destroy them on every machine, and in the backups "
            "of the keys."
        )

    def _check(self, directory: Path, now: datetime, options: dict[str, Any]) -> None:
        problems = keyring.check(
            directory,
            now=now.date(),
            classes=list(RetentionClass),
            weeks_ahead=_weeks(options),
        )
        problems += _overdue(directory, now)
        try:
            data_keys.refuse_foreign_ring()
        except KeyringUnusable as foreign:
            problems.append(str(foreign))
        except DatabaseError:
            self.stderr.write("The database did not answer; the keys were not tried on it.")
        for problem in dict.fromkeys(problems):
            self.stderr.write(problem)
        if problems:
            raise SystemExit(1)
        self.stdout.write(f"The keys in {directory} are well.")


def _weeks(options: dict[str, Any]) -> int:
    if not 0 <= options["weeks_ahead"] <= 520:
        raise CommandError("--weeks-ahead is not a number from 0 to 520.")
    return int(options["weeks_ahead"])


def _named(name: WeekKey, directory: Path, now: datetime, *, early: bool) -> WeekKey:
    if name not in keyring.week_keys(directory):
        raise CommandError(f"There is no key for week {name.week}, class {name.retention_class}.")
    if name.week >= week_of(now):
        raise CommandError(f"Week {name.week} is not over; its key is still written with.")
    if _due_at(name) > now and not early:
        raise CommandError(
            f"The key is due on {_due_at(name):%Y-%m-%d}. Destroying it before then loses what is "
            "still to be kept; --early does it all the same."
        )
    return name


def _due_at(name: WeekKey) -> datetime:
    return key_due_at(RetentionClass(name.retention_class), week=name.week)


def _overdue(directory: Path, now: datetime) -> list[str]:
    try:
        names = keyring.week_keys(directory)
    except OSError:
        return []  # keyring.check has said so
    return [
        f"The key for week {name.week}, class {name.retention_class}, should have been destroyed "
        f"on {_due_at(name):%Y-%m-%d}."
        for name in names
        if name.retention_class in set(RetentionClass) and _due_at(name) <= now
    ]
