"""A hundred fake chats from four networks at a real server: where a newcomer stands then, what the
pages say meanwhile, and what is kept of where anybody came from."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from routing.rules.lanes import FEW_OF_A_NETWORK
from tests.support.servers import KrisechatServer

NETWORKS, ADDRESSES, EACH = 4, 5, 5


def at(server: KrisechatServer, address: str) -> httpx.Client:
    """A client that comes from this address."""
    transport = httpx.HTTPTransport(local_address=address)
    return httpx.Client(transport=transport, base_url=server.url, timeout=60)


def opens(client: httpx.Client) -> str:
    answer = client.post("/api/v1/conversations", json={})
    assert answer.status_code == 201, answer.text[:200]
    token: str = answer.json()["token"]
    return token


def position(client: httpx.Client, token: str) -> int:
    found = client.get(
        "/api/v1/conversation/messages?after=0&wait=0",
        headers={"Authorization": f"Bearer {token}"},
    )
    place: int = found.json()["queue"]["position"]
    return place


@pytest.fixture
def pages(server: KrisechatServer) -> Iterator[list[httpx.Response]]:
    """Filled by whoever looks; each page was there, with the numbers."""
    seen: list[httpx.Response] = []
    yield seen
    for page in seen:
        assert page.status_code == 200
        assert "tel:112" in page.text


def test_a_newcomer_stands_before_a_flood_and_no_address_is_kept(
    server: KrisechatServer, pages: list[httpx.Response]
) -> None:
    def flood(source: int) -> None:
        with at(server, f"127.7.{source % NETWORKS}.{10 + source // NETWORKS}") as fake:
            for _ in range(EACH):
                opens(fake)
                pages.append(fake.get("/numre"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(flood, range(NETWORKS * ADDRESSES)))
    with at(server, "127.9.1.1") as newcomer:
        pages.append(newcomer.get("/"))
        assert position(newcomer, opens(newcomer)) <= NETWORKS * FEW_OF_A_NETWORK + NETWORKS + 1
    assert server.answers()
    kept = Path(server.environment["DATABASE_URL"].removeprefix("sqlite:///"))
    for file in (*kept.parent.glob(f"{kept.name}*"), Path(server.log)):
        held = file.read_bytes()
        assert b"127.7." not in held and b"127.9." not in held, file.name
