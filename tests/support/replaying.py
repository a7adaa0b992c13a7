"""`manage.py replay` as a process beside the test, so that things can be killed in the middle."""

import json
import re
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support import processes
from tests.support.installation import Installation
from tests.support.krisechat_server import ROOT, KrisechatServer

DIALOGUES = Path(__file__).with_name("dialogues.jsonl")


def made_up(path: Path, *, times: int) -> int:
    """Writes the made-up conversations `times` times over to `path`; returns how many messages."""
    lines, messages = [], 0
    for time_ in range(times):
        for line in DIALOGUES.read_text().splitlines():
            dialogue = json.loads(line)
            dialogue["id"] = f"{dialogue['id']}-{time_}"
            messages += len(dialogue["turns"])
            lines.append(json.dumps(dialogue, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n")
    return messages


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a replay ended: its exit status, the contract's numbers, and what it printed."""

    status: int
    numbers: dict[str, Any]
    printed: str

    @property
    def closes(self) -> dict[int, int]:
        """How many sockets were lost, by close code."""
        row = re.search(r"^sockets lost +(.*)$", self.printed, re.MULTILINE)
        counted = re.findall(r"(\d+) × (\d+)", row[1] if row else "")
        return {int(code): int(count) for code, count in counted}


class Replay:
    """A replay of `file` through `servers`, at `speed` times the pace of people typing; `via` is
    the way all go, None each its own."""

    def __init__(
        self,
        installation: Installation,
        servers: Sequence[KrisechatServer],
        *,
        file: Path,
        directory: Path,
        speed: float,
        via: str | None = "web",
    ) -> None:
        self._installation = installation
        self._stored_before = installation.messages()
        self._printed = directory / "replay"
        at = [word for server in servers for word in ("--server", server.url)]
        command = [processes.python(), str(ROOT / "manage.py"), "replay", str(file)]
        command += [*(["--via", via] if via else []), "--json", "--speed", str(speed), *at]
        environment = {
            **processes.without_python_surroundings(),
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        }
        self.process = processes.spawn(
            command, log=self._printed, environment=environment, directory=ROOT
        )

    def until_stored(self, messages: int, *, seconds: float = 90) -> None:
        """Returns once so many of its messages are stored. Raises TimeoutError, or AssertionError
        when it has ended before."""
        deadline = time.monotonic() + seconds
        while self._installation.messages() - self._stored_before < messages:
            assert self.process.poll() is None, self._printed.read_text()
            if time.monotonic() > deadline:
                raise TimeoutError(self._printed.read_text())
            time.sleep(0.05)

    def ended(self, *, seconds: float) -> Ended:
        """Waits for its end; killed after `seconds`."""
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            processes.kill_family(self.process)
            status = -9
        printed = self._printed.read_text()
        last = printed.strip().splitlines()[-1] if printed.strip() else ""
        numbers = json.loads(last) if last.startswith("{") else {}
        return Ended(status=status, numbers=numbers, printed=printed)
