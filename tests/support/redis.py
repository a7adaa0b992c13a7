"""A Redis of our own without persistence, that can be killed, hung and listened to."""

import atexit
import contextlib
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support import processes

PACKAGE = "redis-server"


class Redis:
    """One server on 127.0.0.1 that forgets everything when it ends.

    `core` pins it to one processor. The port stays the same over restarts.
    """

    def __init__(self, *, core: int | None = None) -> None:
        self.port = processes.free_port()
        self.core = core
        self.process: subprocess.Popen[bytes] | None = None
        self._directory = Path(tempfile.mkdtemp(prefix="krisechat-redis-"))
        self.log = self._directory / "log"
        atexit.register(self.remove)

    @property
    def url(self) -> str:
        """What `REDIS_URL` takes."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self, *, seconds: float = 10) -> Self:
        """Start and return once it answers. Raises MissingPackage, or DidNotStart with its log."""
        if self.process is not None and self.process.poll() is None:
            return self
        command = [processes.program("redis-server", package=PACKAGE)]
        command += ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self._directory)]
        command += ["--save", "", "--appendonly", "no"]
        self.process = processes.spawn(command, log=self.log, core=self.core)
        processes.wait_until(self._answers, process=self.process, log=self.log, seconds=seconds)
        return self

    def kill(self) -> None:
        """`kill -9`, also while it is not answering."""
        if self.process is not None:
            processes.kill_family(self.process)
            self.process = None

    def stop(self) -> None:
        """An orderly end."""
        if self.process is not None:
            self.resume()
            processes.end(self.process, by=signal.SIGTERM, seconds=10)
            self.process = None

    def stop_answering(self) -> None:
        """Hang it (SIGSTOP): connections stay open and nothing comes back until `resume()`."""
        if self.process is not None:
            self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on after `stop_answering()`."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)

    @contextlib.contextmanager
    def monitor(self, path: Path) -> Iterator[Path]:
        """Append every command it gets to `path` (MONITOR), until the context ends.

        Complete once the context has ended; the record ends with the server, so after a `kill()`
        and `start()` open a new one.
        """
        client = processes.program("redis-cli", package="redis-tools")
        path.touch()
        before = path.stat().st_size
        listener = processes.spawn([client, "-p", str(self.port), "monitor"], log=path)
        try:
            processes.wait_until(
                lambda: path.stat().st_size > before, process=listener, log=path, seconds=10
            )
            yield path
            self._wait_for_record(path, listener)
        finally:
            processes.end(listener, by=signal.SIGTERM, seconds=5)

    def _wait_for_record(self, path: Path, listener: subprocess.Popen[bytes]) -> None:
        """Return when everything asked of the server so far stands in `path`."""
        last = uuid.uuid4().hex
        if listener.poll() is None and self._ask(f"ECHO {last}").startswith(b"$32"):
            processes.wait_until(
                lambda: last in path.read_text(errors="replace"),
                process=listener,
                log=path,
                seconds=10,
            )

    def command(self, *words: str) -> bytes:
        """Give it one command (words without spaces); the first line of its answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall((" ".join(words) + "\r\n").encode())
            return connection.recv(1024).split(b"\r\n", 1)[0]

    def saved(self) -> bytes:
        """Everything it holds, as it writes it to disk (RDB)."""
        assert self.command("SAVE") == b"+OK"
        return (self._directory / "dump.rdb").read_bytes()

    def remove(self) -> None:
        """End it and delete its directory; a second time does nothing."""
        self.kill()
        shutil.rmtree(self._directory, ignore_errors=True)
        atexit.unregister(self.remove)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.remove()

    def _answers(self) -> bool:
        return self._ask("PING").startswith(b"+PONG")

    def _ask(self, command: str) -> bytes:
        """The beginning of its answer; empty when it does not answer within a second."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(command.encode() + b"\r\n")
                return connection.recv(64)
        except OSError:
            return b""
