"""Telling connected people what changed besides messages."""

import asyncio
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import Unavailable
from krisechat.realtime.hints import Hints
from krisechat.socket import closing
from krisechat.socket.hub import Hub
from tests.support.pages import CITIZEN, Page, Seat, picture, settle, volunteer
from tests.support.refreshed import Database, database, hub, refreshed, talk


class TestChanges:
    async def test_both_sides_are_shown_what_they_may_know(
        self, hub: Hub, database: Database
    ) -> None:
        account = new_id()
        before = talk(account)
        page, seat = Page(hub, before), Seat(hub, account, before)
        database.put(replace(before, risk="high", revision=2))
        await refreshed(hub, before.id)
        assert page.frames == []
        [shown] = seat.of("conversation")
        assert (shown["reason"], shown["conversation"]["risk"]) == ("changed", "high")

    async def test_what_is_as_it_was_is_not_said_again(self, hub: Hub, database: Database) -> None:
        account = new_id()
        before = talk(account)
        page, seat = Page(hub, before), Seat(hub, account, before)
        database.put(before)
        for _ in range(3):
            await refreshed(hub, before.id)
        assert page.frames == seat.frames == []

    async def test_an_ending_is_told_to_both(self, hub: Hub, database: Database) -> None:
        account = new_id()
        before = talk(account)
        page, seat = Page(hub, before), Seat(hub, account, before)
        database.put(replace(before, state="ended", revision=2))
        await refreshed(hub, before.id)
        assert [frame["state"] for frame in page.of("state")] == ["ended"]
        assert seat.frames == [{"type": "state", "conversation": str(before.id), "state": "ended"}]
        assert before.id in seat.connection.streams

    async def test_given_back_it_is_removed_for_the_volunteer_and_waits_for_the_citizen(
        self, hub: Hub, database: Database
    ) -> None:
        account = new_id()
        before = talk(account)
        page, seat = Page(hub, before), Seat(hub, account, before)
        database.put(replace(before, state="waiting", revision=2, members=(CITIZEN,)))
        database.line = (before.id,)
        await refreshed(hub, before.id)
        [told] = page.of("state")
        assert (told["state"], told["volunteer"]) == ("waiting", None)
        assert told["queue"]["position"] == 1
        assert [frame["reason"] for frame in seat.of("conversation")] == ["removed"]
        assert seat.connection.streams == {}

    async def test_an_erased_conversation_closes_its_citizen_and_is_removed(
        self, hub: Hub, database: Database
    ) -> None:
        account = new_id()
        before = talk(account)
        page, seat = Page(hub, before), Seat(hub, account, before)
        await refreshed(hub, before.id)
        assert page.closed == closing.NOT_AUTHENTICATED
        assert "removed" in [frame["reason"] for frame in seat.of("conversation")]
        assert seat.closed is None

    async def test_an_older_reading_that_comes_late_changes_nothing(
        self, hub: Hub, database: Database
    ) -> None:
        account = new_id()
        now = talk(account, revision=5)
        page = Page(hub, now)
        hub.refreshing.show(now.id, replace(now, state="waiting", revision=4))
        assert page.frames == []

    async def test_receipts_are_told_to_the_other_side_once(
        self, hub: Hub, database: Database
    ) -> None:
        account = new_id()
        before = talk(account, last_seq=5)
        page, seat = Page(hub, before, last_seq=5), Seat(hub, account, before)
        citizen = replace(CITIZEN, delivered_seq=5, read_seq=4)
        robin = volunteer(account, delivered_seq=3, read_seq=0)
        database.put(replace(before, members=(citizen, robin), received=3))
        await refreshed(hub, before.id)
        await refreshed(hub, before.id)
        assert [(f["state"], f["seq"], f["by"]) for f in page.of("receipt")] == [
            ("delivered", 3, "volunteer")
        ]
        assert [(f["state"], f["seq"], f["by"]) for f in seat.of("receipt")] == [
            ("delivered", 5, "citizen"),
            ("read", 4, "citizen"),
        ]

    async def test_a_change_tells_of_messages_too(
        self, hub: Hub, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[UUID] = []
        monkeypatch.setattr(hub, "catch_up", asked.append)
        before = talk(new_id())
        Page(hub, before)
        asked.clear()
        database.put(replace(before, last_seq=3))
        await refreshed(hub, before.id)
        assert asked == [before.id]

    async def test_who_watches_without_a_socket_is_woken(
        self, hub: Hub, database: Database
    ) -> None:
        known = picture(uuid4())
        database.put(known)
        news = asyncio.Event()
        hub.room(known.id).watchers.add(news)
        await refreshed(hub, known.id)
        assert news.is_set()


__all__ = ["database", "hub"]


class TestReading:
    async def test_what_is_not_here_is_not_read(self, hub: Hub, database: Database) -> None:
        await refreshed(hub, uuid4())
        assert database.read == []

    async def test_many_changes_are_one_reading(self, hub: Hub, database: Database) -> None:
        seen = [picture(uuid4()) for _ in range(5)]
        for each in seen:
            Page(hub, each)
            database.put(each)
            hub.on_hints(Hints(changed={each.id}))
        await settle()
        assert database.read == [{each.id for each in seen}]

    async def test_while_the_database_is_away_nothing_is_forgotten(
        self, hub: Hub, database: Database
    ) -> None:
        account = new_id()
        before = talk(account)
        page = Page(hub, before)
        database.fails = [Unavailable(), Unavailable()]
        database.put(replace(before, state="ended", revision=2))
        hub.on_hints(Hints(changed={before.id}, queue=True))
        async with asyncio.timeout(5):
            while not page.of("state"):
                await asyncio.sleep(0.005)
        assert len(database.read) == 3
        assert database.lines == 1

    async def test_one_that_does_not_open_hides_no_other(
        self, hub: Hub, database: Database, caplog: pytest.LogCaptureFixture
    ) -> None:
        talks = [talk(new_id()) for _ in range(3)]
        pages = [Page(hub, each) for each in talks]
        database.spoilt = talks[1].id
        database.put(*(replace(each, state="ended", revision=2) for each in talks))
        database.line = (uuid4(),)
        hub.on_hints(Hints(changed={each.id for each in talks}, queue=True))
        await settle(60)
        assert [page.kinds for page in pages] == [["state"], [], ["state"]]
        assert hub.line is not None
        assert "Amina" not in caplog.text

    async def test_after_a_fault_it_looks_again(self, hub: Hub, database: Database) -> None:
        before = talk(new_id())
        page = Page(hub, before)
        database.fails = [ValueError("Amina")]
        database.put(replace(before, state="ended", revision=2))
        await refreshed(hub, before.id)
        assert page.frames == []
        await refreshed(hub, before.id)
        assert page.kinds == ["state"]
