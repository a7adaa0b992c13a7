"""What time the database says it is: a second opinion before anything is destroyed for ever."""

from datetime import UTC, datetime, timedelta

from django.db import connection

MAY_DIFFER = timedelta(hours=1)


def agrees(at: datetime) -> bool:
    """Whether the database's clock is within an hour of `at`. Where database and program share a
    machine they share its clock, and only a clock that the program was given shows."""
    return abs(_now() - at) <= MAY_DIFFER


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        [told] = cursor.fetchone()
    if isinstance(told, datetime):
        return told
    return datetime.fromisoformat(told).replace(tzinfo=UTC)  # SQLite: text, in UTC
