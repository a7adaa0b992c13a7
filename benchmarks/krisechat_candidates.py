"""Krisechat as it is served: the demo's settings on PostgreSQL and Redis, all promises on."""

import contextlib
import json
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from benchmarks.candidates import (
    ROOT,
    UVICORN,
    Guest,
    Running,
    ServerSide,
    fresh_database,
    served,
    template_name,
)
from benchmarks.load import krisechat
from benchmarks.load.ends import Pair
from tests.support import processes
from tests.support.servers import DidNotStart

VOLUNTEERS = 100


@dataclass(kw_only=True, eq=False)
class Krisechat:
    """One way to serve Krisechat. Rate limits are off; nothing else is."""

    key: str
    title: str
    arguments: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)

    @cached_property
    def keys(self) -> tempfile.TemporaryDirectory[str]:
        """The key files of the whole run, outside the database."""
        return tempfile.TemporaryDirectory(prefix="krisechat-bench-keys-")

    def prepare(self, side: ServerSide) -> None:
        """Make the demo's world, and in it a hundred volunteers who are logged in."""
        name = template_name(self.key)
        side.postgres.create_database(name)
        self._python("manage.py", "demo", "--prepare-only", database=name, side=side)
        with tempfile.TemporaryDirectory(prefix="krisechat-bench-world-") as directory:
            file = Path(directory) / "cookies.json"
            self._python(
                *("-m", "benchmarks.world", str(VOLUNTEERS), str(file)), database=name, side=side
            )
            self.cookies: list[str] = json.loads(file.read_text())

    @contextlib.contextmanager
    def running(self, side: ServerSide) -> Iterator[Running]:
        environment = self._environment(fresh_database(side, key=self.key), side)
        with served(self.arguments, environment=environment, side=side) as running:
            yield running

    async def open_pairs(self, running: Running, *, count: int) -> list[Pair]:
        return await krisechat.open_pairs(port=running.port, cookies=self.cookies[:count])

    async def guests(self, running: Running, *, count: int) -> list[Guest]:
        """Citizens in conversations of their own, who wait in the queue."""
        opened = await krisechat.open_conversations(port=running.port, count=count)
        return [partial(krisechat.citizen, each, port=running.port) for each in opened]

    def _environment(self, database: str, side: ServerSide) -> dict[str, str]:
        return {
            **side.environment(database),
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "KRISECHAT_KEYS": self.keys.name,
            "KRISECHAT_RATE_LIMITS": "off",
            "PORT": "{port}",
            **self.environment,
        }

    def _python(self, *arguments: str, database: str, side: ServerSide) -> None:
        surroundings = {
            **processes.without_python_surroundings(),
            **self._environment(database, side),
            "PORT": "8000",
        }
        result = subprocess.run(
            [processes.python(), *arguments],
            env=surroundings,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise DidNotStart(f"{' '.join(arguments[:2])} failed.\n{result.stderr[-2000:]}")


KRISECHAT = Krisechat(
    key="krisechat", title="Krisechat (manage.py serve)", arguments=("manage.py", "serve")
)
KRISECHAT_UVICORN = Krisechat(
    key="krisechat-uvicorn",
    title="Krisechat (uvicorn)",
    arguments=(*UVICORN, "config.asgi:application"),
)
