"""What the clock's keeping lane does for good: only when it is really that time."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from config import engine
from krisechat.foundation import clock, keyring
from krisechat.models import Conversation, Duty
from krisechat.operations import week_keys
from krisechat.privacy.retention import RetentionClass
from tests.support import people
from tests.support.ring import own_keys

__all__ = ["own_keys"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys_of_today")]

MONTH = timedelta(days=31)


@pytest.fixture
def keys_of_today(own_keys: Path) -> None:
    for day in (clock.now() - MONTH, clock.now()):
        keyring.make(own_keys, weeks_ahead=1, now=day.date(), classes=list(RetentionClass))


def test_it_erases_what_is_over(caplog: pytest.LogCaptureFixture) -> None:
    people.amina(at=clock.now() - MONTH)
    engine._retention(clock.now())
    assert Conversation.objects.get().state == "erased"
    assert Duty.objects.get(name="retention").done_at is not None


def test_a_clock_that_went_astray_erases_and_destroys_nothing(
    own_keys: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A machine that believes it is next year."""
    caplog.set_level(logging.ERROR)
    people.amina()
    before = keyring.week_keys(own_keys)
    next_year = clock.now() + timedelta(days=365)
    engine._retention(next_year)
    assert engine._WeekKeysOfThisCopy()(next_year) == 0
    assert Conversation.objects.get().state == "waiting"
    assert keyring.week_keys(own_keys) == before
    assert "retention not done: the database has another time" in caplog.text


def test_every_engine_destroys_in_its_own_copy_each_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(week_keys, "destroy_due", lambda *, at: asked.append(at) or 1)
    earlier = clock.now() - timedelta(minutes=59)
    for step in (engine._WeekKeysOfThisCopy(), engine._WeekKeysOfThisCopy()):
        minutes = (0, 1, 58, 60, 61)
        done = [step(earlier + timedelta(minutes=each)) for each in minutes]
        assert done == [1, 0, 0, 1, 0]
    assert len(asked) == 4


def test_keys_are_made_ahead_by_one_engine(own_keys: Path) -> None:
    now = clock.now()
    assert engine._make_week_keys(now) > 0
    assert engine._make_week_keys(now + timedelta(hours=23)) == 0
    assert week_keys.weeks_left(at=now) == week_keys.MADE_AHEAD
