"""A demo phone, and somebody who takes its webhooks."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from twilio.request_validator import RequestValidator

from tests.support.demo_phone import AUTH_TOKEN, DemoPhone


class Helpline(ThreadingHTTPServer):
    """Takes webhooks as Krisechat would, and keeps them; answers what it is told to answer."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Webhook)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.came: list[tuple[str, dict[str, str]]] = []
        self.signed: list[bool] = []
        self.answers: list[int] = []
        self.twiml = "<Response/>"

    def told(self, sid: str) -> list[str]:
        """The delivery states that came for a text, in their order."""
        return [
            form["MessageStatus"]
            for path, form in self.came
            if path == "/twilio/status" and form["MessageSid"] == sid
        ]


class _Webhook(BaseHTTPRequestHandler):
    server: Helpline

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
        signature = self.headers["X-Twilio-Signature"]
        url = self.server.url + self.path
        self.server.signed.append(RequestValidator(AUTH_TOKEN).validate(url, form, signature))
        self.server.came.append((self.path, form))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.end_headers()
        self.wfile.write(self.server.twiml.encode())

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def helpline() -> Iterator[Helpline]:
    server = Helpline()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def phone(tmp_path: Path, helpline: Helpline) -> Iterator[DemoPhone]:
    with DemoPhone(tmp_path, public_url=helpline.url) as running:
        yield running
