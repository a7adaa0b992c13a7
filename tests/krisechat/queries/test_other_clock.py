"""A second opinion on what time it is."""

from datetime import timedelta

import pytest

from krisechat.foundation import clock
from krisechat.queries import other_clock

pytestmark = pytest.mark.django_db


def test_the_databases_clock_is_asked() -> None:
    assert other_clock.agrees(clock.now())
    assert other_clock.agrees(clock.now() + timedelta(minutes=59))
    assert not other_clock.agrees(clock.now() + timedelta(minutes=61))
    assert not other_clock.agrees(clock.now() - timedelta(minutes=61))
