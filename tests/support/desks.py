"""Bo at the console: available, taking, refused."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import sync_to_async

from krisechat.operations.opening import Opened
from tests.support import people, sockets
from tests.support.sockets import Frame, Socket


@asynccontextmanager
async def bo_available(*waiting: str, limit: int = 6) -> AsyncIterator[tuple[Socket, list[Opened]]]:
    """Bo's console, available, while so many wait, each with a first message."""
    opened = [await sync_to_async(people.amina)(body) for body in waiting]
    await sync_to_async(people.bo)(limit=limit)
    async with sockets.console("bo") as bo:
        await bo.send(type_="presence.set", status="available")
        await bo.receive("presence")
        yield bo, opened


async def take(bo: Socket) -> str:
    """Takes the next one and returns its id, everything of it read."""
    await bo.send(type_="conversation.next")
    given = await bo.receive("conversation")
    await bo.receive("synced")
    return str(given["conversation"]["id"])


async def refused(bo: Socket, **frame: Any) -> Frame:
    await bo.send(**frame)
    return await bo.receive("error")
