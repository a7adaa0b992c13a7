"""A consistent backup of the database in use, and a scratch database made from it.

Both are made as an operator would. What was in the source is counted in the very snapshot that
the backup is taken from, while others go on writing.
"""

import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from django.db import ProgrammingError, connection, transaction

from krisechat.management.drill import tools
from krisechat.management.drill.tools import DrillFailed
from krisechat.privacy import sealing
from krisechat.queries import soundness
from krisechat.queries.soundness import Facts


class Copies(Protocol):
    """How a kind of database is backed up and restored. All raise DrillFailed."""

    def back_up(self, file: Path) -> Facts:
        """Writes the backup, and returns what the source held at its moment."""
        ...

    def restored(self, file: Path) -> AbstractContextManager[None]:
        """While it lasts, the database in use is a scratch one made from the backup."""
        ...


def of_the_database_in_use() -> Copies:
    """By its kind."""
    return Sqlite() if connection.vendor == "sqlite" else Postgres()


class Sqlite:
    """SQLite's own backup, which takes a snapshot while others write."""

    def back_up(self, file: Path) -> Facts:
        path = Path(str(connection.settings_dict["NAME"]))
        if not path.is_file():
            raise DrillFailed("The database is no file; there is nothing to back up.")
        source = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)
        with closing(source), closing(sqlite3.connect(file)) as copy:
            source.execute("BEGIN")  # one snapshot for the counting and the copying
            held = soundness.facts(source.cursor())
            source.backup(copy)
        return held

    @contextmanager
    def restored(self, file: Path) -> Iterator[None]:
        scratch = file.with_name("restored.sqlite3")
        shutil.copyfile(file, scratch)
        with closing(sqlite3.connect(scratch)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise DrillFailed("The restored file fails SQLite's own check.")
        with _in_use(str(scratch)):
            yield


class Postgres:
    """`pg_dump` from an exported snapshot, `pg_restore` into a database of its own."""

    def back_up(self, file: Path) -> Facts:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone()
            held = soundness.facts(cursor)
            tools.run(
                "pg_dump",
                "--format=custom",
                "--no-password",
                f"--snapshot={snapshot}",
                f"--file={file}",
                to=connection.settings_dict,
            )
        return held

    @contextmanager
    def restored(self, file: Path) -> Iterator[None]:
        name = f"krisechat_drill_{secrets.token_hex(6)}"
        try:
            _execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        except ProgrammingError as error:
            raise DrillFailed(
                f"No scratch database could be made ({type(error).__name__}): the drill needs a "
                "database user that may create databases."
            ) from None
        try:
            tools.run(
                "pg_restore",
                *("--exit-on-error", "--no-owner", "--no-privileges", "--no-password"),
                *("--dbname", name, str(file)),
                to=connection.settings_dict,
            )
            with _in_use(name):
                yield
        finally:
            _execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def _in_use(name: str) -> Iterator[None]:
    """This process alone; nothing read before is kept."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    sealing.forget()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        sealing.forget()
