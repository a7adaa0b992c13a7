"""The one place that asks what time it is. Everything below the interfaces is told."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def rfc3339(at: datetime) -> str:
    """`at` as RFC 3339 in UTC with milliseconds, for example 2026-11-22T21:40:00.123Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
