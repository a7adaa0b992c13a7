"""Krisechat itself, as a process of its own: `manage.py serve`, killed and restarted at will."""

import atexit
import shutil
import signal
import subprocess
import tempfile
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support import processes

ROOT = Path(__file__).resolve().parents[2]
PROBES = ("/healthz", "/api/v1/status")


class KrisechatServer:
    """One server process on 127.0.0.1, with the demo's settings unless `environment` says other.

    `environment` goes on top of this process's own, from which all that is Krisechat's is taken
    away first. Its keys lie in a temporary directory unless `KRISECHAT_KEYS` names one: servers
    that share a database must be given the same. `command` replaces `manage.py serve`; the word
    `{port}` in it is the port. The port and the log stay the same over restarts.
    """

    def __init__(
        self,
        environment: Mapping[str, str] | None = None,
        *,
        command: Sequence[str] | None = None,
        core: int | None = None,
        port: int | None = None,
    ) -> None:
        self.port = port or processes.free_port()
        self.core = core
        self.process: subprocess.Popen[bytes] | None = None
        self._directory = Path(tempfile.mkdtemp(prefix="krisechat-server-"))
        self.log = self._directory / "log"
        self.environment = {
            **processes.without_python_surroundings(),
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "KRISECHAT_KEYS": str(self._directory / "keys"),
            "KRISECHAT_DEMO_PHONE": str(self._directory / "phone.sqlite3"),
            "PYTHONUNBUFFERED": "1",
            "PORT": str(self.port),
            **(environment or {}),
        }
        given = command or [processes.python(), str(ROOT / "manage.py"), "serve"]
        self._command = [word.replace("{port}", str(self.port)) for word in given]
        atexit.register(self.remove)

    @property
    def url(self) -> str:
        """Where it serves, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *arguments: str, seconds: float = 120) -> str:
        """Run `manage.py ARGUMENTS` with this server's environment and return what it printed.

        Raises DidNotStart, with the end of its errors, when it fails.
        """
        result = subprocess.run(
            [processes.python(), str(ROOT / "manage.py"), *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if result.returncode:
            raise processes.DidNotStart(f"manage.py failed.\n{result.stderr[-2000:]}")
        return result.stdout

    def start(self, *, seconds: float = 60) -> Self:
        """Start and return once it answers over HTTP. Raises DidNotStart with its log's end."""
        if self.process is not None and self.process.poll() is None:
            return self
        self.process = processes.spawn(
            self._command,
            log=self.log,
            environment=self.environment,
            core=self.core,
            directory=ROOT,
        )
        processes.wait_until(self.answers, process=self.process, log=self.log, seconds=seconds)
        return self

    def answers(self) -> bool:
        """True when it answers over HTTP that it is well."""
        return any(self._is_well(probe) for probe in PROBES)

    def kill(self) -> None:
        """`kill -9` of it and all below it."""
        if self.process is not None:
            processes.kill_family(self.process)
            self.process = None

    def terminate(self, *, seconds: float = 30) -> int:
        """SIGTERM, and wait for the orderly end; killed after `seconds`. Returns the exit status,
        negative for a signal, and 0 when it was not running.
        """
        if self.process is None:
            return 0
        status = processes.end(self.process, by=signal.SIGTERM, seconds=seconds)
        self.process = None
        return status

    def remove(self) -> None:
        """Kill it and delete its keys and log; a second time does nothing."""
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

    def _is_well(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=3) as answer:
                well: bool = answer.status == 200
                return well
        except OSError:
            return False
