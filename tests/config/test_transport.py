"""Frames wait for the application in bounded number and size, whatever keeps it busy."""

import asyncio
from typing import Any

import pytest

from config.transport import FRAMES_WAITING, BoundedSocket
from krisechat.socket.connection import FRAME_MAX


class Socket(BoundedSocket):  # type: ignore[misc]
    """A socket without a transport, whose application takes nothing."""

    def __init__(self) -> None:
        self.application_queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.client_addr = None
        self.codes: list[int] = []

    def serverClose(self, code: int | None = None) -> None:
        self.codes.append(code or 1000)


def test_as_many_frames_wait_as_are_allowed_and_the_next_closes() -> None:
    socket = Socket()
    for _ in range(FRAMES_WAITING + 500):
        socket.onMessage(b"{}", False)
    assert socket.codes == [4429]
    assert socket.application_queue.qsize() == FRAMES_WAITING


@pytest.mark.parametrize("binary", [False, True])
def test_a_frame_too_large_never_waits(binary: bool) -> None:
    socket = Socket()
    socket.onMessage(b"x" * FRAME_MAX, binary)
    assert socket.codes == []
    socket.onMessage(b"x" * (FRAME_MAX + 1), binary)
    socket.onMessage(b"x", binary)
    assert socket.codes == [4413]
    assert socket.application_queue.qsize() == 1
