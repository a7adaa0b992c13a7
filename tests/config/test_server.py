"""The server itself: it ends in order, and says why it did not begin."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from config.server import DRAIN_SECONDS, FRAME_MAX, KrisechatServer, RestartableProtocol
from krisechat.socket import closing
from tests.support import processes
from tests.support.servers import KrisechatServer as RunningServer


class TestClosing:
    """Stock daphne sends only 1000 and 3000 to 4999: 1012 would arrive as 1011."""

    @pytest.fixture
    def protocol(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        monkeypatch.setattr(
            RestartableProtocol,
            "sendCloseFrame",
            lambda self, *, code, isReply: self.sent.append((code, isReply)),
        )
        monkeypatch.setattr(
            RestartableProtocol, "sendClose", lambda self, code=None: self.sent.append(code)
        )
        one = RestartableProtocol.__new__(RestartableProtocol)
        one.sent = []
        return one

    @pytest.mark.parametrize("code", [closing.RESTART, closing.FAILED])
    def test_come_back_and_failed_are_said_as_they_are(self, protocol: Any, code: int) -> None:
        protocol.serverClose(code)
        assert protocol.sent == [(code, False)]

    @pytest.mark.parametrize("code", [1000, closing.NOT_AUTHENTICATED, closing.TOO_MANY])
    def test_the_contracts_own_codes_go_the_usual_way(self, protocol: Any, code: int) -> None:
        protocol.serverClose(code)
        assert protocol.sent == [code]


def test_frames_over_64_kib_are_cut_by_the_transport_and_no_socket_is_timed_out_by_it() -> None:
    server = KrisechatServer(None, port=1)
    assert FRAME_MAX == server.websocket_max_message_size == server.websocket_max_frame_size
    assert FRAME_MAX == 64 * 1024
    assert server.websocket_timeout == -1
    assert server.endpoints == ["tcp:port=1:interface=127.0.0.1"]


def test_everybody_is_told_to_come_back_before_a_stop_becomes_a_kill() -> None:
    assert DRAIN_SECONDS <= 8


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The embedded shape, with a database and keys of its own."""
    directory = tmp_path_factory.mktemp("server")
    server = RunningServer(
        {
            "DATABASE_URL": f"sqlite:///{directory}/night.sqlite3",
            "KRISECHAT_KEYS": str(directory / "keys"),
        }
    )
    server.manage("demo", "--prepare-only")
    yield server
    server.remove()


@pytest.mark.enable_socket
class TestServing:
    def test_a_stop_tells_every_socket_to_come_back_and_ends_well(
        self, installation: RunningServer
    ) -> None:
        installation.start()
        with ExitStack() as stack:
            pages = [stack.enter_context(_page(installation.url)) for _ in range(3)]
            assert installation.terminate() == 0
            codes = []
            for page in pages:
                with pytest.raises(ConnectionClosed):
                    while True:
                        page.recv(timeout=10)
                codes.append(page.close_code)
        assert codes == [closing.RESTART] * 3

    def test_a_port_that_is_taken_is_said_so_and_nothing_hangs(
        self, installation: RunningServer
    ) -> None:
        with (
            socket.create_server(("127.0.0.1", installation.port)),
            pytest.raises(processes.DidNotStart) as refused,
        ):
            installation.manage("serve", seconds=30)
        assert f"Port {installation.port} is taken" in str(refused.value)


@contextmanager
def _page(url: str) -> Iterator[ClientConnection]:
    """A citizen's page that waits in the queue."""
    opened = httpx.post(f"{url}/api/v1/conversations", json={}).json()
    with connect(
        f"ws://{url.removeprefix('http://')}/ws/citizen",
        origin=Origin(url),
        subprotocols=[Subprotocol("krisechat.v1")],
    ) as page:
        page.send(json.dumps({"type": "hello", "token": opened["token"], "last_seq": 0}))
        while json.loads(page.recv(timeout=10))["type"] != "synced":
            pass
        yield page
