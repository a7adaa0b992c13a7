"""The load generator's web socket reads what a server sends, however it is cut into pieces."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.load.websocket import Refused, WebSocket, connect, frame, handshake

SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"


class Recorder(WebSocket):
    def __init__(self) -> None:
        super().__init__(b"")
        self.texts: list[bytes] = []

    def text(self, payload: bytes) -> None:
        self.texts.append(payload)


def from_server(payload: bytes) -> bytes:
    """`payload` as a server sends it: unmasked."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


@given(
    st.lists(st.sampled_from([b"", b"kort", b"x" * 125, b"y" * 126, b"z" * 70_000]), max_size=5),
    st.lists(st.integers(1, 200), min_size=1, max_size=20),
)
def test_frames_arrive_whole_however_they_are_cut(payloads: list[bytes], cuts: list[int]) -> None:
    async def received() -> list[bytes]:
        end = Recorder()
        stream = SWITCHED + b"".join(map(from_server, payloads))
        for cut in cuts:
            end.data_received(stream[:cut])
            stream = stream[cut:]
        end.data_received(stream)
        return end.texts

    assert asyncio.run(received()) == payloads


def test_a_frame_is_masked_as_clients_must() -> None:
    assert frame(b"hej") == b"\x81\x83\0\0\0\0hej"
    assert frame(b"x" * 200)[:4] == b"\x81\xfe\x00\xc8"
    with pytest.raises(ValueError):
        frame(b"x" * 70_000)


@pytest.mark.enable_socket
async def test_a_refused_handshake_is_told() -> None:
    async def refuse(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 403 Forbidden\r\n\r\n")

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        end = WebSocket(handshake(port=port, path="/ws/citizen", headers={}))
        with pytest.raises(Refused, match="403"):
            await connect(end, port=port)
