"""Waiting for news without a socket."""

import asyncio
import time
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio

from krisechat.socket import hub, watching
from krisechat.socket.hub import Hub
from krisechat.socket.watching import Watch
from tests.support.pages import picture, stored


@pytest_asyncio.fixture
async def here(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    """The hub of this loop, not started."""
    one = Hub()
    monkeypatch.setattr(watching.hub, "current", lambda: one)
    yield one
    one._writer.close()


async def waited(watch: Watch, *, seconds: float) -> float:
    before = time.monotonic()
    await watch.news(seconds=seconds)
    return time.monotonic() - before


async def test_a_message_wakes_it_at_once(here: Hub) -> None:
    one = uuid4()
    with Watch(one) as watch:
        asyncio.get_running_loop().call_later(0.01, here.on_stored, [stored(one, 1)])
        assert await waited(watch, seconds=20) < 10


async def test_a_change_wakes_it_at_once(here: Hub) -> None:
    one = uuid4()
    with Watch(one) as watch:
        here.refreshing.show(one, picture(one, revision=1))
        assert await waited(watch, seconds=20) < 10


async def test_what_came_between_reading_and_waiting_is_not_overlooked(here: Hub) -> None:
    one = uuid4()
    with Watch(one) as watch:
        here.on_stored([stored(one, 1)])
        assert await waited(watch, seconds=20) < 10


async def test_without_news_it_waits_its_time_and_no_longer(here: Hub) -> None:
    one = uuid4()
    with Watch(one) as watch:
        here.on_stored([stored(uuid4(), 1)])
        assert 0.04 < await waited(watch, seconds=0.05) < 5


async def test_the_same_news_wakes_it_once(here: Hub) -> None:
    one = uuid4()
    with Watch(one) as watch:
        here.on_stored([stored(one, 1)])
        await watch.news(seconds=5)
        assert await waited(watch, seconds=0.05) > 0.04


async def test_several_watch_and_the_last_one_closes_the_room(here: Hub) -> None:
    one = uuid4()
    with Watch(one) as first:
        with Watch(one) as second:
            here.on_stored([stored(one, 1)])
            assert await waited(first, seconds=20) < 10
            assert await waited(second, seconds=20) < 10
        assert one in here.rooms
    assert here.rooms == {}


async def test_who_gives_up_waiting_leaves_nothing_behind(here: Hub) -> None:
    with pytest.raises(asyncio.CancelledError), Watch(uuid4()) as watch:
        task = asyncio.ensure_future(watch.news(seconds=20))
        await asyncio.sleep(0)
        task.cancel()
        await task
    assert here.rooms == {}
    assert hub.current() is here
