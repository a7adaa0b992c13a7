"""`manage.py drill`: takes a backup, restores it beside, proves that it holds, leaves nothing."""

import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor

from krisechat.foundation import clock
from krisechat.foundation.keyring import KeyringUnusable
from krisechat.management.drill import copies, proofs
from krisechat.management.drill.tools import DrillFailed


class Command(BaseCommand):
    """Exit status: 0 only if all holds."""

    help = "Restore drill: backs the database up, restores it into a scratch one, and proves it."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the backup and the copy lie meanwhile."""
        parser.add_argument(
            "--directory",
            type=Path,
            metavar="DIRECTORY",
            help="where backup and copy lie meanwhile (the system's place for such files)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Drills, and says how it went."""
        _end_in_order_when_told_to()
        began = time.monotonic()
        try:
            with tempfile.TemporaryDirectory(
                prefix="krisechat-drill-", dir=options["directory"]
            ) as scratch:
                failed = self._drill(Path(scratch))
        except DrillFailed as failure:
            raise CommandError(f"The restore does not hold. {failure}") from None
        except (DatabaseError, InterfaceError) as error:
            raise CommandError(
                f"The database does not answer, or has no tables yet ({type(error).__name__})."
            ) from None
        except OSError as error:
            raise CommandError(f"The drill had no place to lie: {error.strerror}.") from None
        if failed:
            raise CommandError(f"The restore does not hold: {', '.join(failed)}.")
        self.stdout.write(f"The restore holds. {time.monotonic() - began:.1f} s in all.")

    def _drill(self, scratch: Path) -> list[str]:
        """The names of the proofs that failed."""
        at, file = clock.now(), scratch / "backup"
        database = copies.of_the_database_in_use()
        _refuse_unmigrated()
        began = time.monotonic()
        held = database.back_up(file)
        self._say("backup taken", f"{file.stat().st_size / 1e6:.1f} MB", began)
        began = time.monotonic()
        with database.restored(file):
            self._say("restored", "into a scratch database", began)
            failed = [
                self._prove("start", proofs.starts),
                self._prove("rows", lambda: proofs.same_rows(held)),
                self._prove("audit log", lambda: proofs.audit_log(held, at=at)),
                self._prove("transcripts", lambda: proofs.readable(at=at)),
                self._prove("wrong keys", lambda: proofs.wrong_keys(scratch / "keys", at=at)),
            ]
        return [name for name in failed if name]

    def _prove(self, name: str, proof: Callable[[], str]) -> str:
        began = time.monotonic()
        try:
            self._say(name, proof(), began)
        except (DrillFailed, KeyringUnusable) as failure:
            self.stderr.write(f"{name}: {failure}")
            return name
        return ""

    def _say(self, what: str, words: str, began: float) -> None:
        self.stdout.write(f"{what:<14}{time.monotonic() - began:>7.2f} s   {words}")


def _refuse_unmigrated() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is older than the program: run `manage.py migrate` first.")


def _end_in_order_when_told_to() -> None:
    """The copy is removed also when the drill is broken off."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
