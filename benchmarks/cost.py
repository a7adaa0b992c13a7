"""What the server side spends: processor time and memory, read from /proc."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import psutil


def processor_seconds(pid: int) -> float:
    """User and system time of the process and all it ever started, in seconds."""
    parent = psutil.Process(pid)
    total = 0.0
    for member in [parent, *parent.children(recursive=True)]:
        try:
            spent = member.cpu_times()
        except psutil.NoSuchProcess:
            continue
        # The time of children that have ended stands in their parent's account.
        total += spent.user + spent.system + spent.children_user + spent.children_system
    return total


def resident_bytes(pid: int) -> int:
    """The memory of the process and its children that is in use, in bytes."""
    parent = psutil.Process(pid)
    return sum(each.memory_info().rss for each in [parent, *parent.children(recursive=True)])


@dataclass(frozen=True)
class Spent:
    """Between two looks: seconds of wall clock, of processor by name, and what others took."""

    seconds: float
    processor: dict[str, float]
    foreign_share: float
    generator_share: float

    @property
    def total(self) -> float:
        """Processor seconds of the whole server side."""
        return sum(self.processor.values())


class Meter:
    """Starts counting when made; `read()` says what was spent since.

    `families` names the parent process of each part of the server side; all of them are pinned to
    `core`, so whatever else ran there was somebody foreign to the measurement.
    """

    def __init__(self, families: Mapping[str, int], *, core: int) -> None:
        self._families = dict(families)
        self._core = core
        self._at_first = self._look()

    def read(self) -> Spent:
        """What was spent since the meter was made."""
        began, busy, own, parts = self._at_first
        now, busy_now, own_now, parts_now = self._look()
        seconds = now - began
        processor = {name: parts_now[name] - parts[name] for name in parts}
        foreign = busy_now - busy - sum(processor.values())
        return Spent(
            seconds=seconds,
            processor=processor,
            foreign_share=max(0.0, foreign / seconds),
            generator_share=(own_now - own) / seconds,
        )

    def _look(self) -> tuple[float, float, float, dict[str, float]]:
        spent = {name: processor_seconds(pid) for name, pid in self._families.items()}
        core = psutil.cpu_times(percpu=True)[self._core]
        busy = sum(core) - core.idle - core.iowait - core.guest - core.guest_nice
        return time.monotonic(), busy, time.process_time(), spent
