"""A key ring of a test's own."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from krisechat.foundation import keyring
from krisechat.privacy import current
from krisechat.privacy.retention import RetentionClass


@pytest.fixture
def own_keys(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Keys from the week of 22 November 2026 on, in use for this test."""
    directory = tmp_path / "keys"
    keyring.make(directory, weeks_ahead=9, now=date(2026, 11, 22), classes=list(RetentionClass))
    settings.KRISECHAT_KEYS = directory
    current.forget()
    yield directory
    current.forget()
