"""P9: while a server ends, nothing more is taken in, and everybody is told to come back."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from krisechat.foundation.ids import new_id
from krisechat.models import Message
from krisechat.socket import closing, hub
from tests.support import people, sockets

pytestmark = pytest.mark.django_db(transaction=True)


@pytest_asyncio.fixture(autouse=True)
async def orderly_end() -> AsyncIterator[None]:
    yield
    await sockets.end_hub()


def seqs() -> list[int]:
    return list(Message.objects.order_by("seq").values_list("seq", flat=True))


async def test_what_was_sent_before_is_acknowledged_and_then_the_socket_closes_with_1012() -> None:
    opened = await sync_to_async(people.amina)("hej")
    async with sockets.citizen(opened.token) as amina:
        for _ in range(5):
            await amina.send(type_="message.send", client_id=new_id(), body="nå I det?")
        await asyncio.sleep(0)  # the frames reach the connection before the end begins
        await hub.current().stop(seconds=0)
        assert await amina.closed() == closing.RESTART
        acks = [each for each in amina.seen if each["type"] == "message.ack"]
    assert len(acks) == len(await sync_to_async(seqs)()) - 1


async def test_what_comes_after_is_neither_stored_nor_acknowledged() -> None:
    opened = await sync_to_async(people.amina)("hej")
    async with sockets.citizen(opened.token) as amina:
        hub.current().stopping = True
        await amina.send(type_="message.send", client_id=new_id(), body="for sent")
        assert await amina.quiet()
    assert await sync_to_async(seqs)() == [1]


@pytest.mark.parametrize("path", ["/ws/citizen", "/ws/console"])
async def test_whoever_connects_while_it_ends_is_sent_elsewhere(path: str) -> None:
    hub.current().stopping = True
    async with sockets.connected(path) as late:
        assert await late.closed() == closing.RESTART
