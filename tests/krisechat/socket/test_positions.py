"""Gathered for a moment, then stored together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import Unavailable
from krisechat.operations import positions as operations
from krisechat.realtime import frames_in
from krisechat.realtime.hints import Hints, Position
from krisechat.socket import positions
from krisechat.socket.hub import Hub
from tests.support.pages import CITIZEN, Page, Seat, picture, settle, stored, volunteer

Written = list[list[Position]]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    """What was written, a list for each transaction."""
    batches: Written = []

    async def here(work: Callable[[], Any]) -> Any:
        return work()

    def record(news: Collection[Position]) -> None:
        batches.append(list(news))

    monkeypatch.setattr(positions, "GATHER_SECONDS", 0.02)
    monkeypatch.setattr(positions, "in_thread", here)
    monkeypatch.setattr(operations, "record", record)
    return batches


@pytest_asyncio.fixture
async def hub(written: Written) -> AsyncIterator[Hub]:
    one = Hub()
    yield one
    one._writer.close()


async def gathered() -> None:
    await asyncio.sleep(0.05)


async def test_many_within_a_moment_are_one_transaction(hub: Hub, written: Written) -> None:
    seen = picture(uuid4(), last_seq=9)
    other = picture(uuid4(), last_seq=9, members=(replace(CITIZEN, participant=7),))
    one, two = Page(hub, seen, last_seq=9), Page(hub, other, last_seq=9, person=7)
    for seq in (3, 5, 4):
        hub.positions.read(one.connection, seen.id, seq)
    hub.positions.delivered(one.connection, seen.id, 9)
    hub.positions.delivered(two.connection, other.id, 2)
    assert written == []
    await gathered()
    assert written == [
        [Position(seen.id, 1, delivered=9, read=5), Position(other.id, 7, delivered=2)]
    ]


async def test_what_is_known_already_is_not_written(hub: Hub, written: Written) -> None:
    known = replace(CITIZEN, delivered_seq=9, read_seq=4)
    seen = picture(uuid4(), last_seq=9, members=(known,))
    page = Page(hub, seen, last_seq=9)
    hub.positions.delivered(page.connection, seen.id, 9)
    hub.positions.read(page.connection, seen.id, 4)
    await gathered()
    assert written == []


async def test_who_is_in_no_room_writes_nothing(hub: Hub, written: Written) -> None:
    page = Page(hub, picture(uuid4(), last_seq=9))
    hub.positions.read(page.connection, uuid4(), 3)
    hub.remove(page.connection)
    hub.positions.read(page.connection, page.connection.id, 3)
    await gathered()
    assert written == []


async def test_an_answered_beat_says_what_was_delivered_when_it_was_sent(
    hub: Hub, written: Written
) -> None:
    page = Page(hub, picture(uuid4()))
    hub.on_stored([stored(page.connection.id, 1)])
    page.connection.beat()
    hub.on_stored([stored(page.connection.id, 2)])
    page.connection.ping(frames_in.Ping(n=page.of("beat")[0]["n"]))
    await gathered()
    assert written == [[Position(page.connection.id, 1, delivered=1)]]


async def test_while_the_database_is_away_the_next_ones_are_written(
    hub: Hub, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page(hub, picture(uuid4(), last_seq=9), last_seq=9)

    async def away(work: Callable[[], Any]) -> Any:
        raise Unavailable

    with monkeypatch.context() as patched:
        patched.setattr(positions, "in_thread", away)
        hub.positions.read(page.connection, page.connection.id, 3)
        await gathered()
    hub.positions.read(page.connection, page.connection.id, 4)
    await gathered()
    assert written == [[Position(page.connection.id, 1, read=4)]]


async def test_the_other_side_hears_of_it_by_number_and_nothing_is_read(hub: Hub) -> None:
    account = new_id()
    seen = picture(uuid4(), state="active", last_seq=5, members=(CITIZEN, volunteer(account)))
    page, seat = Page(hub, seen, last_seq=5), Seat(hub, account, seen)
    news = [Position(seen.id, 1, delivered=5, read=3), Position(seen.id, 2, read=4)]
    for _ in range(2):
        hub.on_hints(Hints(positions={each.participant: each for each in news}))
    await settle()
    assert [(f["state"], f["seq"], f["by"]) for f in seat.of("receipt")] == [
        ("delivered", 5, "citizen"),
        ("read", 3, "citizen"),
    ]
    assert [(f["state"], f["seq"], f["by"]) for f in page.of("receipt")] == [
        ("read", 4, "volunteer")
    ]
