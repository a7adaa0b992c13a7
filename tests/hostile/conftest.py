"""What every hostile test gets."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.support import sockets
from tests.support.servers import KrisechatServer


@pytest_asyncio.fixture
async def orderly_end() -> AsyncIterator[None]:
    """The test's hub ends with the test."""
    yield
    await sockets.end_hub()


@pytest.fixture
def unlimited(settings: Any) -> None:
    """No limit on how fast anything comes, for tests of everything else."""
    settings.KRISECHAT_RATE_LIMITS = False


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KrisechatServer]:
    """A real server with the demo's world and all limits, for one file of tests."""
    database = tmp_path_factory.mktemp("hostile") / "db.sqlite3"
    server = KrisechatServer({"DATABASE_URL": f"sqlite:///{database}"})
    server.manage("demo", "--prepare-only")
    with server:
        yield server
    server.remove()


@pytest.fixture
def still_well(server: KrisechatServer) -> Iterator[None]:
    """Whatever was done to the server: it answers, and it logged no fault and nobody's words."""
    yield
    assert server.answers()
    log = Path(server.log).read_text()
    for told in ("ERROR", "CRITICAL", "Traceback", "kanariefugl-otte-syv"):
        assert told not in log, log[-2_000:]
