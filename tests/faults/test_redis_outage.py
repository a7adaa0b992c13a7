"""P5, Redis is only a hint: whatever happens to it, no socket closes, and what one server stores
reaches the other server's sockets within 3 seconds."""

import asyncio
import time
from collections.abc import Callable

import pytest

from tests.support import clients
from tests.support.clients import Client
from tests.support.installation import Installation
from tests.support.krisechat_server import KrisechatServer
from tests.support.redis import Redis

pytestmark = pytest.mark.enable_socket

EACH, APART_S, LIMIT_S = 10, 0.3, 3.0
Pair = tuple[KrisechatServer, KrisechatServer]


def cut_off(redis: Redis) -> None:
    """Breaks every connection to it; the listeners' too."""
    for kind in ("pubsub", "normal"):
        assert redis.command("CLIENT", "KILL", "TYPE", kind).startswith(b":")


HARM: dict[str, Callable[[Redis], object]] = {
    "killed": Redis.kill,
    "hung": Redis.stop_answering,
    "flushed": lambda redis: redis.command("FLUSHALL"),
    "cut off": cut_off,
}


async def late(sender: Client, receiver: Client, number: int, **where: str) -> float:
    """Seconds from sending one message to its arrival at the other side."""
    body = f"besked {number} {time.monotonic()}"
    began = time.monotonic()
    await sender.say(body, **where)
    arrived, _ = await receiver.sees(lambda frame: frame.get("body") == body, seconds=20)
    return arrived - began


async def talk(amina: Client, bo: Client, conversation: str) -> list[float]:
    """Both write, a message every 0.3 seconds; how late each arrived, the latest last."""
    waits = []
    for number in range(EACH):
        waits.append(asyncio.create_task(late(amina, bo, number)))
        waits.append(asyncio.create_task(late(bo, amina, number, conversation=conversation)))
        await asyncio.sleep(APART_S)
    return sorted(await asyncio.gather(*waits))


async def hints_are_back(amina: Client, bo: Client, conversation: str) -> None:
    """Returns when most messages arrive faster than the database is read without a hint."""
    async with asyncio.timeout(60):
        while True:
            lateness = await talk(amina, bo, conversation)
            if lateness[len(lateness) // 2] < 0.5:
                return


@pytest.mark.parametrize("harm", HARM)
async def test_no_socket_closes_and_messages_arrive_within_three_seconds(
    harm: str, installation: Installation, servers: Pair
) -> None:
    one, other = servers
    opened = await clients.opens(one, nickname="Amina")
    async with (
        clients.citizen(one, opened) as amina,
        clients.volunteer(other, "bo") as bo,
    ):
        assert await clients.takes_next(bo) == opened.id
        await late(amina, bo, -1)
        HARM[harm](installation.redis)
        lateness = await talk(amina, bo, opened.id)
        assert lateness[int(len(lateness) * 0.95)] <= LIMIT_S, lateness
        async with clients.citizen(other, opened) as second_page:
            await second_page.gets("welcome", seconds=LIMIT_S)
        assert (amina.closed_with, bo.closed_with) == (None, None)
        installation.redis.resume()
        installation.redis.start()
        await hints_are_back(amina, bo, opened.id)
        assert (amina.closed_with, bo.closed_with) == (None, None)
        await bo.send(type_="conversation.close", conversation=opened.id, outcome="test", tags=[])
        await amina.sees(lambda frame: frame.get("state") == "ended")
