from pathlib import Path

import pytest

from tests.support.quick import quick_return_codes
from tests.support.ring import own_keys

__all__ = ["own_keys", "quick_return_codes"]


@pytest.fixture(autouse=True)
def keys_of_that_week(own_keys: Path) -> None:
    """These nights are nights of November 2026."""
