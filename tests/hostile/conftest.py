"""What every hostile test gets."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.support import sockets


@pytest_asyncio.fixture
async def orderly_end() -> AsyncIterator[None]:
    """The test's hub ends with the test."""
    yield
    await sockets.end_hub()


@pytest.fixture
def unlimited(settings: Any) -> None:
    """No limit on how fast anything comes, for tests of everything else."""
    settings.KRISECHAT_RATE_LIMITS = False
