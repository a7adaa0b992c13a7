"""The console's socket: each command's answer, as the contract has it."""

import asyncio
import threading

import pytest
from asgiref.sync import sync_to_async

from krisechat.foundation.ids import new_id
from krisechat.privacy.masking import MASK
from krisechat.realtime import publish
from tests.support import people, sockets
from tests.support.desks import bo_available, refused, take
from volunteers.access import Answerer
from volunteers.operations import presence
from volunteers.operations.presence import OnDuty

pytestmark = pytest.mark.django_db(transaction=True)


class TestHello:
    async def test_welcome_says_who_what_and_how_many_wait(self) -> None:
        await sync_to_async(people.amina)("hej")
        account = (await sync_to_async(people.bo)(limit=3)).account
        async with sockets.console("bo") as bo:
            [welcome] = bo.seen
        assert welcome["volunteer"] == {
            "id": str(account),
            "alias": "Bo Lund",
            "status": "offline",
            "capacity": 3,
        }
        assert welcome["conversations"] == []
        assert welcome["queue"]["waiting"] == 1
        assert welcome["queue"]["longest_wait_seconds"] in range(60)

    async def test_back_at_the_desk_each_conversation_is_caught_up_with(self) -> None:
        async with bo_available("hej", "hallo") as (bo, opened):
            ids = [await take(bo) for _ in opened]
        foreign = str((await sync_to_async(people.amina)("en anden")).conversation)
        async with sockets.connected("/ws/console", cookie=await sockets.cookie_of("bo")) as bo:
            await bo.send(type_="hello", resume={ids[0]: 1, foreign: 3})
            welcome = await bo.receive("welcome")
            for _ in ids:
                await bo.receive("synced")
        assert [each["id"] for each in welcome["conversations"]] == ids
        assert {each["last_seq"] for each in welcome["conversations"]} == {1}
        messages = [each for each in bo.seen if each["type"] == "message"]
        assert [(each["conversation"], each["body"]) for each in messages] == [(ids[1], "hallo")]
        removed = [each for each in bo.seen if each["type"] == "conversation"]
        assert [(each["reason"], each["conversation"]) for each in removed] == [
            ("removed", {"id": foreign})
        ]

    async def test_a_number_beyond_the_last_is_refused_and_hello_may_be_said_anew(self) -> None:
        async with bo_available("hej") as (bo, _):
            one = await take(bo)
        async with sockets.connected("/ws/console", cookie=await sockets.cookie_of("bo")) as bo:
            said = await refused(bo, type_="hello", resume={one: 2})
            assert (said["code"], said["field"]) == ("bad_value", "resume")
            await bo.send(type_="hello", resume={one: 1})
            assert (await bo.receive("welcome"))["conversations"][0]["id"] == one


class TestPresence:
    async def test_what_holds_is_answered_and_a_capacity_above_the_limit_lowered(self) -> None:
        await sync_to_async(people.bo)(limit=3)
        async with sockets.console("bo") as bo:
            for status, asked, held in (("available", 9, 3), ("break", 1, 1), ("offline", 3, 3)):
                await bo.send(type_="presence.set", status=status, capacity=asked)
                answer = await bo.receive("presence")
                assert (answer["status"], answer["capacity"]) == (status, held)
                await bo.quiet(seconds=0.1)  # it may be told once more, by way of the database

    async def test_a_reading_from_before_the_choice_is_not_shown_after_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What the last choice set off is read slowly; the next choice is answered meanwhile."""
        person = await sync_to_async(people.bo)()
        begun, go = threading.Event(), threading.Event()
        current = presence.current

        def slowly(who: Answerer) -> OnDuty:
            found = current(who)
            begun.set()
            go.wait(5)
            return found

        async with sockets.console("bo") as bo:
            await bo.send(type_="presence.set", status="available")
            await bo.receive("presence")
            await bo.quiet()
            bo.seen.clear()
            monkeypatch.setattr(presence, "current", slowly)
            publish.account_changed(person.account)
            await asyncio.to_thread(begun.wait, 5)
            await bo.send(type_="presence.set", status="break")
            assert (await bo.receive("presence"))["status"] == "break"
            go.set()
            await bo.quiet()
        assert [each["status"] for each in bo.seen if each["type"] == "presence"] == ["break"]

    async def test_an_unknown_status_is_refused(self) -> None:
        await sync_to_async(people.bo)()
        async with sockets.console("bo") as bo:
            said = await refused(bo, type_="presence.set", status="asleep")
        assert (said["code"], said["field"]) == ("bad_value", "status")


class TestNext:
    async def test_the_conversation_its_messages_and_synced(self) -> None:
        async with bo_available("hej er der nogen") as (bo, [opened]):
            await bo.send(type_="conversation.next")
            await bo.receive("synced")
            given = next(each for each in bo.seen if each["type"] == "conversation")
            [message] = [each for each in bo.seen if each["type"] == "message"]
        shown = given["conversation"]
        assert given["reason"] == "assigned"
        assert shown["id"] == message["conversation"] == str(opened.conversation)
        assert (shown["state"], shown["risk"], shown["via"]) == ("active", "none", "web")
        assert set(shown) == {
            *("id", "state", "topic", "language", "risk", "via", "texting"),
            *("citizen", "volunteer", "your_alias", "last_seq", "gone"),
        }
        assert (message["seq"], message["body"]) == (1, "hej er der nogen")

    async def test_each_reason_not_to_get_one_has_its_code(self) -> None:
        async with bo_available("hej", "hallo", limit=1) as (bo, _):
            await take(bo)
            assert (await refused(bo, type_="conversation.next"))["code"] == "at_capacity"
            await bo.send(type_="presence.set", status="break")
            assert (await refused(bo, type_="conversation.next"))["code"] == "not_available"
        await sync_to_async(people.sara)()
        async with sockets.console("sara") as sara:
            await sara.send(type_="presence.set", status="available")
            await take(sara)
            assert (await refused(sara, type_="conversation.next"))["code"] == "nothing_waiting"

    async def test_the_citizen_is_told_who_is_there_by_alias_only(self) -> None:
        async with bo_available("hej") as (bo, [opened]), sockets.citizen(opened.token) as amina:
            await bo.send(type_="conversation.next")
            given = await bo.receive("conversation")
            told = await amina.receive("state")
            while told["state"] != "active":
                told = await amina.receive("state")
        alias = given["conversation"]["volunteer"]["alias"]
        assert (told["volunteer"], told["queue"]) == ({"alias": alias}, None)
        assert alias not in "Bo Lund"


class TestTalking:
    async def test_an_ack_names_the_conversation_and_the_other_side_gets_the_message(self) -> None:
        async with bo_available("hej") as (bo, [opened]), sockets.citizen(opened.token) as amina:
            one = await take(bo)
            client_id = str(new_id())
            await bo.send(
                type_="message.send", conversation=one, client_id=client_id, body=" jeg er her "
            )
            ack = await bo.receive("message.ack")
            shown = await amina.receive("message")
            assert await bo.quiet()
        assert (ack["conversation"], ack["client_id"], ack["seq"]) == (one, client_id, 2)
        assert "masked" not in ack
        assert (shown["seq"], shown["author"], shown["body"]) == (2, "volunteer", "jeg er her")
        assert shown["client_id"] == client_id

    async def test_a_cpr_number_is_masked_and_the_ack_says_so(self) -> None:
        async with bo_available("hej") as (bo, [opened]), sockets.citizen(opened.token) as amina:
            one = await take(bo)
            body = "er det 010190-1234?"
            await bo.send(type_="message.send", conversation=one, client_id=new_id(), body=body)
            assert (await bo.receive("message.ack"))["masked"] is True
            assert (await amina.receive("message"))["body"] == f"er det {MASK}?"

    async def test_sync_sends_it_again_own_words_included(self) -> None:
        async with bo_available("hej") as (bo, _):
            one = await take(bo)
            await bo.send(type_="message.send", conversation=one, client_id=new_id(), body="ja")
            await bo.receive("message.ack")
            bo.seen.clear()
            await bo.send(type_="sync", conversation=one, last_seq=0)
            synced = await bo.receive("synced")
        assert [each["body"] for each in bo.seen[:-1]] == ["hej", "ja"]
        assert (synced["conversation"], synced["last_seq"]) == (one, 2)

    async def test_typing_reaches_the_other_side_and_is_not_echoed(self) -> None:
        async with bo_available("hej") as (bo, [opened]), sockets.citizen(opened.token) as amina:
            one = await take(bo)
            await bo.send(type_="typing", conversation=one, on=True)
            assert await amina.receive("typing") == {
                "type": "typing",
                "on": True,
                "by": "volunteer",
            }
            await amina.send(type_="typing", on=False)
            told = await bo.receive("typing")
        assert (told["conversation"], told["on"], told["by"]) == (one, False, "citizen")

    async def test_receipts_go_both_ways(self) -> None:
        async with bo_available("hej") as (bo, [opened]), sockets.citizen(opened.token) as amina:
            one = await take(bo)
            await bo.send(type_="message.read", conversation=one, seq=1)
            told = await amina.receive("receipt")
            assert (told["state"], told["seq"], told["by"]) == ("read", 1, "volunteer")
            await amina.send(type_="message.read", seq=1)
            told = await bo.receive("receipt")
        assert (told["conversation"], told["state"], told["seq"], told["by"]) == (
            *(one, "read", 1),
            "citizen",
        )

    async def test_a_ping_is_answered_with_its_number_or_without(self) -> None:
        await sync_to_async(people.bo)()
        async with sockets.console("bo") as bo:
            await bo.send(type_="ping", n=7)
            assert (await bo.receive("pong"))["n"] == 7
            await bo.send(type_="ping")
            assert (await bo.receive("pong"))["n"] is None
