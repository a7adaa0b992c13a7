"""How the references are spoken to."""

import asyncio
import json

from benchmarks.load.ends import WORDS, Dialect, End, Pair
from benchmarks.load.websocket import connect, handshake

CLIENT_ID = "00000000-0000-4000-8000-%012x"
SENDING = json.dumps(
    {"type": "message.send", "client_id": CLIENT_ID, "body": WORDS}, ensure_ascii=False
)
RELAY = Dialect(ack=b'{"type":"message.ack"}', message=b'{"type": "message.send"', sending=SENDING)
USUAL_WAY = Dialect(ack=b'{"type": "message.ack"', message=b'{"type": "message"', sending=SENDING)


async def open_pairs(*, port: int, dialect: Dialect, count: int) -> list[Pair]:
    """`count` conversations with two connected ends each."""
    pairs = []
    for number in range(count):
        request = handshake(port=port, path=f"/ws/{number}", headers={})
        ends = End(request, dialect), End(request, dialect)
        await asyncio.gather(*(connect(end, port=port) for end in ends))
        pairs.append(Pair(*ends))
    return pairs


async def open_idle(*, port: int, path: str) -> End:
    """A connection to `path` that says nothing."""
    end = End(handshake(port=port, path=path, headers={}), RELAY)
    await connect(end, port=port)
    return end
