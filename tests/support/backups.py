"""A backup of the tests' own database, as an operator takes one, and a look into it later."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from tests.support import processes

POSTGRES_FOLDERS = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)


class Backup:
    """The whole database at this moment: a copy of the file, or `pg_dump`'s plain SQL."""

    def __init__(self, directory: Path) -> None:
        self.file = directory / "backup"
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(self.file)) as copy:
                connection.connection.backup(copy)
        else:
            name = str(connection.settings_dict["NAME"])
            self.file.write_bytes(_tool("pg_dump", "--no-owner", name))

    @contextmanager
    def restored(self) -> Iterator[None]:
        """While this lasts, the database in use is the backup, restored for itself."""
        in_use = connection.settings_dict["NAME"]
        there = str(self.file) if connection.vendor == "sqlite" else self._into_postgres()
        connection.close()
        connection.settings_dict["NAME"] = there
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = in_use
            if connection.vendor != "sqlite":
                with connection.cursor() as cursor:
                    cursor.execute(f'DROP DATABASE "{there}"')

    def _into_postgres(self) -> str:
        name = f"restored_{os.getpid()}"
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        _tool("psql", "--quiet", "--set", "ON_ERROR_STOP=1", name, given=self.file.read_bytes())
        return name


def _tool(name: str, *arguments: str, given: bytes | None = None) -> bytes:
    program = processes.program(name, package="postgresql-client", folders=POSTGRES_FOLDERS)
    to_it = connection.settings_dict
    environment = {
        **os.environ,
        "PGHOST": str(to_it["HOST"]),
        "PGPORT": str(to_it["PORT"]),
        "PGUSER": str(to_it["USER"]),
        "PGPASSWORD": str(to_it["PASSWORD"]),
    }
    return subprocess.run(
        [program, *arguments], input=given, capture_output=True, env=environment, check=True
    ).stdout
