"""A whole installation: PostgreSQL, Redis, one key ring, and any number of servers before them."""

import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from tests.support.krisechat_server import KrisechatServer
from tests.support.postgres import Postgres
from tests.support.redis import Redis

DEMO = "config.settings.demo"


class Installation:
    """The shape of production with the demo's world in it, on ports of its own.

    Servers made by `server` share database, Redis and keys; all limits are off, as for load.
    """

    def __init__(self) -> None:
        self.postgres = Postgres()
        self.redis = Redis()
        self.keys = Path(tempfile.mkdtemp(prefix="krisechat-keys-"))
        self.servers: list[KrisechatServer] = []
        self.database_url = ""

    def start(self) -> Self:
        """Start database and Redis and load the demo's world."""
        self.postgres.start()
        self.redis.start()
        self.database_url = self.postgres.create_database("krisechat")
        preparing = self.server()
        preparing.manage("demo", "--prepare-only")
        self.servers.remove(preparing)
        preparing.remove()
        return self

    def server(self, *, settings: str = DEMO) -> KrisechatServer:
        """One more server, not started yet; it ends with the installation."""
        made = KrisechatServer(
            {
                "DATABASE_URL": self.database_url,
                "REDIS_URL": self.redis.url,
                "KRISECHAT_KEYS": str(self.keys),
                "KRISECHAT_DEMO_PHONE": str(self.keys.with_suffix(".phone") / "phone.sqlite3"),
                "KRISECHAT_RATE_LIMITS": "off",
                "DJANGO_SETTINGS_MODULE": settings,
            }
        )
        self.servers.append(made)
        return made

    def messages(self) -> int:
        """How many messages are stored."""
        with psycopg.connect(self.database_url, connect_timeout=3) as connection:
            row = connection.execute("SELECT count(*) FROM krisechat_message").fetchone()
        return int(row[0]) if row else 0

    def remove(self) -> None:
        """End everything and delete it."""
        for each in self.servers:
            each.remove()
        self.redis.remove()
        self.postgres.remove()
        shutil.rmtree(self.keys, ignore_errors=True)
        shutil.rmtree(self.keys.with_suffix(".phone"), ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.remove()
