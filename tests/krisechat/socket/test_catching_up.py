"""Reading what somebody lacks: in few queries, and in the end nobody lacks anything."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from krisechat.foundation.refusals import Unavailable
from krisechat.queries import transcripts
from krisechat.realtime import frames_out
from krisechat.socket import catching_up
from krisechat.socket.hub import Hub
from krisechat.socket.window import MESSAGES
from tests.support.pages import Page, message, picture, settle, stored


class Transcripts:
    """The database's messages, and what it was asked for."""

    def __init__(self) -> None:
        self.rows: dict[UUID, list[frames_out.Message]] = {}
        self.asked: list[list[tuple[UUID, int]]] = []
        self.fails: list[Exception] = []
        self.gate: asyncio.Event | None = None

    def write(self, conversation: UUID, count: int) -> None:
        rows = self.rows.setdefault(conversation, [])
        first = len(rows) + 1
        rows += [message(conversation, seq) for seq in range(first, first + count)]

    def missing(
        self, wanted: Sequence[tuple[UUID, int]], *, limit: int
    ) -> list[frames_out.Message]:
        self.asked.append(list(wanted))
        if self.fails:
            raise self.fails.pop(0)
        found = [row for each, after in wanted for row in self.rows[each] if row.seq > after]
        return found[:limit]


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Transcripts:
    found = Transcripts()

    async def here(work: Callable[[], Any]) -> Any:
        await asyncio.sleep(0)
        if found.gate is not None:
            await found.gate.wait()
        return work()

    monkeypatch.setattr(catching_up, "in_thread", here)
    monkeypatch.setattr(catching_up, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(transcripts, "missing", found.missing)
    return found


@pytest_asyncio.fixture
async def hub(table: Transcripts) -> AsyncIterator[Hub]:
    one = Hub()
    yield one
    one._writer.close()


def behind(hub: Hub, table: Transcripts, *, messages: int, has: int = 0) -> Page:
    """A page that has the first `has` of the conversation's messages."""
    id = uuid4()
    table.write(id, messages)
    page = Page(hub, picture(id, last_seq=has), last_seq=has)
    hub.room(id).saw(messages)
    return page


async def test_who_lacks_messages_gets_exactly_those_in_order(hub: Hub, table: Transcripts) -> None:
    page = behind(hub, table, messages=9, has=4)
    hub.catch_up(page.connection.id)
    await settle()
    assert page.seqs() == [5, 6, 7, 8, 9]


async def test_who_lacks_nothing_is_not_read_for(hub: Hub, table: Transcripts) -> None:
    page = behind(hub, table, messages=3, has=3)
    hub.catch_up(page.connection.id)
    hub.catch_up(uuid4())
    await settle()
    assert table.asked == []


async def test_two_who_are_differently_far_get_what_each_lacks(
    hub: Hub, table: Transcripts
) -> None:
    far = behind(hub, table, messages=5, has=4)
    seen = picture(far.connection.id, last_seq=1)
    near = Page(hub, seen, last_seq=1)
    hub.catch_up(far.connection.id)
    await settle()
    assert (far.seqs(), near.seqs()) == ([5], [2, 3, 4, 5])


async def test_all_who_are_behind_are_read_for_at_once(hub: Hub, table: Transcripts) -> None:
    pages = [behind(hub, table, messages=2) for _ in range(5)]
    for page in pages:
        hub.catch_up(page.connection.id)
    await settle()
    assert len(table.asked) == 1
    assert all(page.seqs() == [1, 2] for page in pages)


async def test_after_an_outage_all_are_read_for_in_portions(
    hub: Hub, table: Transcripts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "AT_ONCE", 10)
    pages = [behind(hub, table, messages=1) for _ in range(25)]
    for page in pages:
        hub.catch_up(page.connection.id)
    await settle(40)
    assert [len(wanted) for wanted in table.asked] == [10, 10, 5]
    assert all(page.seqs() == [1] for page in pages)


async def test_while_one_reading_is_under_way_the_next_gathers(
    hub: Hub, table: Transcripts
) -> None:
    table.gate = asyncio.Event()
    first, *others = [behind(hub, table, messages=1) for _ in range(4)]
    hub.catch_up(first.connection.id)
    await settle()
    for page in others:
        hub.catch_up(page.connection.id)
        hub.catch_up(page.connection.id)
    table.gate.set()
    await settle()
    assert [len(wanted) for wanted in table.asked] == [1, 3]
    assert all(page.seqs() == [1] for page in (first, *others))


async def test_more_than_one_page_is_read_page_by_page(
    hub: Hub, table: Transcripts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "PAGE", 10)
    page = behind(hub, table, messages=35)
    hub.catch_up(page.connection.id)
    await settle(60)
    assert page.seqs() == list(range(1, 36))
    assert [wanted[0][1] for wanted in table.asked] == [0, 10, 20, 30]


async def test_a_full_window_pauses_it_and_an_answered_beat_goes_on(
    hub: Hub, table: Transcripts
) -> None:
    page = behind(hub, table, messages=100)
    hub.catch_up(page.connection.id)
    await settle(60)
    assert page.seqs() == list(range(1, MESSAGES + 1))
    page.connection.ping(_pong(page))
    await settle(60)
    assert page.seqs() == list(range(1, 101))


async def test_one_who_does_not_read_keeps_nobody_else_waiting(
    hub: Hub, table: Transcripts
) -> None:
    slow = behind(hub, table, messages=100)
    seen = picture(slow.connection.id, last_seq=90)
    quick = Page(hub, seen, last_seq=90)
    hub.catch_up(slow.connection.id)
    await settle(60)
    asked = len(table.asked)
    assert quick.seqs() == list(range(91, 101))
    await settle(60)
    assert len(table.asked) == asked, "nothing is read again for who is paused"


async def test_a_message_stored_meanwhile_is_neither_lost_nor_doubled(
    hub: Hub, table: Transcripts
) -> None:
    table.gate = asyncio.Event()
    page = behind(hub, table, messages=3)
    hub.catch_up(page.connection.id)
    await settle()
    table.write(page.connection.id, 1)
    hub.on_stored([stored(page.connection.id, 4)])
    table.gate.set()
    await settle(60)
    assert page.seqs() == [1, 2, 3, 4]


async def test_while_the_database_is_away_it_is_tried_again(hub: Hub, table: Transcripts) -> None:
    table.fails = [Unavailable(), Unavailable()]
    page = behind(hub, table, messages=2)
    hub.catch_up(page.connection.id)
    async with asyncio.timeout(5):
        while page.seqs() != [1, 2]:
            await asyncio.sleep(0.005)
    assert len(table.asked) == 3


async def test_a_fault_ends_no_later_reading(
    hub: Hub, table: Transcripts, caplog: pytest.LogCaptureFixture
) -> None:
    table.fails = [ValueError("Amina er bange")]
    page = behind(hub, table, messages=2)
    hub.catch_up(page.connection.id)
    await settle()
    assert page.seqs() == []
    assert "ValueError" in caplog.text
    assert "Amina" not in caplog.text
    hub.catch_up(page.connection.id)
    await settle()
    assert page.seqs() == [1, 2]


async def test_what_one_conversation_spoils_is_read_for_the_others(
    hub: Hub, table: Transcripts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reading that fails whenever one conversation is in it."""
    pages = [behind(hub, table, messages=1) for _ in range(3)]
    spoilt = pages[1].connection.id
    missing = table.missing

    def fails(wanted: Sequence[tuple[UUID, int]], *, limit: int) -> list[frames_out.Message]:
        if spoilt in [each for each, _ in wanted]:
            raise ValueError
        return missing(wanted, limit=limit)

    monkeypatch.setattr(transcripts, "missing", fails)
    for page in pages:
        hub.catch_up(page.connection.id)
    await settle(60)
    assert [page.seqs() for page in pages] == [[1], [], [1]]


async def test_a_number_without_a_message_is_not_read_for_again_and_again(
    hub: Hub, table: Transcripts
) -> None:
    """What does not open, or was never there: the sweep asks again, not this."""
    page = behind(hub, table, messages=2)
    hub.rooms[page.connection.id].saw(5)
    hub.catch_up(page.connection.id)
    await settle(100)
    assert page.seqs() == [1, 2]
    assert len(table.asked) == 2


async def test_who_left_meanwhile_is_not_sent_anything(hub: Hub, table: Transcripts) -> None:
    table.gate = asyncio.Event()
    page = behind(hub, table, messages=3)
    hub.catch_up(page.connection.id)
    await settle()
    hub.remove(page.connection)
    table.gate.set()
    await settle()
    assert page.seqs() == []


async def test_having_caught_up_it_says_synced_once(hub: Hub, table: Transcripts) -> None:
    page = behind(hub, table, messages=3)
    page.connection.resync(page.connection.id, 0)
    await settle()
    assert page.kinds == ["message", "message", "message", "synced"]
    hub.catch_up(page.connection.id)
    await settle()
    assert len(page.of("synced")) == 1


def _pong(page: Page) -> Any:
    from krisechat.realtime import frames_in

    return frames_in.Ping(n=page.of("beat")[-1]["n"])
