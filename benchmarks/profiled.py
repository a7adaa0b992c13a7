"""Runs a script while looking, every few milliseconds of processor time, at what each thread does.

`python -m benchmarks.profiled manage.py serve`: SIGUSR1 begins, SIGUSR2 writes the file named in
`BENCHMARK_PROFILE`, as stacks with the microseconds spent in them (`thread;outer;inner count`).

Each look charges to a thread's current stack the processor time that thread used since the last
look. The look happens in the main thread between two of its instructions, so the main thread's
stacks are true; another thread is seen where it last let go of the interpreter, which favours its
waiting calls. Each thread's sum is exact.
"""

import os
import runpy
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import FrameType

SECONDS_BETWEEN_LOOKS = 0.002
ROOT = str(Path(__file__).resolve().parent.parent)


class Sampler:
    """Counts the processor time of every thread by the stack it was seen in."""

    def __init__(self) -> None:
        self._spent: Counter[str] = Counter()
        self._clocks: dict[int, int] = {}

    def begin(self, _number: int, _frame: FrameType | None) -> None:
        """Forget what was counted before, and begin to look."""
        self._spent.clear()
        for thread in threading.enumerate():
            self._since_last(thread)
        signal.signal(signal.SIGPROF, self.look)
        signal.setitimer(signal.ITIMER_PROF, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS)

    def look(self, _number: int, frame: FrameType | None) -> None:
        """Charge every thread's stack with what the thread used since the last look."""
        stacks = sys._current_frames()
        for thread in threading.enumerate():
            main = thread is threading.main_thread()
            top = frame if main else stacks.get(thread.ident or 0)
            if used := self._since_last(thread):
                self._spent[f"{thread.name};{_stack(top)}"] += used

    def write(self, _number: int, _frame: FrameType | None) -> None:
        """Stop looking and write the file."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        target = Path(os.environ["BENCHMARK_PROFILE"])
        unfinished = target.with_suffix(".part")
        lines = [f"{stack} {used}" for stack, used in self._spent.items()]
        unfinished.write_text("\n".join(lines))
        unfinished.rename(target)

    def _since_last(self, thread: threading.Thread) -> int:
        """Microseconds of processor time the thread used since it was last asked."""
        if thread.ident is None:
            return 0
        try:
            now = time.clock_gettime_ns(time.pthread_getcpuclockid(thread.ident)) // 1000
        except OSError:
            return 0
        before = self._clocks.get(thread.ident, now)
        self._clocks[thread.ident] = now
        return now - before


def _stack(frame: FrameType | None) -> str:
    names = []
    while frame is not None:
        code = frame.f_code
        file = code.co_filename.removeprefix(ROOT + "/").rpartition("site-packages/")[2]
        names.append(f"{code.co_qualname} ({file}:{code.co_firstlineno})")
        frame = frame.f_back
    return ";".join(reversed(names))


if __name__ == "__main__":
    sampler = Sampler()
    signal.signal(signal.SIGUSR1, sampler.begin)
    signal.signal(signal.SIGUSR2, sampler.write)
    sys.argv = sys.argv[1:]
    sys.path.insert(0, str(Path.cwd()))
    runpy.run_path(sys.argv[0], run_name="__main__")
