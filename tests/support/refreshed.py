"""A hub that reads a database of the test's own, and how often it does."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from krisechat.queries import conversations
from krisechat.queries.conversations import Snapshot
from krisechat.realtime.hints import Hints
from krisechat.socket import refreshing
from krisechat.socket.hub import Hub
from routing.queries import queue
from routing.queries.queue import Line
from tests.support.pages import CITIZEN, picture, settle, volunteer

NIGHT = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)


class Database:
    """Conversations and the queue as they are now, and how often they were read."""

    def __init__(self) -> None:
        self.now: dict[UUID, Snapshot] = {}
        self.line: tuple[UUID, ...] = ()
        self.read: list[set[UUID]] = []
        self.lines = 0
        self.fails: list[Exception] = []
        self.spoilt: UUID | None = None

    def put(self, *snapshots: Snapshot) -> None:
        self.now.update({each.id: each for each in snapshots})

    def snapshots(self, ids: Collection[UUID]) -> dict[UUID, Snapshot]:
        self.read.append(set(ids))
        if self.fails:
            raise self.fails.pop(0)
        if self.spoilt in ids:
            raise ValueError("Amina")
        return {id: self.now[id] for id in ids if id in self.now}

    def queue(self) -> Line:
        self.lines += 1
        return Line(conversations=self.line, oldest=NIGHT, places=1, taken=0)


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    found = Database()

    async def here(work: Callable[[], Any]) -> Any:
        await asyncio.sleep(0)
        return work()

    monkeypatch.setattr(refreshing, "in_thread", here)
    monkeypatch.setattr(refreshing, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(refreshing, "QUEUE_SECONDS", 0.01)
    monkeypatch.setattr(conversations, "snapshots", found.snapshots)
    monkeypatch.setattr(queue, "line", found.queue)
    return found


@pytest_asyncio.fixture
async def hub(database: Database) -> AsyncIterator[Hub]:
    one = Hub()
    yield one
    one._writer.close()


def talk(account: UUID, **changes: Any) -> Snapshot:
    """A conversation somebody has taken."""
    known = {"state": "active", "revision": 1, "members": (CITIZEN, volunteer(account))}
    return picture(uuid4(), **{**known, **changes})


async def refreshed(hub: Hub, *ids: UUID) -> None:
    hub.on_hints(Hints(changed=set(ids)))
    await settle()
