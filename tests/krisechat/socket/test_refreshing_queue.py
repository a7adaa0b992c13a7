"""Telling connected people of the queue and of what changed about themselves."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from krisechat.foundation.ids import new_id
from krisechat.queries import conversations
from krisechat.queries.conversations import Snapshot
from krisechat.realtime.hints import Hints
from krisechat.socket import refreshing
from krisechat.socket.hub import Hub
from routing.queries import queue
from routing.queries.queue import Line
from tests.support.pages import CITIZEN, Page, Seat, picture, settle, volunteer

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


class TestQueue:
    async def test_each_who_waits_hears_of_a_new_place_and_only_then(
        self, hub: Hub, database: Database
    ) -> None:
        first, second = picture(uuid4()), picture(uuid4())
        one, two = Page(hub, first), Page(hub, second, person=9)
        database.line = (first.id, second.id)
        hub.on_hints(Hints(queue=True))
        await settle()
        assert [page.frames[-1]["queue"]["position"] for page in (one, two)] == [1, 2]
        one.forget(), two.forget()
        database.line = (second.id,)
        hub.on_hints(Hints(queue=True))
        await asyncio.sleep(0.05)
        assert one.frames == []  # out of the queue: the state that follows says why
        assert [frame["queue"]["position"] for frame in two.of("state")] == [1]

    async def test_consoles_hear_how_many_wait_and_not_who(
        self, hub: Hub, database: Database
    ) -> None:
        seat = Seat(hub, new_id())
        waits = uuid4()
        database.line = (waits,)
        hub.on_hints(Hints(queue=True))
        await asyncio.sleep(0.05)
        hub.on_hints(Hints(queue=True))
        await asyncio.sleep(0.05)
        [told] = seat.frames
        assert (told["type"], told["waiting"]) == ("queue", 1)
        assert str(waits) not in str(told)

    async def test_a_queue_that_moves_fast_is_read_now_and_then(
        self, hub: Hub, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(refreshing, "QUEUE_SECONDS", 0.1)
        Seat(hub, new_id())
        for _ in range(20):
            hub.on_hints(Hints(queue=True))
            await settle(3)
        assert database.lines == 1
        await asyncio.sleep(0.3)
        assert database.lines == 2


class TestAccounts:
    async def test_only_that_persons_consoles_look_again(
        self, hub: Hub, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looked: list[str] = []
        bo, sara = new_id(), new_id()
        seats = {"bo": Seat(hub, bo), "bo too": Seat(hub, bo), "sara": Seat(hub, sara)}
        for name, seat in seats.items():
            monkeypatch.setattr(seat.connection, "look_again", _noting(looked, name))
        hub.on_hints(Hints(accounts={bo}))
        await settle()
        assert sorted(looked) == ["bo", "bo too"]

    async def test_before_its_welcome_a_console_is_told_nothing(
        self, hub: Hub, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looked: list[str] = []
        seat = Seat(hub, new_id())
        seat.connection.said_hello = False
        monkeypatch.setattr(seat.connection, "look_again", _noting(looked, "too early"))
        hub.on_hints(Hints(accounts={seat.connection.who.account}))
        await settle()
        assert looked == []

    async def test_one_that_fails_keeps_no_other_from_looking(
        self, hub: Hub, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looked: list[str] = []
        bo = new_id()
        for name in ("one", "two", "three"):
            seat = Seat(hub, bo)
            monkeypatch.setattr(seat.connection, "look_again", _noting(looked, name, fails=True))
        hub.on_hints(Hints(accounts={bo}))
        await settle()
        assert sorted(looked) == ["one", "three", "two"]


def _noting(looked: list[str], name: str, *, fails: bool = False) -> Callable[[], Any]:
    async def look_again() -> None:
        looked.append(name)
        if fails:
            raise ValueError("Amina")

    return look_again
