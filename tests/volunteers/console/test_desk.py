"""What a console is shown unasked: the same on every tab, and only what is theirs."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.realtime import publish
from krisechat.socket import closing, delivery, sweeping
from routing.operations import assignments, overdue_endings, queueing
from tests.support import people, sockets
from tests.support.sockets import Frame, Socket
from volunteers.access import Answerer
from volunteers.models import Account, Membership
from volunteers.states.role import Role

pytestmark = pytest.mark.django_db(transaction=True)


async def at_work(login: str = "bo") -> Answerer:
    """Bo or Sara, available."""
    cast: dict[str, Callable[[], Answerer]] = {"bo": people.bo, "sara": people.sara}
    return await sync_to_async(lambda: people.on_duty(cast[login]()))()


async def waiting(body: str = "hej") -> UUID:
    return (await sync_to_async(people.amina)(body)).conversation


async def take(console: Socket) -> str:
    await console.send(type_="conversation.next")
    given = await console.receive("conversation")
    await console.receive("synced")
    return str(given["conversation"]["id"])


async def give_back(person: Answerer) -> None:
    give = sync_to_async(assignments.give_back_all)
    await give(account=person.account, why="gone", at=clock.now())


def of(console: Socket, kind: str) -> list[Frame]:
    return [frame for frame in console.seen if frame["type"] == kind]


class TestTwoTabs:
    async def test_what_is_taken_in_one_shows_in_the_other_with_its_messages(self) -> None:
        await at_work()
        one = str(await waiting())
        async with sockets.console("bo") as left, sockets.console("bo") as right:
            await take(left)
            given = await right.receive("conversation")
            await right.receive("synced")
            assert (given["reason"], given["conversation"]["id"]) == ("assigned", one)
            assert [each["body"] for each in of(right, "message")] == ["hej"]
            await left.quiet(), await right.quiet()
        assert len(of(left, "conversation")) == len(of(right, "conversation")) == 1

    async def test_what_is_written_in_one_is_acknowledged_there_and_shown_in_the_other(
        self,
    ) -> None:
        await at_work()
        await waiting()
        async with sockets.console("bo") as left:
            one = await take(left)
            async with sockets.console("bo") as right:
                await right.receive("synced")
                right.seen.clear()
                await left.send(
                    type_="message.send", conversation=one, client_id=new_id(), body="ja"
                )
                await left.receive("message.ack")
                assert (await right.receive("message"))["body"] == "ja"
                assert await left.quiet()

    async def test_a_resend_from_the_other_tab_is_the_same_message(self) -> None:
        await at_work()
        await waiting()
        async with sockets.console("bo") as left:
            one = await take(left)
            async with sockets.console("bo") as right:
                await right.receive("synced")
                mine = {"conversation": one, "client_id": str(new_id()), "body": "ja"}
                await left.send(type_="message.send", **mine)
                first = await left.receive("message.ack")
                await right.send(type_="message.send", **mine)
                again = await right.receive("message.ack")
        assert first == again

    async def test_presence_flag_note_and_ending_show_in_both(self) -> None:
        await at_work()
        await waiting()
        async with sockets.console("bo") as left:
            one = await take(left)
            async with sockets.console("bo") as right:
                await right.receive("synced")
                await left.send(type_="presence.set", status="break")
                assert (await right.receive("presence"))["status"] == "break"
                flag = {"conversation": one, "risk": "acute", "reason": "fare"}
                await left.send(type_="conversation.flag", **flag)
                assert (await right.receive("conversation"))["conversation"]["risk"] == "acute"
                assert (await right.receive("note"))["body"] == "fare"
                await left.send(
                    type_="conversation.close", conversation=one, outcome="ended", tags=[]
                )
                for tab in (left, right):
                    assert (await tab.receive("state"))["state"] == "ended"
                    gone = await tab.receive("conversation")
                    assert (gone["reason"], gone["conversation"]["id"]) == ("removed", one)

    async def test_a_fifth_console_closes_the_oldest(self) -> None:
        await at_work()
        async with sockets.console("bo") as oldest:
            others = [sockets.console("bo") for _ in range(4)]
            opened = [await each.__aenter__() for each in others]
            assert await oldest.closed() == closing.REPLACED
            await opened[-1].send(type_="ping")
            await opened[-1].receive("pong")
            for each in reversed(others):
                await each.__aexit__(None, None, None)


class TestUnasked:
    async def test_given_back_it_is_removed_and_nothing_more_of_it_comes(self) -> None:
        bo = await at_work()
        opened = await sync_to_async(people.amina)("hej")
        async with sockets.console("bo") as console:
            one = await take(console)
            console.seen.clear()
            await give_back(bo)
            while not (of(console, "conversation") and of(console, "presence")):
                await console.receive()  # in either order
            [gone] = of(console, "conversation")
            assert (gone["reason"], gone["conversation"]) == ("removed", {"id": one})
            assert of(console, "presence")[-1]["status"] == "offline"
            await console.quiet()
            await sync_to_async(people.writes)(opened, "er du der")
            assert await console.quiet()
            await console.send(
                type_="message.send", conversation=one, client_id=new_id(), body="ja"
            )
            assert (await console.receive("error"))["code"] == "not_found"

    async def test_off_duty_without_a_hint_is_told_by_the_sweep(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another process gave back what there was, and nobody here was told."""
        monkeypatch.setattr(sweeping, "READ_SECONDS", 0.05)
        bo = await at_work()
        async with sockets.console("bo") as console:
            with patch.object(publish, "_hand_over"):
                await give_back(bo)
            assert (await console.receive("presence"))["status"] == "offline"

    async def test_the_citizen_is_told_that_they_wait_again_at_the_front(self) -> None:
        bo = await at_work()
        opened = await sync_to_async(people.amina)("hej")
        async with sockets.console("bo") as console, sockets.citizen(opened.token) as amina:
            await take(console)
            await waiting("en anden")
            await give_back(bo)
            told = await amina.receive("state")
            while told["state"] != "waiting" or told["queue"] is None:
                told = await amina.receive("state")
        assert (told["volunteer"], told["queue"]["position"]) == (None, 1)

    async def test_an_ending_by_the_citizen_shows_and_it_can_still_be_closed(self) -> None:
        await at_work()
        one = await waiting()
        async with sockets.console("bo") as console:
            await take(console)
            await sync_to_async(queueing.end_by_citizen)(conversation=one, at=clock.now())
            told = await console.receive("state")
            assert (told["conversation"], told["state"]) == (str(one), "ended")
            assert await console.quiet()

    async def test_what_nobody_closed_leaves_the_desk_after_half_an_hour(self) -> None:
        await at_work()
        one = await waiting()
        async with sockets.console("bo") as console:
            await take(console)
            await sync_to_async(queueing.end_by_citizen)(conversation=one, at=clock.now())
            await console.receive("state")
            late = clock.now() + timedelta(minutes=31)
            assert await sync_to_async(overdue_endings.release)(at=late) == 1
            gone = await console.receive("conversation")
        assert (gone["reason"], gone["conversation"]) == ("removed", {"id": str(one)})

    async def test_an_erasure_takes_it_from_the_desk(self) -> None:
        await at_work()
        one = await waiting()
        async with sockets.console("bo") as console:
            await take(console)
            await sync_to_async(queueing.erase_by_citizen)(conversation=one, at=clock.now())
            gone = await console.receive("conversation")
            assert (gone["reason"], gone["conversation"]) == ("removed", {"id": str(one)})
            note = {"type_": "conversation.note", "conversation": str(one), "body": "for sent"}
            await console.send(**note)
            assert (await console.receive("error"))["code"] == "not_found"

    async def test_how_many_wait_is_told_as_it_changes_and_who_is_not(self) -> None:
        await at_work()
        async with sockets.console("bo") as console:
            one = await waiting()
            told = await console.receive("queue")
            while told["waiting"] != 1:
                told = await console.receive("queue")
            assert set(told) == {"type", "waiting", "longest_wait_seconds"}
            await sync_to_async(queueing.end_by_citizen)(conversation=one, at=clock.now())
            while told["waiting"] != 0:
                told = await console.receive("queue")

    async def test_another_volunteers_conversation_shows_nowhere(self) -> None:
        await at_work(), await at_work("sara")
        opened = await sync_to_async(people.amina)("hej")
        async with sockets.console("bo") as bo, sockets.console("sara") as sara:
            one = await take(sara)
            await sync_to_async(people.writes)(opened, "er du der")
            await sara.receive("message")
            for frame in (
                {"type_": "sync", "conversation": one, "last_seq": 0},
                {"type_": "conversation.note", "conversation": one, "body": "x"},
                {"type_": "message.read", "conversation": one, "seq": 1},
            ):
                await bo.send(**frame)
                assert (await bo.receive("error"))["code"] == "not_found"
            await bo.quiet()
        assert {frame["type"] for frame in bo.seen} <= {"welcome", "queue", "error", "beat"}

    async def test_a_beat_names_every_conversation_and_how_far_it_is(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sweeping, "TICK_SECONDS", 0.02)
        monkeypatch.setattr(delivery, "CONFIRM_SECONDS", 0.05)
        await at_work()
        await waiting()
        async with sockets.console("bo") as console:
            one = await take(console)
            beat = await console.receive("beat")
        assert beat["conversations"] == {one: 1}
        assert isinstance(beat["n"], int)


class TestRights:
    async def close_of(self, cookie: str | None) -> int:
        headers = {} if cookie is None else {"cookie": cookie}
        async with sockets.connected("/ws/console", **headers) as socket:
            return await socket.closed()

    async def test_without_a_login_it_is_closed_at_once(self) -> None:
        await at_work()
        for cookie in (None, "v=nothing", "v=", "other=1"):
            assert await self.close_of(cookie) == closing.NOT_AUTHENTICATED

    async def test_who_does_not_answer_is_forbidden(self) -> None:
        await sync_to_async(people.mette)()
        assert await self.close_of(await sockets.cookie_of("mette")) == closing.FORBIDDEN

    @pytest.mark.parametrize("how", ["logged out", "switched off", "role changed"])
    async def test_who_may_not_any_more_is_closed_within_the_sweep(
        self, how: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert sweeping.READ_SECONDS <= 4  # so that it bites within 5 s
        monkeypatch.setattr(sweeping, "READ_SECONDS", 0.05)
        bo = await at_work()
        ends: dict[str, Callable[[], Any]] = {
            "logged out": Session.objects.all().delete,
            "switched off": lambda: Account.objects.filter(id=bo.account).update(is_active=False),
            "role changed": lambda: Membership.objects.update(role=Role.AUDITOR),
        }
        async with sockets.console("bo") as console:
            await asyncio.sleep(0.1)
            await console.send(type_="ping")
            await console.receive("pong")
            await sync_to_async(ends[how])()
            assert await console.closed() == closing.NOT_AUTHENTICATED
