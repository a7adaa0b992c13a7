"""A volunteer at the console's socket, for tests whose own thread belongs to the browser."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from types import SimpleNamespace, TracebackType
from typing import Any, Self

from tests.support import clients
from tests.support.clients import Client, Frame


class Console:
    """`login`, on duty, at the server with this address."""

    def __init__(self, url: str, login: str) -> None:
        self._server = SimpleNamespace(url=url)
        self._login = login
        self._loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()
        self._client: Client

    def __enter__(self) -> Self:
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        entering = clients.volunteer(self._server, self._login)  # type: ignore[arg-type]
        self._client = self._do(self._stack.enter_async_context(entering))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._do(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)

    def take_next(self) -> str:
        """Whoever waits longest is this volunteer's now; the conversation's id."""
        given = self._asked(lambda f: f.get("reason") == "assigned", type_="conversation.next")
        return str(given["conversation"]["id"])

    def say(self, conversation: str, body: str) -> None:
        """A message to the citizen, stored."""
        self._do(self._say(conversation, body))

    async def _say(self, conversation: str, body: str) -> None:
        id = await self._client.say(body, conversation=conversation)
        await self._client.sees(lambda f: f["type"] == "message.ack" and f["client_id"] == id)

    def close(self, conversation: str) -> None:
        self._asked(
            lambda f: f["type"] == "state" and f["conversation"] == conversation,
            type_="conversation.close",
            conversation=conversation,
            outcome="ended",
            tags=[],
        )

    def transcript(self, conversation: str) -> list[tuple[str, str]]:
        """What this volunteer can read of it: who wrote and what, by seq."""
        began = len(self._client.frames)
        self._asked(
            lambda f: f["type"] == "synced" and f["conversation"] == conversation,
            type_="sync",
            conversation=conversation,
            last_seq=0,
        )
        came = [frame for _, frame in self._client.frames[began:]]
        told = [f for f in came if f["type"] == "message" and f["conversation"] == conversation]
        return [(f["author"], f["body"]) for f in sorted(told, key=lambda f: int(f["seq"]))]

    def _asked(self, matches: Callable[[Frame], bool], **frame: Any) -> Frame:
        """What comes in answer to this frame."""
        seen = {id(each) for _, each in self._client.frames}
        self._do(self._client.send(**frame))
        fresh = self._client.sees(lambda f: id(f) not in seen and matches(f))
        return self._do(fresh)[1]

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)
