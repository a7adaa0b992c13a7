"""A PostgreSQL cluster of our own, in a temporary directory, that can be killed and come back."""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from tests.support import processes

PACKAGE = "postgresql"
OWNER = "krisechat"


class Postgres:
    """One cluster on 127.0.0.1, made by `initdb`, with the superuser `krisechat` and no password.

    A commit is on disk before it returns unless `fsync=False`, which is for tests that do not
    kill it. `core` pins all its processes to one processor. The port stays the same over restarts.
    """

    def __init__(self, *, fsync: bool = True, core: int | None = None) -> None:
        self.port = processes.free_port()
        self.fsync = fsync
        self.core = core
        self.process: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root: its Debian package brings a user to run it as.
        self._user = "postgres" if os.geteuid() == 0 else None
        self._directory = Path(tempfile.mkdtemp(prefix="krisechat-postgres-"))
        self.log = self._directory / "log"
        self._made = False
        atexit.register(self.remove)

    def url(self, database: str = "postgres") -> str:
        """What `DATABASE_URL` takes."""
        return f"postgres://{OWNER}@127.0.0.1:{self.port}/{database}"

    def start(self, *, seconds: float = 30) -> Self:
        """Start (making the cluster the first time) and return once it takes connections.

        Raises MissingPackage, or DidNotStart with the end of its log.
        """
        if self.process is not None and self.process.poll() is None:
            return self
        if not self._made:
            self._make()
        self.process = processes.spawn(
            self._command(), log=self.log, user=self._user, core=self.core, directory=self._data
        )
        processes.wait_until(self._answers, process=self.process, log=self.log, seconds=seconds)
        return self

    def create_database(self, name: str, *, template: str = "template0") -> str:
        """Make an empty database, or a copy of `template`, and return its URL."""
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._execute(command.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop the database, whoever is connected to it; nothing happens where there is none."""
        command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._execute(command.format(sql.Identifier(name)))

    def dump(self, database: str) -> bytes:
        """A backup: the database as `pg_dump` writes it, plain SQL, bytea in hexadecimal."""
        return self._tool("pg_dump", "--no-owner", database)

    def restore(self, dump: bytes, database: str) -> str:
        """Make the database `database` out of a backup, and return its URL."""
        url = self.create_database(database)
        self._tool("psql", "--quiet", "--set", "ON_ERROR_STOP=1", database, given=dump)
        return url

    def written_since(self, moment: float) -> dict[str, bytes]:
        """Its data files (the WAL among them) changed since `moment` (seconds since 1970), after
        a checkpoint, by their path within the data directory."""
        self._execute(sql.SQL("CHECKPOINT"))
        return {
            str(path.relative_to(self._data)): path.read_bytes()
            for path in self._data.rglob("*")
            if path.is_file() and path.stat().st_mtime >= moment
        }

    def kill(self) -> None:
        """`kill -9` of the postmaster and all its children at one moment. `start()` recovers."""
        if self.process is not None:
            processes.kill_family(self.process)
            self.process = None

    def stop(self) -> None:
        """An orderly end that breaks off connections."""
        if self.process is not None:
            processes.end(self.process, by=signal.SIGINT, seconds=20)
            self.process = None

    def remove(self) -> None:
        """End it and delete its directory; a second time does nothing."""
        self.kill()
        shutil.rmtree(self._directory, ignore_errors=True)
        atexit.unregister(self.remove)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.remove()

    @property
    def _data(self) -> Path:
        return self._directory / "data"

    def _program(self, name: str) -> str:
        installed = Path("/usr/lib/postgresql").glob("*/bin")
        newest_first = sorted(map(str, installed), reverse=True)
        return processes.program(name, package=PACKAGE, folders=newest_first)

    def _tool(self, name: str, *arguments: str, given: bytes | None = None) -> bytes:
        to_us = ("--host", "127.0.0.1", "--port", str(self.port), "--username", OWNER)
        result = subprocess.run(
            [self._program(name), *to_us, *arguments], input=given, capture_output=True, check=False
        )
        if result.returncode:
            raise RuntimeError(f"{name} failed.\n{result.stderr.decode()[-2000:]}")
        return result.stdout

    def _make(self) -> None:
        initdb = self._program("initdb")
        if self._user:
            shutil.chown(self._directory, self._user, self._user)
        result = subprocess.run(
            [
                *(initdb, "--pgdata", str(self._data), "--username", OWNER),
                *("--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            capture_output=True,
            text=True,
            user=self._user,
            group=self._user,
            extra_groups=[] if self._user else None,
            cwd=self._directory,
            check=False,
        )
        if result.returncode:
            raise processes.DidNotStart(f"initdb failed.\n{result.stderr[-2000:]}")
        self._made = True

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "200",
            "fsync": "on" if self.fsync else "off",
            "synchronous_commit": "on" if self.fsync else "off",
            "full_page_writes": "on" if self.fsync else "off",
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [self._program("postgres"), "-D", str(self._data), "-p", str(self.port), *options]

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def _execute(self, command: sql.Composable) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(command)
