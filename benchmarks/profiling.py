"""Where Krisechat's server process spends its time under full load."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from benchmarks.candidates import ServerSide
from benchmarks.krisechat_candidates import Krisechat
from benchmarks.load.loads import Heard, closed_loop
from benchmarks.measure import CONVERSATIONS, SECONDS_TO_WARM_UP

LINES_SHOWN = 40
SECONDS_TO_WRITE = 20


async def profile(candidate: Krisechat, side: ServerSide, *, seconds: float) -> str:
    """Load the server for `seconds` and say which functions took the time.

    With py-spy installed it looks from outside; otherwise `benchmarks.profiled` looks from inside.
    """
    watch = _from_outside if shutil.which("py-spy") else _from_inside
    with tempfile.TemporaryDirectory(prefix="krisechat-profile-") as directory:
        file = Path(directory) / "stacks"
        heard = await watch(candidate, side, seconds=seconds, file=file)
        return f"{len(heard.acks)} messages acknowledged meanwhile\n{table(_read(file))}"


def table(stacks: str) -> str:
    """`thread;outer;inner count` lines as shares: threads first, then functions.

    A function's own share is when it was running itself, its total when it was on the stack.
    """
    threads: Counter[str] = Counter()
    own: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for line in stacks.splitlines():
        names, _, count = line.rpartition(" ")
        thread, *stack = names.split(";")
        threads[thread] += int(count)
        own[stack[-1]] += int(count)
        total.update(dict.fromkeys(stack, int(count)))
    every = own.total() or 1
    rows = ["threads", *_rows(threads, every), "by own time", *_rows(own, every)]
    return "\n".join([*rows, "by total time", *_rows(total, every)])


def _rows(counts: Counter[str], every: int) -> list[str]:
    return [f"{count / every:7.1%}  {name}" for name, count in counts.most_common(LINES_SHOWN)]


async def _from_inside(
    candidate: Krisechat, side: ServerSide, *, seconds: float, file: Path
) -> Heard:
    inside = replace(candidate, arguments=("-m", "benchmarks.profiled", *candidate.arguments))
    inside.environment = {**candidate.environment, "BENCHMARK_PROFILE": str(file)}
    inside.cookies, inside.keys = candidate.cookies, candidate.keys
    with inside.running(side) as running:
        pairs = await inside.open_pairs(running, count=CONVERSATIONS)
        await closed_loop(pairs, seconds=SECONDS_TO_WARM_UP)
        os.kill(running.server, signal.SIGUSR1)
        heard = await closed_loop(pairs, seconds=seconds)
        os.kill(running.server, signal.SIGUSR2)
        await _written(file)
    return heard


async def _from_outside(
    candidate: Krisechat, side: ServerSide, *, seconds: float, file: Path
) -> Heard:
    with candidate.running(side) as running:
        pairs = await candidate.open_pairs(running, count=CONVERSATIONS)
        await closed_loop(pairs, seconds=SECONDS_TO_WARM_UP)
        command = ["py-spy", "record", "--pid", str(running.server), "--format", "raw"]
        command += ["--threads", "--duration", str(int(seconds)), "--rate", "500"]
        recorder = await asyncio.create_subprocess_exec(
            *command, "--output", str(file), stdout=asyncio.subprocess.DEVNULL
        )
        heard = await closed_loop(pairs, seconds=seconds + 1)
        await recorder.wait()
    return heard


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
