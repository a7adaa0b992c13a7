from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from krisechat.socket import positions
from tests.support import sockets


@pytest.fixture(autouse=True)
def gathers_briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Receipts wait for company no longer than a test needs."""
    monkeypatch.setattr(positions, "GATHER_SECONDS", 0.02)


@pytest_asyncio.fixture(autouse=True)
async def orderly_end() -> AsyncIterator[None]:
    """The test's hub ends with the test."""
    yield
    await sockets.end_hub()
