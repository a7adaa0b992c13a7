"""A real server's sockets: handshakes and frames against the protocol, floods, half-open ones."""

import asyncio
import json
import socket
import time
import uuid
from contextlib import AsyncExitStack, ExitStack, suppress

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from tests.hostile.wire import KIB, MIB, memory, request, talk
from tests.support.servers import KrisechatServer

pytestmark = [pytest.mark.enable_socket, pytest.mark.usefixtures("still_well")]

WORD = "kanariefugl-otte-syv"


def door(server: KrisechatServer, path: str = "/ws/citizen", **kinds: object) -> connect:
    kinds.setdefault("origin", Origin(server.url))
    return connect(
        f"ws://127.0.0.1:{server.port}{path}",
        subprotocols=[Subprotocol("krisechat.v1")],
        proxy=None,
        ping_interval=None,
        **kinds,  # type: ignore[arg-type]
    )


async def closed(it: ClientConnection, *, seconds: float = 10) -> int:
    async with asyncio.timeout(seconds):
        try:
            while True:
                await it.recv()
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd is not None else 1006


HANDSHAKES = [
    "Sec-WebSocket-Protocol: \xff",
    "Sec-WebSocket-Version: 99",
    "Daphne-Root-Path: \xff",
    "Cookie: v=\xff\xfe; s=\xff",
    "Sec-WebSocket-Extensions: permessage-deflate; x=" + "y" * 9_000,
]


@pytest.mark.parametrize("header", HANDSHAKES, ids=lambda each: each[:24])
def test_a_hostile_handshake_is_never_a_500(server: KrisechatServer, header: str) -> None:
    upgrade = ("Upgrade: websocket", f"Origin: {server.url}", "Sec-WebSocket-Version: 13")
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    for path in ("/ws/citizen", "/ws/console", "/ws/nothing"):
        data = request(f"GET {path}", *upgrade, key, header)
        said = talk(server, data.replace(b"Connection: close", b"Connection: Upgrade"), seconds=0.7)
        assert said.split(b" ")[1][:3] in (b"101", b"400", b"403", b"426"), said[:200]


@pytest.mark.parametrize(
    "host", ["http://127.0.0.1:{}.evil.example", "http://evil.example:{}", "null", "http://[::1"]
)
async def test_a_foreign_origin_is_refused_in_the_handshake(
    server: KrisechatServer, host: str
) -> None:
    with pytest.raises(Exception, match=r"HTTP 40[03]"):
        async with door(server, origin=Origin(host.format(server.port))):
            raise AssertionError("let in")


@pytest.mark.parametrize(
    ("size", "codes"),
    [(17 * KIB, {4413}), (60 * KIB, {4413}), (65 * KIB, {1009, 1006}), (MIB, {1009, 1006})],
)
async def test_a_frame_too_large_closes_with_its_code(
    server: KrisechatServer, size: int, codes: set[int]
) -> None:
    async with door(server) as it:
        try:
            await it.send("x" * size)
        except ConnectionClosed:
            assert size >= MIB
        assert await closed(it) in codes


FRAMES = {
    "not UTF-8": (b"\x81\x82\x00\x00\x00\x00\xff\xfe", {1007, 1006}),
    "not masked": (b"\x81\x02hi", {1002, 1006}),
    "reserved bits": (b"\xf1\x82\x00\x00\x00\x00hi", {1002, 1006}),
    "unknown opcode": (b"\x83\x82\x00\x00\x00\x00hi", {1002, 1006}),
    "long control frame": (b"\x89\xfe\x00\xff" + b"\x00" * 260, {1002, 1006}),
    "a length of 2**63": (
        b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00",
        {1002, 1006},
    ),
    "continuing nothing": (b"\x80\x82\x00\x00\x00\x00hi", {1002, 1006}),
}


@pytest.mark.parametrize("name", FRAMES)
async def test_a_frame_against_the_protocol_closes(server: KrisechatServer, name: str) -> None:
    raw, codes = FRAMES[name]
    async with door(server) as it:
        it.transport.write(raw)
        assert await closed(it) in codes | {1009, 4401}


async def test_many_pieces_are_one_message_and_have_one_limit(server: KrisechatServer) -> None:
    async with door(server) as it:
        with suppress(ConnectionClosed):
            await it.send("x" * KIB for _ in range(100))
        assert await closed(it) in (1009, 1006)


async def opened(server: KrisechatServer, body: str = "hej") -> str:
    async with httpx.AsyncClient(base_url=server.url, timeout=20) as it:
        given = await it.post("/api/v1/conversations", json={"first_message": body})
    return str(given.json()["token"])


async def test_a_flood_of_large_frames_costs_bounded_memory(server: KrisechatServer) -> None:
    before = memory(server)
    async with door(server) as it:
        hello = {"type": "hello", "token": await opened(server, WORD), "last_seq": 0}
        await it.send(json.dumps(hello))
        frame = json.dumps({"type": "typing", "on": True, "x": "x" * 15_000})
        with suppress(ConnectionClosed):
            for _ in range(10_000):  # 150 MB
                await it.send(frame)
        assert await closed(it) in (4429, 1006)
    assert memory(server) - before < 30


async def test_half_open_connections_keep_nobody_out(server: KrisechatServer) -> None:
    with ExitStack() as stack:
        for number in range(200):
            it = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            it.sendall(
                (b"", b"GET / HT", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n")[number % 3]
            )
        began = time.monotonic()
        token = await opened(server)
        async with door(server) as socket_:
            await socket_.send(json.dumps({"type": "hello", "token": token, "last_seq": 0}))
            assert json.loads(await socket_.recv())["type"] == "welcome"
        assert time.monotonic() - began < 5


async def test_a_socket_without_hello_is_4401_after_ten_seconds(server: KrisechatServer) -> None:
    began = time.monotonic()
    async with door(server) as it:
        assert await closed(it, seconds=15) == 4401
    assert 9 < time.monotonic() - began < 13


async def long_talk(server: KrisechatServer) -> str:
    """A conversation with 64 KiB and more in it; the token."""
    token = await opened(server)
    async with httpx.AsyncClient(base_url=server.url, timeout=20) as it:
        for _ in range(10):
            message = {"client_id": str(uuid.uuid4()), "body": "ø" * 4_000}
            headers = {"Authorization": f"Bearer {token}"}
            sent = await it.post("/api/v1/conversation/messages", json=message, headers=headers)
            assert sent.status_code == 201
    return token


async def test_asking_for_everything_and_never_reading_costs_bounded_memory(
    server: KrisechatServer,
) -> None:
    token, before = await long_talk(server), memory(server)
    asked = [{"type": "hello", "token": token, "last_seq": 0}]
    for n in range(100):
        asked += [{"type": "sync", "last_seq": 0}, {"type": "ping", "n": n}]
    async with AsyncExitStack() as stack:
        for _ in range(4):
            it = await stack.enter_async_context(door(server, max_queue=1, close_timeout=0.1))
            with suppress(ConnectionClosed):
                for each in asked:
                    await it.send(json.dumps(each))
        await asyncio.sleep(2)
        assert memory(server) - before < 30
