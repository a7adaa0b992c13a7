from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krisechat.privacy.retention import DAYS, RetentionClass, erase_at, key_due_at, week_of

SATURDAY_NIGHT = datetime(2026, 11, 21, 21, 40, tzinfo=UTC)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def test_every_class_has_its_days() -> None:
    assert DAYS == {
        RetentionClass.CONVERSATION: 30,
        RetentionClass.ACUTE: 180,
        RetentionClass.CITIZEN: 30,
        RetentionClass.HANDOVER: 90,
        RetentionClass.RECEIPT: 7,
    }


@pytest.mark.parametrize(
    ("at", "week"),
    [
        (SATURDAY_NIGHT, "2026-W47"),
        (datetime(2026, 11, 22, 23, 59, 59, 999999, tzinfo=UTC), "2026-W47"),
        (datetime(2026, 11, 23, tzinfo=UTC), "2026-W48"),
        (datetime(2027, 1, 1, tzinfo=UTC), "2026-W53"),
        (datetime(2027, 1, 4, tzinfo=UTC), "2027-W01"),
        # Monday 00:30 in Copenhagen is still Sunday in UTC.
        (datetime(2026, 11, 23, 0, 30, tzinfo=timezone(timedelta(hours=1))), "2026-W47"),
    ],
)
def test_weeks_are_iso_weeks_in_utc(at: datetime, week: str) -> None:
    assert week_of(at) == week


def test_an_ordinary_conversation() -> None:
    assert erase_at(RetentionClass.CONVERSATION, counts_from=SATURDAY_NIGHT) == datetime(
        2026, 12, 21, 21, 40, tzinfo=UTC
    )
    assert key_due_at(RetentionClass.CONVERSATION, week="2026-W47") == datetime(
        2026, 12, 23, tzinfo=UTC
    )


@given(at=moments, retention_class=st.sampled_from(RetentionClass))
def test_no_key_goes_before_the_days_are_over_and_none_stays_a_week_longer(
    at: datetime, retention_class: RetentionClass
) -> None:
    live_until = erase_at(retention_class, counts_from=at)
    dead_at = key_due_at(retention_class, week=week_of(at))
    assert live_until <= dead_at <= live_until + timedelta(days=7)


def test_a_week_no_calendar_has_is_refused() -> None:
    with pytest.raises(ValueError, match="Invalid week"):
        key_due_at(RetentionClass.ACUTE, week="2025-W53")
