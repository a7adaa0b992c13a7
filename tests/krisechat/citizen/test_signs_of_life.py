"""What tells the server that somebody is at a page (P45)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from krisechat.foundation import clock
from krisechat.models import AccessToken
from krisechat.operations import access_tokens
from tests.support import people, sockets

pytestmark = pytest.mark.django_db(transaction=True)


@pytest_asyncio.fixture(autouse=True)
async def orderly_end() -> AsyncIterator[None]:
    yield
    await sockets.end_hub()


async def test_a_socket_alone_is_no_sign_of_anybody_and_a_ping_can_be_one() -> None:
    """A forgotten page answers its beats for ever; only what the person does keeps it (P45)."""
    opened = await sync_to_async(people.amina)("hej")
    long_ago = clock.now() - timedelta(minutes=29)
    cookie = await sync_to_async(access_tokens.issue)(
        conversation=opened.conversation, at=long_ago, device=True
    )
    token = await sync_to_async(access_tokens.issue_from_device)(cookie=cookie, at=long_ago)
    device = AccessToken.objects.filter(device=True)
    async with sockets.citizen(token) as amina:
        await amina.send(type_="ping", n=0)
        await amina.receive("pong")
        assert (await device.aget()).used_at == long_ago
        await amina.send(type_="ping", active=True)
        await amina.receive("pong")
        for _ in range(100):
            if (await device.aget()).used_at > long_ago:
                break
            await asyncio.sleep(0.02)
        assert (await device.aget()).used_at > clock.now() - timedelta(minutes=1)
