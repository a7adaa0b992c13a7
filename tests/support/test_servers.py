"""The real servers start, die, hang and come back, so that the fault tests can lean on them."""

import socket
from pathlib import Path

import psycopg
import pytest

from tests.support import processes
from tests.support.servers import DidNotStart, KrisechatServer, MissingPackage, Postgres, Redis

pytestmark = pytest.mark.enable_socket


def ask(redis: Redis, command: bytes, *, seconds: float = 1) -> bytes:
    with socket.create_connection(("127.0.0.1", redis.port), timeout=seconds) as connection:
        connection.sendall(command + b"\r\n")
        return connection.recv(1024)


def test_what_postgres_committed_is_there_after_kill_9() -> None:
    with Postgres() as postgres:
        url = postgres.create_database("night")
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
        open_during_the_kill = psycopg.connect(url)
        postgres.kill()
        with pytest.raises(psycopg.OperationalError):
            open_during_the_kill.execute("SELECT 1")
        postgres.start()
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT value FROM kept").fetchone() == (7,)


def test_redis_forgets_at_kill_9_and_keeps_its_port(tmp_path: Path) -> None:
    with Redis() as redis:
        with redis.monitor(tmp_path / "monitor") as record:
            assert ask(redis, b"SET hint 1").startswith(b"+OK")
        assert '"hint"' in record.read_text()
        redis.kill()
        redis.start()
        assert ask(redis, b"GET hint").startswith(b"$-1")


def test_redis_hangs_and_resumes() -> None:
    with Redis() as redis:
        redis.stop_answering()
        with pytest.raises(TimeoutError):
            ask(redis, b"PING", seconds=0.3)
        redis.resume()
        assert ask(redis, b"PING").startswith(b"+PONG")


def test_a_server_that_ends_at_once_says_why() -> None:
    command = [processes.python(), "-c", "raise SystemExit('no keys')"]
    server = KrisechatServer(command=command)
    try:
        with pytest.raises(DidNotStart, match="no keys"):
            server.start()
    finally:
        server.remove()


def test_a_server_is_killed_with_all_below_it() -> None:
    serve = [processes.python(), "-c", ONE_CHILD_AND_A_PROBE, "{port}"]
    server = KrisechatServer(command=serve)
    try:
        server.start()
        child = int(server.log.read_text().split()[0])
        server.kill()
        assert not Path(f"/proc/{child}").exists()
        assert not server.answers()
    finally:
        server.remove()


def test_a_missing_package_is_named() -> None:
    with pytest.raises(MissingPackage, match="Debian package nothing-of-ours"):
        processes.program("no-such-program-here", package="nothing-of-ours")


ONE_CHILD_AND_A_PROBE = """
import http.server, subprocess, sys
print(subprocess.Popen(["sleep", "60"], start_new_session=True).pid, flush=True)
class Well(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Well).serve_forever()
"""
