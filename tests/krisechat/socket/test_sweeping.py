"""The sweep: whatever was missed heals by it, and rights that ended are felt by it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from krisechat.citizen.socket import CitizenConnection
from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import Unavailable
from krisechat.queries import conversations, transcripts
from krisechat.queries.conversations import Snapshot
from krisechat.realtime import frames_in, frames_out
from krisechat.socket import catching_up, closing, refreshing, sweeping
from krisechat.socket.hub import Hub
from routing.queries import queue
from routing.queries.queue import Line
from tests.support.pages import CITIZEN, Page, message, picture, settle, volunteer

NIGHT = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)


class Database:
    """The whole truth; nobody is told of what is put into it."""

    def __init__(self) -> None:
        self.now: dict[UUID, Snapshot] = {}
        self.rows: dict[UUID, list[frames_out.Message]] = {}
        self.line: tuple[UUID, ...] = ()
        self.ended_tokens: set[int] = set()
        self.fails: list[Exception] = []
        self.readings = 0

    def put(self, *snapshots: Snapshot) -> None:
        self.now.update({each.id: each for each in snapshots})

    def write(self, conversation: UUID, count: int) -> None:
        rows = self.rows.setdefault(conversation, [])
        first = len(rows) + 1
        rows += [message(conversation, seq) for seq in range(first, first + count)]
        self.put(replace(self.now[conversation], last_seq=len(rows)))

    def heads(self, ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
        self.readings += 1
        if self.fails:
            raise self.fails.pop(0)
        known = [self.now[id] for id in ids if id in self.now]
        return {each.id: (each.last_seq, each.revision) for each in known}

    def snapshots(self, ids: Collection[UUID]) -> dict[UUID, Snapshot]:
        return {id: self.now[id] for id in ids if id in self.now}

    def missing(
        self, wanted: Sequence[tuple[UUID, int]], *, limit: int
    ) -> list[frames_out.Message]:
        found = [row for each, after in wanted for row in self.rows[each] if row.seq > after]
        return found[:limit]

    def rights(self, connections: Sequence[Any]) -> list[tuple[Any, bool]]:
        return [(each, each.token_id not in self.ended_tokens) for each in connections]


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    found = Database()

    async def here(work: Callable[[], Any]) -> Any:
        await asyncio.sleep(0)
        return work()

    for module in (catching_up, refreshing, sweeping):
        monkeypatch.setattr(module, "in_thread", here)
    monkeypatch.setattr(conversations, "heads", found.heads)
    monkeypatch.setattr(conversations, "snapshots", found.snapshots)
    monkeypatch.setattr(transcripts, "missing", found.missing)
    monkeypatch.setattr(
        queue,
        "line",
        lambda: Line(conversations=found.line, oldest=NIGHT, places=1, taken=0),
    )
    monkeypatch.setattr(CitizenConnection, "check_rights", staticmethod(found.rights))
    monkeypatch.setattr(sweeping, "TICK_SECONDS", 0.01)
    monkeypatch.setattr(sweeping, "READ_SECONDS", 0.01)
    return found


@pytest_asyncio.fixture
async def hub(database: Database) -> AsyncIterator[Hub]:
    """A hub that sweeps and hears no hint at all."""
    one = Hub()
    one._sweeping.start()
    yield one
    one._sweeping.stop()
    one._writer.close()


def come(hub: Hub, database: Database, seen: Snapshot | None = None) -> Page:
    known = seen or picture(uuid4())
    database.put(known)
    database.rows.setdefault(known.id, [])
    return Page(hub, known, last_seq=known.last_seq)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.005)


class TestHealing:
    async def test_messages_nobody_told_of_arrive_in_order(
        self, hub: Hub, database: Database
    ) -> None:
        page = come(hub, database)
        database.write(page.connection.id, 3)
        await until(lambda: page.seqs() == [1, 2, 3])
        database.write(page.connection.id, 2)
        await until(lambda: page.seqs() == [1, 2, 3, 4, 5])

    async def test_a_change_nobody_told_of_is_shown_once(
        self, hub: Hub, database: Database
    ) -> None:
        page = come(hub, database)
        people = (CITIZEN, volunteer(new_id()))
        database.put(picture(page.connection.id, state="active", revision=1, members=people))
        await until(lambda: bool(page.of("state")))
        before = database.readings
        await until(lambda: database.readings > before + 3)
        assert [frame["state"] for frame in page.of("state")] == ["active"]

    async def test_a_place_in_the_queue_nobody_told_of_is_shown(
        self, hub: Hub, database: Database
    ) -> None:
        page = come(hub, database)
        database.line = (uuid4(), page.connection.id)
        await until(lambda: bool(page.of("state")))
        assert page.frames[-1]["queue"]["position"] == 2

    async def test_who_fell_behind_although_the_number_was_known_is_read_for(
        self, hub: Hub, database: Database
    ) -> None:
        page = come(hub, database)
        database.write(page.connection.id, 2)
        hub.rooms[page.connection.id].saw(2)  # heard of, and then the reading failed
        await until(lambda: page.seqs() == [1, 2])

    async def test_who_watches_without_a_socket_is_woken(
        self, hub: Hub, database: Database
    ) -> None:
        known = picture(uuid4())
        database.put(known)
        database.rows[known.id] = []
        news = asyncio.Event()
        hub.room(known.id).watchers.add(news)
        await until(news.is_set)
        news.clear()
        database.write(known.id, 1)
        await until(news.is_set)


class TestRights:
    async def test_a_token_that_has_ended_closes_its_socket_and_no_other(
        self, hub: Hub, database: Database
    ) -> None:
        seen = picture(uuid4())
        gone, stays = come(hub, database, seen), come(hub, database, seen)
        stays.connection.token_id = 2
        database.ended_tokens = {1}
        await until(lambda: gone.closed is not None)
        assert gone.closed == closing.NOT_AUTHENTICATED
        before = database.readings
        await until(lambda: database.readings > before + 2)
        assert stays.closed is None

    async def test_all_of_a_kind_are_looked_at_together(
        self, hub: Hub, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[int] = []

        def rights(connections: Sequence[Any]) -> list[tuple[Any, bool]]:
            asked.append(len(connections))
            return database.rights(connections)

        monkeypatch.setattr(CitizenConnection, "check_rights", staticmethod(rights))
        for _ in range(3):
            come(hub, database)
        await until(lambda: bool(asked))
        assert asked[0] == 3


class TestOutliving:
    @pytest.mark.parametrize("fault", [Unavailable(), ValueError("Amina")])
    async def test_a_reading_that_fails_is_followed_by_the_next(
        self, hub: Hub, database: Database, fault: Exception, caplog: pytest.LogCaptureFixture
    ) -> None:
        database.fails = [fault, fault]
        page = come(hub, database)
        database.write(page.connection.id, 1)
        await until(lambda: page.seqs() == [1])
        assert "Amina" not in caplog.text

    async def test_one_socket_that_cannot_beat_mutes_no_other(
        self, hub: Hub, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pages = [come(hub, database) for _ in range(3)]

        def fails() -> None:
            raise ValueError("Amina")

        for page in pages:
            page.connection.beat_due = 0
        monkeypatch.setattr(pages[1].connection, "beat", fails)
        await until(lambda: all(page.of("beat") for page in (pages[0], pages[2])))
        for page in (pages[0], pages[2]):
            page.forget()
            page.connection.beat_due = 0
        await until(lambda: all(page.of("beat") for page in (pages[0], pages[2])))

    async def test_nobody_connected_asks_nothing_of_the_database(
        self, hub: Hub, database: Database
    ) -> None:
        await asyncio.sleep(0.05)
        assert database.readings == 0


class TestBeats:
    async def test_a_beat_says_how_far_the_conversation_is(
        self, hub: Hub, database: Database
    ) -> None:
        page = come(hub, database, picture(uuid4(), last_seq=4))
        page.connection.beat_due = 0
        await until(lambda: bool(page.of("beat")))
        assert page.of("beat")[0]["seq"] == 4

    async def test_they_come_at_least_every_ten_seconds(self, hub: Hub, database: Database) -> None:
        assert Hub.BEAT_SECONDS + 1 <= 10

    async def test_an_unanswered_beat_closes_the_socket_in_the_end(
        self, hub: Hub, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(hub, "PATIENCE_SECONDS", 0.1)
        page = come(hub, database)
        page.connection.beat_due = 0
        await until(lambda: page.closed is not None)
        assert page.closed == closing.NOT_READING

    async def test_who_answers_stays(
        self, hub: Hub, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(hub, "PATIENCE_SECONDS", 0.2)
        monkeypatch.setattr(hub, "BEAT_SECONDS", 0.02)
        page = come(hub, database)
        page.connection.beat_due = 0
        answered: set[int] = set()
        for _ in range(60):
            for beat in page.of("beat"):
                if beat["n"] not in answered:
                    answered.add(beat["n"])
                    page.connection.ping(frames_in.Ping(n=beat["n"]))
            await asyncio.sleep(0.01)
        assert len(answered) > 5
        assert page.closed is None

    async def test_before_hello_nobody_is_asked(self, hub: Hub, database: Database) -> None:
        page = come(hub, database)
        page.connection.said_hello = False
        page.connection.beat_due = 0
        await asyncio.sleep(0.05)
        await settle()
        assert page.frames == []
