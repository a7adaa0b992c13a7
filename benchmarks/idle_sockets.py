"""`python -m benchmarks.idle_sockets`: do idle sockets that answer their beats stay open?

Two servers on PostgreSQL and Redis, half of the sockets on each, every one with a conversation of
its own in which nothing is said. Prints one line; exit status 0 when none was closed and none was
left without a beat for longer than the contract allows. (The usual stack, installed afresh, loses
such sockets after five seconds: redis-py's and channels_redis's timeouts race.)
"""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter

from benchmarks.load.krisechat import Opened, open_conversations
from benchmarks.load.websocket import WebSocket, connect, handshake
from tests.support.installation import Installation

SOCKETS, MINUTES = 300, 10.0
LONGEST_SILENCE_S = 10.0
LATE_S = 2.0  # how late a beat may be on a busy machine
CONNECT_AT_A_TIME = 20


class IdleSocket(WebSocket):
    """Says hello, then nothing but the answers to its beats."""

    def __init__(self, opened: Opened, *, port: int) -> None:
        origin = f"http://127.0.0.1:{port}"
        headers = {"Origin": origin, "Sec-WebSocket-Protocol": "krisechat.v1"}
        super().__init__(handshake(port=port, path="/ws/citizen", headers=headers))
        self._hello = {"type": "hello", "token": opened.token, "last_seq": 0}
        self._port = port
        self.beats = 0
        self.heard_at = 0.0
        self.longest_silence_s = 0.0

    async def begin(self) -> None:
        """Connects and says hello."""
        await connect(self, port=self._port)
        self.heard_at = time.monotonic()
        self.send(json.dumps(self._hello).encode())

    def text(self, payload: bytes) -> None:
        frame = json.loads(payload)
        if frame["type"] != "beat":
            return
        now = time.monotonic()
        self.longest_silence_s = max(self.longest_silence_s, now - self.heard_at)
        self.heard_at = now
        self.beats += 1
        self.send(b'{"type":"ping","n":%d}' % frame["n"])


async def hold(ports: list[int], *, count: int, minutes: float) -> list[IdleSocket]:
    """Opens `count` sockets, an equal share at each port, and keeps them for so many minutes."""
    opened = await open_conversations(port=ports[0], count=count)
    sockets = [
        IdleSocket(one, port=ports[number % len(ports)]) for number, one in enumerate(opened)
    ]
    for first in range(0, count, CONNECT_AT_A_TIME):
        share = sockets[first : first + CONNECT_AT_A_TIME]
        await asyncio.gather(*(each.begin() for each in share))
    await asyncio.sleep(minutes * 60)
    return sockets


def told(sockets: list[IdleSocket], *, minutes: float) -> tuple[str, bool]:
    """The line, and whether all is well."""
    lost = [each for each in sockets if each.lost]
    codes = Counter(each.close_code or 1006 for each in lost)
    beats = [each.beats for each in sockets]
    silence = max(each.longest_silence_s for each in sockets)
    closed = ", ".join(f"{code} × {times}" for code, times in codes.items()) or "none"
    line = (
        f"idle sockets: {len(sockets) - len(lost)} of {len(sockets)} open after {minutes:g} minutes"
        f" on two servers, PostgreSQL and Redis; closed: {closed};"
        f" beats answered by each: {min(beats)} to {max(beats)};"
        f" longest time between two beats: {silence:.1f} s"
    )
    return line, not lost and silence <= LONGEST_SILENCE_S + LATE_S


def main() -> int:
    """Starts the installation, holds the sockets, prints the line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sockets", type=int, default=SOCKETS)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    asked = parser.parse_args()
    with Installation() as installation:
        servers = [installation.server().start() for _ in range(2)]
        ports = [each.port for each in servers]
        sockets = asyncio.run(hold(ports, count=asked.sockets, minutes=asked.minutes))
        line, well = told(sockets, minutes=asked.minutes)
    print(line)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
