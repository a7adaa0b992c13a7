"""The frame for whoever has no script: what it holds, and what ends that."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.test import AsyncClient

from krisechat.citizen import arrivals, bearing
from krisechat.foundation import clock
from krisechat.operations import access_tokens
from tests.support import people, sockets

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 5.0  # seconds; far less than a frame is held


@pytest_asyncio.fixture
async def phone() -> AsyncIterator[AsyncClient]:
    """A phone with a conversation."""
    opened = await sync_to_async(people.amina)("hej")
    client = AsyncClient()
    client.cookies[bearing.COOKIE] = await sync_to_async(access_tokens.issue)(
        conversation=opened.conversation, at=clock.now(), device=True
    )
    yield client
    await sockets.end_hub()


async def next_address(phone: AsyncClient) -> str:
    return (await phone.get("/skriv/nyt"))["Refresh"].removeprefix("1;url=")


async def held(phone: AsyncClient, address: str, *, count: int) -> list[asyncio.Task[HttpResponse]]:
    frames = [asyncio.create_task(phone.get(address)) for _ in range(count)]
    while sum(arrivals._held.values()) < min(count, arrivals.MOST_HELD):
        await asyncio.sleep(0.01)
    return frames


async def test_one_device_holds_a_few_and_more_are_answered_at_once(phone: AsyncClient) -> None:
    """Each held frame is drawn anew with every message, so hundreds would stop the server."""
    address = await next_address(phone)
    frames = await held(phone, address, count=arrivals.MOST_HELD)
    more = await asyncio.wait_for(phone.get(address), AT_ONCE)
    assert more["Refresh"] == f"{int(arrivals.HELD)};url={address}"
    assert not any(each.done() for each in frames)
    await phone.post("/opskrift")
    for each in await asyncio.wait_for(asyncio.gather(*frames), AT_ONCE):
        assert "Refresh" not in each
    assert not arrivals._held


@pytest.mark.parametrize("after", ["9" * 5000, "-1", "²", "x", ""])
async def test_a_number_that_is_none_of_ours_counts_as_none(phone: AsyncClient, after: str) -> None:
    answer = await asyncio.wait_for(phone.get("/skriv/nyt", {"efter": after}), AT_ONCE)
    assert answer.status_code == 200
    assert "hej" in answer.content.decode()
