"""What the server says to one frame, as a word a table can hold.

`"taken"`: no refusal. `"bad_value seq"`: an error with this code and field. `"closed 4401"`: the
socket was closed. The frame is followed by a ping, and whatever comes before that ping's pong is
the answer, so that silence shows too.
"""

import itertools
import json
from typing import Any

from tests.support.sockets import Frame, Socket

REFUSAL_KEYS = {"type", "code", "detail", "field", "client_id", "conversation", "retry_after"}
_numbers = itertools.count(2**40)


def written(frame: dict[str, Any] | str) -> str:
    """A frame as it goes over the wire, letters as they are; a text goes as it is."""
    if isinstance(frame, str):
        return frame
    return json.dumps(frame, default=str, ensure_ascii=False)


async def verdict(socket: Socket, frame: dict[str, Any] | str) -> str:
    """The server's word on this frame; fails when it says nothing at all."""
    return said(await answers(socket, frame))


async def answers(socket: Socket, frame: dict[str, Any] | str) -> list[Frame]:
    """Everything up to the pong behind the frame; a close counts as a frame, `closed`."""
    n = next(_numbers)
    await give(socket, {"type": "websocket.receive", "text": written(frame)})
    await give(socket, {"type": "websocket.receive", "text": f'{{"type":"ping","n":{n}}}'})
    return await until(socket, type="pong", n=n)


async def send(socket: Socket, frame: dict[str, Any]) -> None:
    """Sends a frame whose answer comes later."""
    await socket.raw(written(frame))


async def give(socket: Socket, event: dict[str, Any]) -> None:
    """Hands an event to the socket, also one that is closing."""
    await socket.communicator.input_queue.put(event)


async def until(socket: Socket, *, seconds: float = 10, **wanted: Any) -> list[Frame]:
    """The frames up to and with the one that has these values, or up to the close."""
    found: list[Frame] = []
    while True:
        event = await socket.communicator.receive_output(timeout=seconds)
        if event["type"] == "websocket.close":
            return [*found, {"type": "closed", "code": event.get("code", 1000)}]
        frame: Frame = json.loads(event["text"])
        found.append(frame)
        if all(frame.get(key) == value for key, value in wanted.items()):
            return found


def said(found: list[Frame]) -> str:
    """The refusals among these frames, and the close, in one line."""
    words = []
    for frame in found:
        if frame["type"] == "error":
            assert frame.keys() <= REFUSAL_KEYS, frame.keys()
            assert frame["detail"].endswith("."), frame
            words.append(
                " ".join([frame["code"], frame["field"]] if "field" in frame else [frame["code"]])
            )
        elif frame["type"] == "closed":
            words.append(f"closed {frame['code']}")
    return ", ".join(words) or "taken"
