"""What reaches the application at all: requests and frames of a sensible size, in sensible number.

Daphne would keep a body of any length on the disk before the application sees its first byte, and
any number of frames in memory while the application is busy with earlier ones.
"""

import json
from typing import Any

from daphne.http_protocol import WebRequest
from daphne.ws_protocol import WebSocketProtocol

from krisechat.foundation import refusals
from krisechat.foundation.refusals import Refusal
from krisechat.socket import closing
from krisechat.socket.connection import FRAME_MAX

# Above what the application answers itself (64 KiB), so that its pages and refusals are seen.
BODY_MAX = 256 * 1024  # bytes
FRAMES_WAITING = 1_000
# Daphne lets a client say where the application is mounted, and fails on what is not ASCII there.
_NOT_THE_CLIENTS = b"Daphne-Root-Path"
_PROTOCOLS = b"Sec-WebSocket-Protocol"


class BoundedRequest(WebRequest):
    """A request with a bounded body; what the server itself refuses is JSON like all refusals."""

    _received = 0
    _too_long = False

    def gotLength(self, length: int | None) -> None:
        super().gotLength(0)  # in memory, whatever the client says: nobody's words on the disk
        if (length or 0) > BODY_MAX:
            self._cut()

    def handleContentChunk(self, data: bytes) -> None:
        self._received += len(data)
        if self._received > BODY_MAX and not self._too_long:
            self._cut()
        if not self._too_long:
            super().handleContentChunk(data)

    def _cut(self) -> None:
        """Answers at once and hangs up: what is still to come is not worth receiving."""
        self._too_long = True
        body = _encoded(refusals.TooLong("The request is too large."))
        self.channel.transport.write(
            b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        )
        self.channel.loseConnection()

    def process(self) -> Any:
        if self._too_long:
            return None
        self.requestHeaders.removeHeader(_NOT_THE_CLIENTS)
        if not all(each.isascii() for each in self.requestHeaders.getRawHeaders(_PROTOCOLS, [])):
            self.basic_error(400, b"Bad Request", "")
            return None
        return super().process()

    def basic_error(self, status: int, status_text: bytes, body: str) -> None:
        refusal: Refusal = refusals.Malformed("This request could not be read.")
        if status >= 500:
            refusal = refusals.Unavailable()
        headers = [(b"Content-Type", b"application/json"), (b"Cache-Control", b"no-store")]
        self.handle_reply({"type": "http.response.start", "status": status, "headers": headers})
        self.handle_reply({"type": "http.response.body", "body": _encoded(refusal)})


def _encoded(refusal: Refusal) -> bytes:
    return json.dumps(refusal.body()).encode()


class BoundedSocket(WebSocketProtocol):
    """A socket whose frames wait for the application in bounded number and size."""

    _flooded = False

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: FBT001
        if self._flooded:
            return
        if len(payload) > FRAME_MAX:
            self._refuse(closing.TOO_LARGE)
        elif self.application_queue.qsize() >= FRAMES_WAITING:
            self._refuse(closing.TOO_MANY)
        else:
            super().onMessage(payload, isBinary)

    def _refuse(self, code: int) -> None:
        self._flooded = True
        self.serverClose(code=code)
