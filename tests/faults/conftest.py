"""One installation for all fault tests: whatever a test broke is whole again before the next."""

from collections.abc import Iterator

import pytest

from tests.support.installation import Installation
from tests.support.krisechat_server import KrisechatServer


@pytest.fixture(scope="session")
def lasting() -> Iterator[Installation]:
    """PostgreSQL, Redis and the demo's world, for the whole run."""
    with Installation() as installation:
        installation.server()
        installation.server()
        yield installation


@pytest.fixture
def installation(lasting: Installation) -> Installation:
    """The installation with database and Redis running."""
    lasting.postgres.start()
    lasting.redis.resume()
    lasting.redis.start()
    return lasting


@pytest.fixture
def servers(installation: Installation) -> tuple[KrisechatServer, KrisechatServer]:
    """Its two servers, running."""
    one, other = installation.servers[:2]
    return one.start(), other.start()
