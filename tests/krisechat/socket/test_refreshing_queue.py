"""Telling connected people of the queue and of what changed about themselves."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from krisechat.foundation.ids import new_id
from krisechat.realtime.hints import Hints
from krisechat.socket import refreshing
from krisechat.socket.hub import Hub
from tests.support.pages import Page, Seat, picture, settle
from tests.support.refreshed import Database, database, hub


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


__all__ = ["database", "hub"]


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
