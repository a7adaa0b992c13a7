"""The names of week keys: an ISO week and a retention class, and which of them a directory has."""

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from krisechat.foundation.envelope import Tampered


class WeekKey(NamedTuple):
    """The name of one key: an ISO week such as 2026-W47, and a retention class."""

    week: str
    retention_class: str

    @property
    def file_name(self) -> str:
        """The key's file in `weeks/`. Raises Tampered for a name no key can have."""
        name = f"{self.week}.{self.retention_class}.key"
        # Week and class come from database rows, which must not choose a path.
        if not _FILE_NAME.fullmatch(name):
            raise Tampered
        return name


_FILE_NAME = re.compile(r"([0-9]{4}-W[0-9]{2})\.([a-z_]{1,16})\.key", re.ASCII)


def iso_week(day: date) -> str:
    """The ISO 8601 week of a day, for example 2026-W47."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def wanted(*, now: date, weeks_ahead: int, classes: Collection[str]) -> Iterator[WeekKey]:
    """The week keys there should be, from the week of `now` to `weeks_ahead` weeks later."""
    for ahead in range(weeks_ahead + 1):
        for each in classes:
            yield WeekKey(iso_week(now + timedelta(weeks=ahead)), str(each))


def week_keys_of(directory: Path | str, week: str) -> list[WeekKey]:
    """The keys there are for this week, one a retention class."""
    return [each for each in week_keys(Path(directory)) if each.week == week]


def week_keys(directory: Path) -> list[WeekKey]:
    """The week keys there are, oldest week first."""
    matches = (_FILE_NAME.fullmatch(each.name) for each in (directory / "weeks").iterdir())
    return sorted(WeekKey(*match.groups()) for match in matches if match)
