"""The client's end of a web socket, cut down to what a load generator needs."""

import asyncio
import socket
from collections.abc import Mapping
from typing import cast

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
HANDSHAKE_SECONDS = 30


class Refused(Exception):
    """The server did not switch to a web socket; the text is its status line."""


def frame(payload: bytes, *, opcode: int = TEXT) -> bytes:
    """`payload` as one client frame. The mask is all zeros: as costly for the server as any."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, 0x80 | size))
    elif size < 65536:
        head = bytes((0x80 | opcode, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        raise ValueError("A load generator's frame is under 64 KiB.")
    return head + b"\0\0\0\0" + payload


class WebSocket(asyncio.Protocol):
    """One connection. Override `text`, called with each text frame's payload as it arrives."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self._rest = b""
        self._switched = False
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.close_code: int | None = None
        self.lost = False

    def text(self, payload: bytes) -> None:
        """One text frame came."""

    def send(self, payload: bytes) -> None:
        """Send one text frame."""
        self.transport.write(frame(payload))

    def write(self, ready_frame: bytes) -> None:
        """Send bytes that are a frame already."""
        self.transport.write(ready_frame)

    def drop(self) -> None:
        """Close without ceremony."""
        self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        raw = self.transport.get_extra_info("socket")
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        self.lost = True
        if not self.opened.done():
            self.opened.set_exception(Refused("The connection ended before the handshake."))

    def data_received(self, data: bytes) -> None:
        if self._rest:
            data = self._rest + data
        if not self._switched:
            head, found, data_after = data.partition(b"\r\n\r\n")
            if not found:
                self._rest = data
                return
            data = data_after
            self._switch(head)
        self._rest = self._take_frames(data)

    def _switch(self, head: bytes) -> None:
        self._switched = True
        status = head.split(b"\r\n", 1)[0]
        if b" 101 " in status + b" ":
            self.opened.set_result(None)
        else:
            self.opened.set_exception(Refused(status.decode("ascii", "replace")))
            self.transport.abort()

    def _take_frames(self, data: bytes) -> bytes:
        at, end = 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                size, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if start + size > end:
                break
            opcode = data[at] & 15
            at = start + size
            if opcode == TEXT:
                self.text(data[start:at])
            else:
                self._control(opcode, data[start:at])
        return data[at:] if at else data

    def _control(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self.transport.write(frame(payload, opcode=PONG))
        elif opcode == CLOSE:
            self.close_code = int.from_bytes(payload[:2], "big")
            self.transport.close()


def handshake(*, port: int, path: str, headers: Mapping[str, str]) -> bytes:
    """The HTTP request that asks 127.0.0.1:`port` for a web socket at `path`."""
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version: 13",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


async def connect(connection: WebSocket, *, port: int) -> None:
    """Open `connection` to 127.0.0.1:`port`. Raises Refused when the server will not."""
    await asyncio.get_running_loop().create_connection(lambda: connection, "127.0.0.1", port)
    await asyncio.wait_for(connection.opened, HANDSHAKE_SECONDS)
