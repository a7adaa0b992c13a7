"""A server whose clock a test can move: the demo's settings, with an offset read from a file.

    clock = MovedClock(directory)
    server = KrisechatServer({..., **clock.environment})
    clock.move_to(monday_at_eight)

Everything below the interfaces is told the time, and asks in one place, so that one place is moved.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

OFFSET_FILE = "KRISECHAT_TEST_CLOCK"
SETTINGS = "tests.support.moved_clock_settings"


class MovedClock:
    """The offset of one installation, in a file of its own; the clock goes on running."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / "clock"
        self.environment = {OFFSET_FILE: str(self._file), "DJANGO_SETTINGS_MODULE": SETTINGS}
        self._write(timedelta(0))

    def move_to(self, moment: datetime) -> None:
        """From now on it is `moment` there, and a second later every second."""
        self._write(moment - datetime.now(UTC))

    def now(self) -> datetime:
        """What time it is there."""
        return datetime.now(UTC) + offset(self._file)

    def _write(self, by: timedelta) -> None:
        written = self._file.with_suffix(".new")
        written.write_text(str(by.total_seconds()))
        written.replace(self._file)


def offset(file: Path) -> timedelta:
    """By how much the clock that reads this file is moved."""
    return timedelta(seconds=float(file.read_text()))


def moved_now() -> datetime:
    """The present moment of the server that runs with `OFFSET_FILE` in its environment."""
    return datetime.now(UTC) + offset(Path(os.environ[OFFSET_FILE]))
