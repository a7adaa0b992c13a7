"""The demo phone on a port of its own, without the product: for tests that kill it."""

import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from krisechat.twilio.phone.exchange import Answered, Asked

MOST = 64 * 1024  # bytes of a body


class PhoneServer(ThreadingHTTPServer):
    """Serves `answer` on 127.0.0.1 at `port` (0: any free one)."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, answer: Callable[[Asked], Answered], *, port: int) -> None:
        self.answer = answer
        super().__init__(("127.0.0.1", port), _Request)

    @property
    def url(self) -> str:
        """Where it serves, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PhoneServer
    timeout = 60

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        answered = self.server.answer(self._asked())
        time.sleep(answered.wait_s)
        if answered.cut:
            self.close_connection = True
            return
        body = b"" if answered.body is None else json.dumps(answered.body).encode()
        self.send_response(answered.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _asked(self) -> Asked:
        parts = urlsplit(self.path)
        length = min(int(self.headers.get("Content-Length") or 0), MOST)
        return Asked(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            form=dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True)),
            authorization=self.headers.get("Authorization", ""),
        )

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: an address of this API holds telephone numbers."""
