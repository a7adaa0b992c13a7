"""What every test gets: keys of its own installation, fresh limits, no way to the network."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate

from krisechat.citizen import slowing
from krisechat.foundation import clock, keyring
from krisechat.foundation.append_only import remove_append_only
from krisechat.outbound.recorder import Recorder
from krisechat.privacy import sealing
from krisechat.privacy.retention import RetentionClass
from krisechat.queries import directory
from krisechat.realtime import buckets
from routing.operations import incoming
from tests.support import directory as help_directory
from volunteers.console import pages

# A property holds or not; how long one example takes says only how busy the machine is.
hypothesis.settings.register_profile("krisechat", deadline=None)
hypothesis.settings.load_profile("krisechat")

# The clocks go forward in the first of these weeks; in the others they go back, and Amina writes.
NAMED_NIGHTS = ((date(2026, 3, 23), 1), (date(2026, 10, 19), 6))


@pytest.fixture(scope="session", autouse=True)
def keys() -> None:
    """The key ring of the tests' settings, made once: for the present, and for the nights that
    tests name by their date, whenever they run."""
    for day, weeks in ((clock.now().date(), 8), *NAMED_NIGHTS):
        keyring.make(
            Path(settings.KRISECHAT_KEYS), weeks_ahead=weeks, now=day, classes=list(RetentionClass)
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The audit tables refuse to be emptied; between tests they must be. Their own tests put the
    triggers back."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        remove_append_only(editor)
    post_migrate.connect(help_directory.refill, sender=apps.get_app_config("krisechat"))


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    """Nothing kept in this process's memory reaches the next test."""
    yield
    sealing.forget()
    directory.forget()
    for limit in (buckets.sends, buckets.frames, pages._tries, pages._tries_of_all):
        limit.clear()
    pages._tries_of_source.clear()
    for limit in slowing.LIMITS:
        limit.clear()


@pytest.fixture(autouse=True)
def no_unexpected_texts() -> Iterator[None]:
    """A text message nobody asked for with `Recorder.take` fails the test."""
    Recorder.forget()
    incoming.pace.clear()
    yield
    left = [(each.to[-2:], each.body[:20]) for each in Recorder.take()]
    Recorder.forget()
    assert not left, f"texts nobody expected: {left}"
