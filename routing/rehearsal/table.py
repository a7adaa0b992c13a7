"""Reading a CSV file cell by cell, so that what is wrong can be said with its line and column."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TextIO

LARGEST_SECONDS = 1_000_000_000  # about 31 years
_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?", re.ASCII)


class Unreadable(Exception):
    """The file cannot be used. Its text is a sentence that names the place, never the value."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file under its header; `place` counts from 1, the header included."""

    file: Path
    place: int
    cells: dict[str, str]

    def has(self, column: str) -> bool:
        """Whether there is something in the column."""
        return bool(self.cells.get(column))

    def text(self, column: str) -> str:
        """What is in the column, trimmed; empty where there is none."""
        return self.cells.get(column, "")

    def one_of(self, column: str, choices: Sequence[str]) -> str:
        """One of the choices. Raises Unreadable."""
        value = self.text(column).lower()
        if value not in choices:
            raise self.wrong(column, f"is not one of {', '.join(choices)}")
        return value

    def seconds(self, column: str) -> float:
        """A number of seconds, with or without a fraction. Raises Unreadable."""
        value = self.number(column)
        if value > LARGEST_SECONDS:
            raise self.wrong(column, f"is more than {LARGEST_SECONDS} seconds")
        return value

    def number(self, column: str) -> float:
        """A number from 0 up. Raises Unreadable."""
        written = self.text(column)
        if not _NUMBER.fullmatch(written):
            raise self.wrong(column, "is not a number from 0 up")
        return float(written)

    def whole(self, column: str, *, least: int, most: int) -> int:
        """A whole number. Raises Unreadable."""
        value = self.text(column)
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise self.wrong(column, "is not a whole number")
        if not least <= int(value) <= most:
            raise self.wrong(column, f"is not a whole number from {least} to {most}")
        return int(value)

    def day(self, column: str) -> date:
        """A day such as 2026-11-21. Raises Unreadable."""
        try:
            return datetime.strptime(self.text(column), "%Y-%m-%d").date()  # noqa: DTZ007
        except ValueError:
            raise self.wrong(column, "is not a date like 2026-11-21") from None

    def time_of_day(self, column: str) -> time:
        """A time such as 7:02, 07:02:56 or 07:02:56.125. Raises Unreadable."""
        value = self.text(column)
        for form in ("%H:%M:%S", "%H:%M:%S.%f", "%H:%M"):
            try:
                return datetime.strptime(value, form).time()  # noqa: DTZ007
            except ValueError:
                continue
        raise self.wrong(column, "is not a time like 7:02:56")

    def wrong(self, column: str, what: str) -> Unreadable:
        """The refusal of this cell."""
        if not self.has(column):
            what = "is empty"
        return Unreadable(f"{self.file}, line {self.place}, column {column}: it {what}.")


def lines(file: Path, *, required: Sequence[str]) -> Iterator[Line]:
    """The lines under the header; empty ones are left out, unknown columns ignored.

    Raises Unreadable where the file is no CSV with these columns.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            yield from _lines(file, opened, required)
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{file}: it is not text in UTF-8.") from None


def _lines(file: Path, opened: TextIO, required: Sequence[str]) -> Iterator[Line]:
    reader = csv.reader(opened, strict=True)
    header: list[str] | None = None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = _header(file, reader.line_num, cells, required)
                continue
            if len(cells) != len(header):
                raise Unreadable(
                    f"{file}, line {reader.line_num}: {len(cells)} columns where the header has "
                    f"{len(header)}."
                )
            trimmed = (cell.strip() for cell in cells)
            yield Line(file, reader.line_num, dict(zip(header, trimmed, strict=True)))
    except csv.Error:
        raise Unreadable(f"{file}, line {reader.line_num}: it is not CSV.") from None
    if header is None:
        raise Unreadable(f"{file}, line 1: it has no header.")


def _header(file: Path, number: int, cells: list[str], required: Sequence[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    for column in required:
        if column not in names:
            raise Unreadable(f"{file}, line {number}: the header has no column {column}.")
    for column in names:
        if column and names.count(column) > 1:
            raise Unreadable(f"{file}, line {number}: the header has column {column} twice.")
    return names
