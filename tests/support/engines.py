"""`manage.py run_engine` as a process beside the test, killed and started again at will."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.support import processes
from tests.support.krisechat_server import ROOT


class EngineProcess:
    """One engine with this environment; its log is `log`."""

    def __init__(self, environment: Mapping[str, str], *, log: Path) -> None:
        self._environment = {**processes.without_python_surroundings(), **environment}
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Starts it, without waiting until it works."""
        command = [processes.python(), str(ROOT / "manage.py"), "run_engine"]
        self.process = processes.spawn(
            command, log=self.log, environment=self._environment, directory=ROOT
        )

    def kill(self) -> None:
        """`kill -9`."""
        if self.process is not None:
            processes.kill_family(self.process)
            self.process = None
