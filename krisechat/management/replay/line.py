"""Somebody on a web socket, one connection at a time, coming back until there is no reason to."""

import asyncio
import json
import time
from abc import ABC, abstractmethod
from contextlib import suppress

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.typing import Origin, Subprotocol

from krisechat.management.replay.doors import Door, Doors
from krisechat.management.replay.ledger import Ledger
from krisechat.management.replay.pace import Pace
from krisechat.management.replay.voice import Frame

SUBPROTOCOL = Subprotocol("krisechat.v1")
REPLACED, UNAUTHENTICATED, TOO_MANY = 4409, 4401, 4429
TOO_MANY_PAUSE_S = 30.0


class Line(ABC):
    """A good client: answers beats, notices dead sockets, reconnects with jitter to any server."""

    path: str

    def __init__(self, *, doors: Doors, ledger: Ledger, pace: Pace) -> None:
        self.doors = doors
        self.ledger = ledger
        self.pace = pace
        self.left = False
        self.replaced = False
        self.here = False
        """Whether this connection has been welcomed."""
        self.wake = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._failures = 0

    async def stay(self) -> None:
        """Holds a connection until `left` is set."""
        door: Door | None = None
        while not self.left:
            door = self.doors.pick(avoid=door)
            await self._closed(await self._visit(door))

    @property
    def connected(self) -> bool:
        """Whether there is a connection just now."""
        return self._socket is not None

    def leave(self) -> None:
        """No more is wanted: the connection is closed, and none follows."""
        self.left = True
        self.wake.set()

    def start_over(self) -> None:
        """This connection is no good: the next `hello` tells how things stand."""
        if self._socket is not None:
            self._socket.transport.abort()

    def welcomed(self) -> None:
        """The server knows who this is: the next failure is a first one again."""
        self.here, self._failures = True, 0

    @abstractmethod
    async def headers(self) -> dict[str, str]:
        """What proves at the handshake who this is."""

    @abstractmethod
    def hello(self) -> Frame:
        """The first frame of every connection."""

    @abstractmethod
    def take(self, frame: Frame, *, now: float) -> None:
        """A frame came. May raise LookupError, TypeError or ValueError on one it cannot read."""

    @abstractmethod
    def due(self, now: float) -> tuple[list[Frame], float]:
        """The frames to send now, and after how many seconds to ask again."""

    @abstractmethod
    def unauthenticated(self) -> None:
        """The server does not know who this is; another connection follows all the same."""

    def lost(self) -> None:
        """The connection is gone, for whatever reason."""
        self._socket = None

    async def _visit(self, door: Door) -> int:
        """One connection from beginning to end; its close code, 0 when there was none."""
        try:
            headers = await self.headers()
            async with connect(
                door.socket(self.path),
                origin=Origin(door.origin),
                subprotocols=[SUBPROTOCOL],
                additional_headers=headers,
                compression=None,
                proxy=None,
                open_timeout=10,
                close_timeout=2,
                ping_interval=None,
            ) as socket:
                return await self._talk(socket)
        except InvalidStatus as error:
            return UNAUTHENTICATED if error.response.status_code in (401, 403) else 0
        except (OSError, TimeoutError, WebSocketException):
            return 0

    async def _talk(self, socket: ClientConnection) -> int:
        self._socket, self.here = socket, False
        tasks = [asyncio.create_task(self._listen(socket)), asyncio.create_task(self._pump(socket))]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006
        except TimeoutError:
            return 1006
        finally:
            self.lost()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return 1000

    async def _listen(self, socket: ClientConnection) -> None:
        while not self.left:
            async with asyncio.timeout(self.pace.silence_s):
                raw = await socket.recv()
            try:
                await self._take(socket, json.loads(raw))
            except (LookupError, TypeError, ValueError):
                # What a server says that the contract does not know is counted, not died of.
                self.ledger.unexpected["frames that cannot be read"] += 1

    async def _take(self, socket: ClientConnection, frame: Frame) -> None:
        if frame["type"] == "beat":
            await _send(socket, {"type": "ping", "n": frame["n"]})
        self.take(frame, now=time.monotonic())
        if frame["type"] == "error" and not self.here:
            # The hello itself was refused, the database being away, say: it is said anew.
            self.start_over()
        self.wake.set()

    async def _pump(self, socket: ClientConnection) -> None:
        await _send(socket, self.hello())
        while not self.left:
            self.wake.clear()
            frames, again_s = self.due(time.monotonic())
            for frame in frames:
                await _send(socket, frame)
            with suppress(TimeoutError):
                async with asyncio.timeout(again_s):
                    await self.wake.wait()

    async def _closed(self, code: int) -> None:
        if self.left:
            return
        self.ledger.closes[code] += 1
        if code == REPLACED:
            # The contract: whoever is replaced by a newer connection does not come back by itself.
            self.replaced = self.left = True
            return
        if code == UNAUTHENTICATED:
            self.unauthenticated()
        self._failures += 1
        least_s = TOO_MANY_PAUSE_S if code == TOO_MANY else 0.0
        await asyncio.sleep(max(least_s, self.doors.pause(self._failures)))


async def _send(socket: ClientConnection, frame: Frame) -> None:
    await socket.send(json.dumps(frame, ensure_ascii=False))
