"""The citizen's socket, over the real ASGI application."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from krisechat.citizen import socket
from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Message, Outbound
from krisechat.socket import closing
from routing.operations import assignments
from tests.support import people, sockets

pytestmark = pytest.mark.django_db(transaction=True)


@pytest_asyncio.fixture(autouse=True)
async def orderly_end() -> AsyncIterator[None]:
    yield
    await sockets.end_hub()


async def test_an_acknowledged_message_is_in_the_table() -> None:
    opened = await sync_to_async(people.amina)("hej")
    async with sockets.citizen(opened.token) as amina:
        await amina.send(type_="message.send", client_id=new_id(), body="  er du der?  ")
        ack = await amina.receive("message.ack")
    rows = Message.objects.filter(conversation_id=opened.conversation)
    assert await sync_to_async(list)(rows.values_list("seq", flat=True)) == [1, 2]
    assert ack["seq"] == 2


async def test_welcome_messages_synced_come_in_this_order() -> None:
    opened = await sync_to_async(people.amina)("hej")
    async with sockets.citizen(opened.token) as amina:
        assert [each["type"] for each in amina.seen] == ["welcome", "message", "synced"]
        welcome, message, synced = amina.seen
    assert welcome["conversation"]["queue"]["position"] == 1
    assert (message["seq"], message["body"], synced["last_seq"]) == (1, "hej", 1)


async def test_the_sender_gets_the_ack_and_its_other_page_the_message() -> None:
    opened = await sync_to_async(people.amina)("hej")
    async with sockets.citizen(opened.token) as one, sockets.citizen(opened.token) as two:
        await one.send(type_="message.send", client_id=new_id(), body="to sider")
        assert (await one.receive("message.ack"))["seq"] == 2
        assert (await two.receive("message"))["body"] == "to sider"
        assert await one.quiet()


async def test_anything_but_hello_first_is_4401() -> None:
    async with sockets.connected("/ws/citizen") as stranger:
        await stranger.send(type_="ping")
        assert await stranger.closed() == closing.NOT_AUTHENTICATED


async def test_an_unknown_token_is_4401() -> None:
    await sync_to_async(people.lygten)()
    async with sockets.connected("/ws/citizen") as stranger:
        await stranger.send(type_="hello", token="nothing", last_seq=0)
        assert (await stranger.receive("error"))["code"] == "unauthenticated"
        assert await stranger.closed() == closing.NOT_AUTHENTICATED


async def test_a_volunteer_and_a_citizen_talk() -> None:
    opened = await sync_to_async(people.amina)("hej")
    await sync_to_async(people.bo)()
    async with sockets.citizen(opened.token) as amina, sockets.console("bo") as bo:
        await bo.send(type_="presence.set", status="available")
        await bo.send(type_="conversation.next")
        given = await bo.receive("conversation")
        assert given["reason"] == "assigned"
        await bo.send(
            type_="message.send",
            conversation=given["conversation"]["id"],
            client_id=new_id(),
            body="Hej. Jeg er her.",
        )
        shown = await amina.receive("message")
    assert (shown["author"], shown["body"]) == ("volunteer", "Hej. Jeg er her.")
    assert shown["alias"] != "Bo Lund"


@pytest.mark.parametrize(("heard_after", "goes"), [(0.0, "cancelled"), (60.0, "queued")])
async def test_a_page_that_answers_after_it_was_told_who_came_needs_no_text(
    heard_after: float, goes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "HEARD_AFTER", heard_after)
    opened = await sync_to_async(people.amina)("hej", phone="+4520123456", sms_consent=True)
    bo = await sync_to_async(people.bo)()
    async with sockets.citizen(opened.token) as amina:
        await sync_to_async(people.on_duty)(bo)
        await sync_to_async(assignments.take_next)(bo, at=clock.now())
        while (await amina.receive("state"))["state"] != "active":
            pass
        await amina.send(type_="ping", n=1)
        await amina.receive("pong")
        turn = Outbound.objects.filter(template="your_turn")
        for _ in range(50):
            if (await sync_to_async(turn.get)()).state == goes:
                break
            await asyncio.sleep(0.05)
    assert (await sync_to_async(turn.get)()).state == goes
