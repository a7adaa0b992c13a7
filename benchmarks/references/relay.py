"""A bare ASGI relay: acknowledges each text at once, hands it to the other side, stores nothing.

The ceiling of what the transport alone allows. `/ws/ROOM`: who connects to the same path talks to
each other.
"""

from collections import defaultdict
from typing import Any

ACKNOWLEDGED = {"type": "websocket.send", "text": '{"type":"message.ack"}'}

rooms: dict[str, list[Any]] = defaultdict(list)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The ASGI application. Everything but a web socket is refused by ending."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    room = rooms[scope["path"]]
    room.append(send)
    try:
        await _relay(room, receive, send)
    finally:
        room.remove(send)


async def _relay(room: list[Any], receive: Any, send: Any) -> None:
    while (event := await receive())["type"] == "websocket.receive":
        await send(ACKNOWLEDGED)
        for other in room:
            if other is not send:
                await other({"type": "websocket.send", "text": event["text"]})
