"""Talking to the application's own sockets inside a test, as a page would."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from config.asgi import application
from krisechat.socket import hub, threads
from volunteers.models import Account

Frame = dict[str, Any]


class Socket:
    """One socket, spoken to in frames."""

    def __init__(self, communicator: WebsocketCommunicator) -> None:
        self.communicator = communicator
        self.seen: list[Frame] = []

    async def send(self, **frame: Any) -> None:
        """Sends a frame; a field named `type_` is its type."""
        frame["type"] = frame.pop("type_")
        await self.communicator.send_to(text_data=json.dumps(frame, default=str))

    async def raw(self, text: str) -> None:
        await self.communicator.send_to(text_data=text)

    async def receive(self, kind: str | None = None, *, seconds: float = 5) -> Frame:
        """The next frame, or the next of this type; what was passed over stays in `seen`."""
        while True:
            try:
                frame: Frame = json.loads(await self.communicator.receive_from(timeout=seconds))
            except TimeoutError:
                raise AssertionError(f"no {kind or 'frame'} came, but {self.seen}") from None
            self.seen.append(frame)
            if kind is None or frame["type"] == kind:
                return frame

    async def closed(self, *, seconds: float = 5) -> int:
        """The code the server closes with."""
        while True:
            event = await self.communicator.receive_output(timeout=seconds)
            if event["type"] == "websocket.close":
                return int(event.get("code") or 1000)
            self.seen.append(json.loads(event["text"]))

    async def quiet(self, *, seconds: float = 0.3) -> bool:
        """Whether nothing comes for a while, beats and queue news aside. Looks at what came
        instead of waiting for it, since a wait that times out cancels the application."""
        await asyncio.sleep(seconds)
        heard = True
        while not self.communicator.output_queue.empty():
            event = self.communicator.output_queue.get_nowait()
            frame = json.loads(event["text"]) if "text" in event else {"type": event["type"]}
            self.seen.append(frame)
            heard = heard and frame["type"] in ("beat", "queue")
        return heard


@asynccontextmanager
async def connected(path: str, **headers: str) -> AsyncIterator[Socket]:
    """An open socket on this path; `headers` on top of a right Origin and subprotocol."""
    sent = {"origin": settings.KRISECHAT_ORIGINS[0], **headers}
    communicator = WebsocketCommunicator(
        application,
        path,
        headers=[(name.encode(), value.encode()) for name, value in sent.items()],
        subprotocols=["krisechat.v1"],
    )
    accepted, _ = await communicator.connect()
    assert accepted, "the handshake was refused"
    try:
        yield Socket(communicator)
    finally:
        await communicator.disconnect()


@asynccontextmanager
async def citizen(token: str, *, last_seq: int = 0) -> AsyncIterator[Socket]:
    """A citizen's socket that has said hello and caught up."""
    async with connected("/ws/citizen") as socket:
        await socket.send(type_="hello", token=token, last_seq=last_seq)
        await socket.receive("synced")
        yield socket


def _session_of(login: str) -> str:
    account = Account.objects.get(login=login)
    session = SessionStore()
    session[auth.SESSION_KEY] = str(account.pk)
    session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[auth.HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return str(session.session_key)


async def cookie_of(login: str) -> str:
    """The cookie header of somebody who has logged in."""
    key = await sync_to_async(_session_of)(login)
    return f"{settings.SESSION_COOKIE_NAME}={key}"


@asynccontextmanager
async def console(login: str, resume: dict[str, int] | None = None) -> AsyncIterator[Socket]:
    """A volunteer's console that has said hello."""
    async with connected("/ws/console", cookie=await cookie_of(login)) as socket:
        await socket.send(type_="hello", resume=resume or {})
        await socket.receive("welcome")
        yield socket


async def end_hub() -> None:
    """Ends the hub of the test's loop and closes its threads' connections."""
    await hub.stop_current(seconds=0)
    workers = threads._threads
    loop = asyncio.get_running_loop()
    # They meet first, so that each thread closes its own and none does so twice for another.
    meet = threading.Barrier(workers._max_workers)

    def close() -> None:
        meet.wait(10)
        connections.close_all()

    closing = [loop.run_in_executor(workers, close) for _ in range(workers._max_workers)]
    await asyncio.gather(*closing, sync_to_async(connections.close_all)())
