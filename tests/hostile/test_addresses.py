"""Where citizens come from is written down nowhere: clients at planted addresses, then a search
of everything the server has written (P26)."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.servers import KrisechatServer

ADDRESSES = [f"127.7.{each}.{200 - each}" for each in range(31, 34)]
TOLD = "203.0.113.77"  # what a client says of itself, in headers that proxies use


@pytest.fixture
def server(tmp_path: Path) -> Iterator[KrisechatServer]:
    """With its database, keys and everything else in one directory."""
    world = KrisechatServer(
        {
            "DATABASE_URL": f"sqlite:///{tmp_path}/krisechat.sqlite3",
            "KRISECHAT_KEYS": str(tmp_path / "keys"),
            "KRISECHAT_DEMO_PHONE": str(tmp_path / "phone.sqlite3"),
        }
    )
    world.manage("demo", "--prepare-only")
    with world:
        yield world


def visit(server: KrisechatServer, address: str) -> None:
    """Everything a citizen does, wrong guesses and a page that is not there among it."""
    told = {"X-Forwarded-For": TOLD, "X-Real-IP": TOLD, "Forwarded": f"for={TOLD}"}
    transport = httpx.HTTPTransport(local_address=address)
    with httpx.Client(base_url=server.url, transport=transport, headers=told) as phone:
        phone.get("/")
        phone.get("/er-her-ikke")
        opened = phone.post("/api/v1/conversations", json={"first_message": "hej"})
        assert opened.status_code == 201
        bearer = {"Authorization": f"Bearer {opened.json()['token']}"}
        phone.get("/api/v1/conversation/messages?after=0", headers=bearer)
        for _ in range(7):
            phone.post("/api/v1/conversations/resume", json={"return_code": "birk sne kaffe bro"})
        phone.post("/skriv/start", data={"first_message": "hej igen"})
        phone.get("/skriv")
        phone.post("/api/v1/conversations", content=b"{")
        phone.post("/opskrift")


def test_no_address_is_written_anywhere(server: KrisechatServer, tmp_path: Path) -> None:
    for address in ADDRESSES:
        visit(server, address)
    server.terminate()
    written = [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
    written.append(server.log.read_bytes())
    assert any(b"Lygten" in each for each in written)  # the search finds what is there
    for address in (*ADDRESSES, TOLD):
        packed = bytes(int(part) for part in address.split("."))
        for text in written:
            assert address.encode() not in text
            assert address.encode("utf-16-le") not in text
            assert packed.hex().encode() not in text
