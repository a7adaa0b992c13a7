"""The help directory everybody begins with, and what people do with it."""

import importlib
import json
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps

from krisechat.foundation import call_hours
from krisechat.foundation.directory import HelpNumber
from krisechat.models import DirectoryEntry
from krisechat.queries import directory

_FIRST = importlib.import_module("krisechat.migrations.0011_the_help_directory")
SOMEBODY = UUID("00000000-0000-7000-8000-000000000001")


def refill(**_: object) -> None:
    """A test that empties the database leaves the directory as a new installation has it."""
    _FIRST.seed(apps, None)


def seed() -> list[dict[str, Any]]:
    """The rows as they are shipped."""
    rows: list[dict[str, Any]] = json.loads(_FIRST.SEED.read_bytes())
    return rows


def numbers() -> tuple[HelpNumber, ...]:
    """The same as numbers to call."""
    return tuple(
        HelpNumber(
            labels=row["labels"],
            notes=row["notes"],
            owner=row["owner"],
            display=row["display"],
            tel=row["tel"],
            url=row["url"],
            topics=tuple(row["topics"]),
            hours=call_hours.read(row["hours"]),
            danger=row["danger"],
        )
        for row in seed()
    )


def row_of(tel: str) -> DirectoryEntry:
    return DirectoryEntry.objects.get(tel=tel, active=True)


def phoned(tel: str, on: date | None, **changed: Any) -> None:
    """As if somebody had phoned this number on that day, or nobody ever."""
    by = SOMEBODY if on else None
    DirectoryEntry.objects.filter(tel=tel).update(verified_on=on, verified_by=by, **changed)
    directory.forget()
