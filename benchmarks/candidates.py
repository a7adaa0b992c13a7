"""What is measured: the references and Krisechat, each startable on the server side's core."""

import contextlib
import socket
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from benchmarks.load import references
from benchmarks.load.ends import Dialect, End, Pair
from tests.support import processes
from tests.support.servers import Postgres, Redis

ROOT = Path(__file__).resolve().parent.parent
SERVER_CORE, GENERATOR_CORE = 0, 1
SECONDS_TO_START = 60
DAPHNE = ("-m", "daphne", "-b", "127.0.0.1", "-p", "{port}", "-v", "0")
UVICORN = (
    *("-m", "uvicorn", "--host", "127.0.0.1", "--port", "{port}", "--log-level", "error"),
    *("--loop", "uvloop", "--ws-max-size", "65536"),
)
RELAY = "benchmarks.references.relay:application"
USUAL_WAY = "benchmarks.references.usual_way.asgi:application"

Guest = Callable[[], Awaitable[End]]


@dataclass(frozen=True)
class ServerSide:
    """PostgreSQL and Redis, pinned to the server side's core, for a whole run."""

    postgres: Postgres
    redis: Redis

    def environment(self, database: str) -> dict[str, str]:
        """What a candidate needs to find them."""
        return {"DATABASE_URL": self.postgres.url(database), "REDIS_URL": self.redis.url}


@dataclass(frozen=True)
class Running:
    """A started server: its port, and the process at the head of each part of the server side."""

    port: int
    families: dict[str, int]

    @property
    def server(self) -> int:
        """The server's own process id."""
        return self.families["server"]


class Candidate(Protocol):
    """One row of the measurement."""

    @property
    def key(self) -> str:
        """A short name for the command line and the results."""

    @property
    def title(self) -> str:
        """A name for people."""

    def prepare(self, side: ServerSide) -> None:
        """Make what every round starts from."""

    def running(self, side: ServerSide) -> contextlib.AbstractContextManager[Running]:
        """A fresh server on a fresh database until the context ends."""

    async def open_pairs(self, running: Running, *, count: int) -> list[Pair]:
        """`count` conversations with both ends connected."""

    async def guests(self, running: Running, *, count: int) -> list[Guest]:
        """`count` people ready to connect and then say nothing; all that is not a socket of
        theirs is done already."""


@contextlib.contextmanager
def served(
    arguments: Sequence[str], *, environment: Mapping[str, str], side: ServerSide
) -> Iterator[Running]:
    """Run python with `arguments` until the context ends; `{port}` is filled in everywhere."""
    port = processes.free_port()
    command = [processes.python(), *(word.replace("{port}", str(port)) for word in arguments)]
    given = {name: value.replace("{port}", str(port)) for name, value in environment.items()}
    surroundings = {**processes.without_python_surroundings(), **given}
    with tempfile.TemporaryDirectory(prefix="krisechat-bench-") as directory:
        log = Path(directory) / "log"
        process = processes.spawn(
            command, log=log, environment=surroundings, core=SERVER_CORE, directory=ROOT
        )
        try:
            processes.wait_until(
                lambda: _listens(port), process=process, log=log, seconds=SECONDS_TO_START
            )
            yield Running(port, families_of(process, side))
        finally:
            processes.kill_family(process)


def families_of(process: subprocess.Popen[bytes], side: ServerSide) -> dict[str, int]:
    """The head process of each part of the server side."""
    found = {"server": process, "postgres": side.postgres.process, "redis": side.redis.process}
    return {name: each.pid for name, each in found.items() if each is not None}


def fresh_database(side: ServerSide, *, key: str) -> str:
    """A copy of the database a candidate prepared; the copy of the last round goes."""
    name = f"{key}_round".replace("-", "_")
    side.postgres.drop_database(name)
    side.postgres.create_database(name, template=template_name(key))
    return name


def template_name(key: str) -> str:
    """The database a candidate prepares once."""
    return f"{key}_template".replace("-", "_")


@dataclass(frozen=True, kw_only=True)
class Relay:
    """The bare relay: no database, no Redis, nothing stored."""

    key: str
    title: str
    arguments: tuple[str, ...]
    dialect: Dialect = references.RELAY

    def prepare(self, side: ServerSide) -> None:
        """Nothing to prepare."""

    def running(self, side: ServerSide) -> contextlib.AbstractContextManager[Running]:
        return served(self.arguments, environment={}, side=side)

    async def open_pairs(self, running: Running, *, count: int) -> list[Pair]:
        return await references.open_pairs(port=running.port, dialect=self.dialect, count=count)

    async def guests(self, running: Running, *, count: int) -> list[Guest]:
        return [partial(references.open_idle, port=running.port, path="/idle")] * count


@dataclass(frozen=True, kw_only=True)
class UsualWay:
    """Channels with one ORM create and one group_send a message; `idle_path` for idle sockets."""

    key: str
    title: str
    arguments: tuple[str, ...]
    idle_path: str = "/ws/0"
    dialect: Dialect = references.USUAL_WAY

    def prepare(self, side: ServerSide) -> None:
        name = template_name(self.key)
        side.postgres.create_database(name)
        surroundings = {
            **processes.without_python_surroundings(),
            **side.environment(name),
            "DJANGO_SETTINGS_MODULE": "benchmarks.references.usual_way.settings",
        }
        command = [processes.python(), "-m", "django", "migrate", "--verbosity", "0"]
        subprocess.run(command, env=surroundings, cwd=ROOT, check=True)

    @contextlib.contextmanager
    def running(self, side: ServerSide) -> Iterator[Running]:
        environment = side.environment(fresh_database(side, key=self.key))
        with served(self.arguments, environment=environment, side=side) as running:
            yield running

    async def open_pairs(self, running: Running, *, count: int) -> list[Pair]:
        return await references.open_pairs(port=running.port, dialect=self.dialect, count=count)

    async def guests(self, running: Running, *, count: int) -> list[Guest]:
        return [partial(references.open_idle, port=running.port, path=self.idle_path)] * count


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


RELAY_DAPHNE = Relay(key="relay-daphne", title="relay, daphne", arguments=(*DAPHNE, RELAY))
RELAY_UVICORN = Relay(key="relay-uvicorn", title="relay, uvicorn", arguments=(*UVICORN, RELAY))
USUAL = UsualWay(key="usual-way", title="usual way, daphne", arguments=(*DAPHNE, USUAL_WAY))
BARE_CHANNELS = UsualWay(
    key="bare-channels",
    title="bare Channels socket, daphne",
    arguments=(*DAPHNE, USUAL_WAY),
    idle_path="/bare",
)
