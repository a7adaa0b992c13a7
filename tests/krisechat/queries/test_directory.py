"""Every page shows numbers: read once, kept for two seconds, and still there without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import NotFound
from krisechat.models import DirectoryEntry
from krisechat.queries import directory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 13, tzinfo=UTC)


def tels(at: datetime = AT, *, include_unverified: bool = True) -> list[str]:
    return [each.tel for each in directory.shown(at=at, include_unverified=include_unverified)]


def test_a_flood_of_pages_reads_the_rows_once(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        for millisecond in range(0, 2000, 20):
            assert tels(AT + timedelta(milliseconds=millisecond))[0] == "112"


def test_a_change_shows_within_two_seconds() -> None:
    assert "1888" in tels()
    DirectoryEntry.objects.filter(tel="1888").update(active=False)
    assert "1888" in tels(AT + timedelta(seconds=2))
    assert "1888" not in tels(AT + timedelta(seconds=2.1))


def test_how_long_ago_it_was_phoned_is_judged_each_time() -> None:
    """Kept rows do not keep a number in sight: at midnight in Denmark it is a day older."""
    before = datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC)
    since = before.date() - timedelta(days=180)
    DirectoryEntry.objects.filter(tel="1888").update(verified_on=since, verified_by=new_id())
    assert "1888" in tels(before, include_unverified=False)
    assert "1888" not in tels(before + timedelta(seconds=1), include_unverified=False)


def test_without_a_database_what_was_read_last_is_remembered(
    django_assert_num_queries: Any,
) -> None:
    directory.forget()
    late = AT + timedelta(hours=3)
    with django_assert_num_queries(0):
        none = directory.remembered(at=AT, include_unverified=True)
    assert [each.tel for each in none] == ["112", "1888", "116111", "114"]
    shown = tels()
    with django_assert_num_queries(0):
        found = directory.remembered(at=late, include_unverified=True)
    assert [each.tel for each in found] == shown


def test_an_empty_directory_shows_the_four_that_never_close() -> None:
    DirectoryEntry.objects.all().delete()
    assert tels(include_unverified=False) == ["112", "1888", "116111", "114"]


def test_the_rows_are_as_they_were_shipped_phoned_by_nobody() -> None:
    entries = directory.entries()
    assert len(entries) == 23 and all(each.active for each in entries)
    assert [entries[0].number.tel, entries[0].order] == ["112", 0]
    assert all(each.number.verified_on is None for each in entries)
    assert directory.entry(entries[3].id) == entries[3]
    with pytest.raises(NotFound):
        directory.entry(new_id())
