"""How Krisechat is spoken to: by its published contract, as any client would."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from benchmarks.load.ends import WORDS, Dialect, End, Pair
from benchmarks.load.websocket import connect, handshake

SECONDS_TO_ANSWER = 30
POSTS_AT_A_TIME = 4
ACK, MESSAGE = b'{"type":"message.ack"', b'{"type":"message",'
CLIENT_ID = "00000000-0000-4000-8000-%012x"
CITIZENS = Dialect(
    ack=ACK,
    message=MESSAGE,
    sending=json.dumps(
        {"type": "message.send", "client_id": CLIENT_ID, "body": WORDS}, ensure_ascii=False
    ),
)


class Mute(Exception):
    """The server refused, or did not answer, what a load needs before it begins."""


@dataclass(frozen=True)
class Opened:
    """A conversation as its citizen holds it."""

    conversation: str
    token: str


class KrisechatEnd(End):
    """A citizen's or a volunteer's socket that answers beats and can wait for a frame."""

    def __init__(self, request: bytes, dialect: Dialect) -> None:
        super().__init__(request, dialect)
        self._expected: dict[str, asyncio.Future[dict[str, Any]]] = {}

    def other(self, payload: bytes) -> None:
        given = json.loads(payload)
        kind = given["type"]
        if kind == "beat":
            self.send(b'{"type":"ping","n":%d}' % given["n"])
        elif kind == "error":
            self._refuse(payload)
        elif waiting := self._expected.pop(kind, None):
            waiting.set_result(given)

    async def ask(self, frame: dict[str, Any], *, until: str) -> dict[str, Any]:
        """Send `frame` and return the first frame of the type `until`. Raises Mute."""
        answer = asyncio.get_running_loop().create_future()
        self._expected[until] = answer
        self.send(json.dumps(frame).encode())
        try:
            return await asyncio.wait_for(answer, SECONDS_TO_ANSWER)
        except TimeoutError:
            state = f"closed with {self.close_code}" if self.lost else "open"
            raise Mute(f"No {until} after {frame['type']}; the socket is {state}.") from None

    def _refuse(self, payload: bytes) -> None:
        self.listener.refused(self, payload)
        for waiting in self._expected.values():
            if not waiting.done():
                waiting.set_exception(Mute(payload.decode(errors="replace")))
        self._expected.clear()


async def open_conversations(*, port: int, count: int) -> list[Opened]:
    """`count` new conversations, waiting, by HTTP."""
    places = asyncio.Semaphore(POSTS_AT_A_TIME)

    async def one(client: httpx.AsyncClient) -> Opened:
        async with places:
            answer = await client.post("/api/v1/conversations", json={})
        if answer.status_code != 201:
            raise Mute(f"{answer.status_code}: {answer.text[:300]}")
        given = answer.json()
        return Opened(given["conversation"], given["token"])

    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=base, timeout=60, trust_env=False) as client:
        return list(await asyncio.gather(*(one(client) for _ in range(count))))


async def citizen(opened: Opened, *, port: int) -> KrisechatEnd:
    """The citizen's socket, caught up."""
    request = handshake(port=port, path="/ws/citizen", headers=_headers(port))
    end = KrisechatEnd(request, CITIZENS)
    await connect(end, port=port)
    await end.ask({"type": "hello", "token": opened.token, "last_seq": 0}, until="synced")
    return end


async def volunteer(cookie: str, *, port: int) -> tuple[KrisechatEnd, str]:
    """A volunteer's socket with the conversation it got next, caught up, and that one's id."""
    headers = {**_headers(port), "Cookie": cookie}
    request = handshake(port=port, path="/ws/console", headers=headers)
    end = KrisechatEnd(request, CITIZENS)
    await connect(end, port=port)
    await end.ask({"type": "hello", "resume": {}}, until="welcome")
    await end.ask({"type": "presence.set", "status": "available"}, until="presence")
    given = await end.ask({"type": "conversation.next"}, until="conversation")
    conversation = given["conversation"]["id"]
    end.speak(_volunteers(conversation))
    return end, conversation


async def open_pairs(*, port: int, cookies: Sequence[str]) -> list[Pair]:
    """One conversation for each volunteer's session cookie, with both ends connected."""
    opened = await open_conversations(port=port, count=len(cookies))
    waiting = {each.conversation: each for each in opened}
    pairs = []
    for cookie in cookies:
        at_console, conversation = await volunteer(cookie, port=port)
        at_home = await citizen(waiting.pop(conversation), port=port)
        pairs.append(Pair(at_home, at_console))
    return pairs


def _headers(port: int) -> dict[str, str]:
    origin = f"http://127.0.0.1:{port}"
    return {"Origin": origin, "Sec-WebSocket-Protocol": "krisechat.v1"}


def _volunteers(conversation: str) -> Dialect:
    sending = {
        "type": "message.send",
        "conversation": conversation,
        "client_id": CLIENT_ID,
        "body": WORDS,
    }
    return Dialect(ack=ACK, message=MESSAGE, sending=json.dumps(sending, ensure_ascii=False))
