"""Citizens and volunteers at running servers: sockets that answer their beats and keep it all."""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from krisechat.management.replay.doors import door
from krisechat.management.replay.login import log_in
from krisechat.management.replay.volunteer import PASSWORD
from tests.support.krisechat_server import KrisechatServer

Frame = dict[str, Any]
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """A conversation as its citizen holds it."""

    id: str
    token: str
    return_code: str


class Client:
    """One socket. Every frame is kept with the moment (monotonic seconds) at which it came."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._news = asyncio.Event()
        self.frames: list[tuple[float, Frame]] = []
        self.closed_with: int | None = None

    async def listen(self) -> None:
        """Takes in what comes, until the socket closes."""
        try:
            async for raw in self._socket:
                frame = json.loads(raw)
                self.frames.append((time.monotonic(), frame))
                if frame["type"] == "beat":
                    await self.send(type_="ping", n=frame["n"])
                self._news.set()
        except ConnectionClosed:
            pass
        self.closed_with = self._socket.close_code
        self._news.set()

    async def send(self, **frame: Any) -> None:
        """Sends a frame; a field named `type_` is its type."""
        frame["type"] = frame.pop("type_")
        await self.raw(json.dumps(frame, ensure_ascii=False))

    async def raw(self, text: str) -> None:
        """Sends this text as it is."""
        await self._socket.send(text)

    async def say(self, body: str, **where: str) -> str:
        """Sends a message and returns its `client_id`."""
        client_id = str(uuid.uuid4())
        await self.send(type_="message.send", client_id=client_id, body=body, **where)
        return client_id

    async def sees(
        self, matches: Callable[[Frame], bool], *, seconds: float = 10
    ) -> tuple[float, Frame]:
        """The first frame that matches, come already or within `seconds`, and when it came.

        Raises TimeoutError, and ConnectionError when the socket has closed instead.
        """
        async with asyncio.timeout(seconds):
            while True:
                self._news.clear()
                for at, frame in self.frames:
                    if matches(frame):
                        return at, frame
                if self.closed_with is not None:
                    raise ConnectionError(f"closed with {self.closed_with}")
                await self._news.wait()

    async def gets(self, kind: str, *, seconds: float = 10) -> Frame:
        """The first frame of this type."""
        _, frame = await self.sees(lambda frame: frame["type"] == kind, seconds=seconds)
        return frame


async def opens(server: KrisechatServer, *, source: str = LOOPBACK, **wishes: Any) -> Conversation:
    """Somebody asks for a conversation over HTTP, from the address `source` of this machine."""
    way = httpx.AsyncHTTPTransport(local_address=source)
    async with httpx.AsyncClient(transport=way, timeout=30) as http:
        answer = await http.post(f"{server.url}/api/v1/conversations", json=wishes)
    given = answer.raise_for_status().json()
    return Conversation(
        id=given["conversation"], token=given["token"], return_code=given["return_code"]
    )


@asynccontextmanager
async def _connected(
    server: KrisechatServer, path: str, *, source: str, cookie: str = ""
) -> AsyncIterator[Client]:
    async with connect(
        door(server.url).socket(path),
        origin=Origin(server.url),
        subprotocols=[Subprotocol("krisechat.v1")],
        additional_headers={"Cookie": cookie} if cookie else {},
        local_addr=(source, 0),
        compression=None,
        proxy=None,
        ping_interval=None,
    ) as socket:
        client = Client(socket)
        listening = asyncio.create_task(client.listen())
        try:
            yield client
        finally:
            await socket.close()
            await listening


@asynccontextmanager
async def citizen(
    server: KrisechatServer, conversation: Conversation, *, source: str = LOOPBACK
) -> AsyncIterator[Client]:
    """The citizen's socket, caught up."""
    async with _connected(server, "/ws/citizen", source=source) as client:
        await client.send(type_="hello", token=conversation.token, last_seq=0)
        await client.gets("synced")
        yield client


@asynccontextmanager
async def volunteer(server: KrisechatServer, login: str) -> AsyncIterator[Client]:
    """A volunteer's console, on duty."""
    cookie = await log_in(door=door(server.url), login=login, password=PASSWORD)
    async with _connected(server, "/ws/console", source=LOOPBACK, cookie=cookie) as client:
        await client.send(type_="hello", resume={})
        await client.gets("welcome")
        await client.send(type_="presence.set", status="available")
        await client.sees(lambda each: each.get("status") == "available")
        yield client


async def takes_next(client: Client) -> str:
    """The volunteer asks for the next conversation; its id."""
    await client.send(type_="conversation.next")
    _, frame = await client.sees(lambda each: each.get("reason") == "assigned")
    return str(frame["conversation"]["id"])
