"""One real server process of our own: found a port, started, written to a log, ended by its pid."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil


class MissingPackage(Exception):
    """A program this machine lacks; the sentence names the Debian package that brings it."""


class DidNotStart(Exception):
    """A server ended, or did not answer in time; the text carries the end of its log."""


def free_port() -> int:
    """A TCP port on 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def program(name: str, *, package: str, folders: Sequence[str] = ()) -> str:
    """The path of the program `name`. Raises MissingPackage, naming the Debian `package`."""
    found = shutil.which(name, path=os.pathsep.join([*folders, os.environ.get("PATH", "")]))
    if found is None:
        raise MissingPackage(f"{name} is missing: install the Debian package {package}.")
    return found


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    user: str | None = None,
    core: int | None = None,
    directory: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a process group of its own, its output appended to `log`.

    `core` pins it and all its children to that processor; `user` runs it as somebody else, which
    only root may ask for.
    """
    if core is not None:
        taskset = program("taskset", package="util-linux")
        command = [taskset, "--cpu-list", str(core), *command]
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment) if environment is not None else None,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd=directory,
            start_new_session=True,
        )


def wait_until(
    answers: Callable[[], bool], *, process: subprocess.Popen[bytes], log: Path, seconds: float
) -> None:
    """Return once `answers()`. Raises DidNotStart when the process ends or `seconds` pass."""
    deadline = time.monotonic() + seconds
    while not answers():
        if process.poll() is not None:
            raise DidNotStart(f"It ended with status {process.returncode}.\n{_tail(log)}")
        if time.monotonic() > deadline:
            raise DidNotStart(f"No answer within {seconds:.0f} s.\n{_tail(log)}")
        time.sleep(0.05)


def kill_family(process: subprocess.Popen[bytes]) -> None:
    """`kill -9` of the process and all below it at one moment; returns when none is left.

    The parent is stopped first, so that it cannot start a child between the look and the kill.
    """
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGSTOP)
    family = [psutil.Process(process.pid)]
    family += family[0].children(recursive=True)
    for member in family:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    process.wait(timeout=10)
    psutil.wait_procs(family, timeout=10)


def end(process: subprocess.Popen[bytes], *, by: signal.Signals, seconds: float) -> int:
    """Send the signal `by` and wait; killed with all below it when `seconds` pass.

    Returns the exit status, negative for a signal, as subprocess has it.
    """
    if process.poll() is None:
        process.send_signal(by)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            kill_family(process)
    return process.returncode


def without_python_surroundings() -> dict[str, str]:
    """This process's environment, less what a test run has put in it for itself."""
    ours = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "PORT", "PYTHONPATH")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith(("KRISECHAT_", "TWILIO_", "PYTEST_"))
    }


def python() -> str:
    """The interpreter that runs us, so that servers run in the same environment."""
    return sys.executable


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:] if log.exists() else ""
