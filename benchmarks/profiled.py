"""Runs a script or module under cProfile in every thread: SIGUSR1 begins, SIGUSR2 writes it.

`python -m benchmarks.profiled manage.py serve`, the file's name in `BENCHMARK_PROFILE`.
"""

import cProfile
import io
import os
import pstats
import runpy
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType

LINES_SHOWN = 45
profiles: dict[str, cProfile.Profile] = {}
_run_unprofiled = threading.Thread.run


def _run(self: threading.Thread) -> None:
    # A thread's own processor time: waiting for a lock or a socket costs nothing.
    profiles[self.name] = profile = cProfile.Profile(time.thread_time)
    profile.enable()
    _run_unprofiled(self)


def _begin(_number: int, _frame: FrameType | None) -> None:
    profiles["main"] = cProfile.Profile(time.thread_time)
    profiles["main"].enable()


def _write(_number: int, _frame: FrameType | None) -> None:
    profiles["main"].disable()
    text = io.StringIO()
    for name, profile in profiles.items():
        profile.snapshot_stats()
        stats = pstats.Stats(profile, stream=text)
        text.write(f"\n== thread {name}\n")
        stats.sort_stats("tottime").print_stats(LINES_SHOWN)
    target = Path(os.environ["BENCHMARK_PROFILE"])
    unfinished = target.with_suffix(".part")
    unfinished.write_text(text.getvalue())
    unfinished.rename(target)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, _begin)
    signal.signal(signal.SIGUSR2, _write)
    threading.Thread.run = _run  # type: ignore[method-assign]
    sys.argv = sys.argv[1:]
    sys.path.insert(0, str(Path.cwd()))
    runpy.run_path(sys.argv[0], run_name="__main__")
