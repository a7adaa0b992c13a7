"""Where Krisechat's server process spends its time under full load."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import psutil

from benchmarks.candidates import Running, ServerSide
from benchmarks.krisechat_candidates import Krisechat
from benchmarks.load.loads import closed_loop
from benchmarks.measure import CONVERSATIONS, SECONDS_TO_WARM_UP

LINES_SHOWN = 45
SECONDS_TO_WRITE = 20


async def profile(candidate: Krisechat, side: ServerSide, *, seconds: float) -> str:
    """Load the server for `seconds` and say which functions took the time.

    With py-spy installed it looks from outside and slows nothing; otherwise cProfile inside the
    server, which makes small functions look dearer than they are.
    """
    watch = _from_outside if shutil.which("py-spy") else _from_inside
    with tempfile.TemporaryDirectory(prefix="krisechat-profile-") as directory:
        return await watch(candidate, side, seconds=seconds, file=Path(directory) / "profile")


async def _from_inside(
    candidate: Krisechat, side: ServerSide, *, seconds: float, file: Path
) -> str:
    inside = replace(candidate, arguments=("-m", "benchmarks.profiled", *candidate.arguments))
    inside.environment = {**candidate.environment, "BENCHMARK_PROFILE": str(file)}
    inside.cookies, inside.keys = candidate.cookies, candidate.keys
    with inside.running(side) as running:
        pairs = await inside.open_pairs(running, count=CONVERSATIONS)
        await closed_loop(pairs, seconds=SECONDS_TO_WARM_UP)
        _signal(running, signal.SIGUSR1)
        heard = await closed_loop(pairs, seconds=seconds)
        _signal(running, signal.SIGUSR2)
        await _written(file)
    return f"{len(heard.acks)} messages acknowledged under the profiler\n{_read(file)}"


async def _from_outside(
    candidate: Krisechat, side: ServerSide, *, seconds: float, file: Path
) -> str:
    with candidate.running(side) as running:
        pairs = await candidate.open_pairs(running, count=CONVERSATIONS)
        await closed_loop(pairs, seconds=SECONDS_TO_WARM_UP)
        command = ["py-spy", "record", "--pid", str(running.server), "--format", "raw"]
        command += ["--duration", str(int(seconds)), "--rate", "500", "--output", str(file)]
        recorder = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL)
        heard = await closed_loop(pairs, seconds=seconds + 1)
        await recorder.wait()
    stacks = _by_function(_read(file))
    return f"{len(heard.acks)} messages acknowledged while py-spy looked\n{stacks}"


def _by_function(stacks: str) -> str:
    """py-spy's stacks, summed: how often a function was running, and how often on the stack."""
    own: dict[str, int] = {}
    below: dict[str, int] = {}
    for line in stacks.splitlines():
        names, _, count = line.rpartition(" ")
        stack = names.split(";")
        own[stack[-1]] = own.get(stack[-1], 0) + int(count)
        for name in set(stack):
            below[name] = below.get(name, 0) + int(count)
    total = sum(own.values()) or 1
    first = sorted(own, key=lambda name: own[name], reverse=True)[:LINES_SHOWN]
    rows = [f"{own[name] / total:7.1%} {below[name] / total:7.1%}  {name}" for name in first]
    return "\n".join(["    own   total  function", *rows])


def _signal(running: Running, number: signal.Signals) -> None:
    os.kill(psutil.Process(running.server).pid, number)


async def _written(file: Path) -> None:
    for _ in range(SECONDS_TO_WRITE * 10):
        if _exists(file):
            return
        await asyncio.sleep(0.1)
    raise TimeoutError("The profiled server wrote no profile.")


def _exists(file: Path) -> bool:
    return file.exists()


def _read(file: Path) -> str:
    return file.read_text()
