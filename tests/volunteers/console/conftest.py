from collections.abc import AsyncIterator

import pytest_asyncio

from tests.support import sockets


@pytest_asyncio.fixture(autouse=True)
async def orderly_end() -> AsyncIterator[None]:
    """The test's hub ends with the test."""
    yield
    await sockets.end_hub()
