"""Who may open a socket: our own pages, in our subprotocol; the console only with a login."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.sessions.models import Session

from config.asgi import application
from krisechat.foundation import clock
from krisechat.socket import connection
from tests.hostile.verdicts import said, until
from tests.support import people, sockets
from tests.support.sockets import Socket
from volunteers.models import Account, Membership

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("orderly_end")]

OURS = "http://testserver"
PATHS = ("/ws/citizen", "/ws/console")

FOREIGN: list[list[bytes]] = [
    [],
    [b"null"],
    [b""],
    [b"https://testserver"],
    [b"http://testserver:80"],
    [b"http://testserver:8000"],
    [b"http://testserver:8000.evil.example"],
    [b"http://testserver.evil.example"],
    [b"http://eviltestserver"],
    [b"http://evil.example"],
    [b"http://evil.example/http://testserver"],
    [b"http://evil.example#http://testserver"],
    [b"http://user@testserver"],
    [b"http://testserver/"],
    [b"http://testserver."],
    [b" http://testserver"],
    [b"http://testserver\x0b"],
    [b"ws://testserver"],
    [b"file://"],
    [b"http://[::1"],
    [b"http://testserver:99999999999999999999"],
    [b"http://testserver\xe6"],
    [b"http://testserver", b"http://testserver"],
    [b"http://testserver", b"http://evil.example"],
    [b"http://testserver http://evil.example"],
]


def handshake(
    path: str, origins: list[bytes], *, subprotocols: list[str] | None = None, **headers: str
) -> WebsocketCommunicator:
    """A socket that is about to knock."""
    sent = [(b"origin", each) for each in origins]
    sent += [(name.encode(), value.encode()) for name, value in headers.items()]
    protocols = ["krisechat.v1"] if subprotocols is None else subprotocols
    return WebsocketCommunicator(application, path, headers=sent, subprotocols=protocols)


async def knock(communicator: WebsocketCommunicator) -> tuple[bool, Any]:
    """Whether the socket was let in, and with which subprotocol or code."""
    answer: tuple[bool, Any] = await communicator.connect(timeout=5)
    await communicator.disconnect()
    return answer


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("origins", FOREIGN, ids=repr)
async def test_a_foreign_origin_is_not_let_in(path: str, origins: list[bytes]) -> None:
    accepted, _ = await knock(handshake(path, origins))
    assert not accepted


async def test_our_own_origin_is_let_in() -> None:
    assert await knock(handshake("/ws/citizen", [OURS.encode()])) == (True, "krisechat.v1")


async def test_of_several_origins_of_ours_each_is_let_in(settings: Any) -> None:
    settings.KRISECHAT_ORIGINS = ["http://127.0.0.1:8000", "https://chat.example.dk"]
    for origin, due in (
        (b"http://127.0.0.1:8000", True),
        (b"https://chat.example.dk", True),
        (b"http://127.0.0.1", False),
        (b"http://127.0.0.1:8001", False),
        (b"http://127.0.0.1:8000.evil.example", False),
        (b"https://127.0.0.1:8000", False),
        (b"http://chat.example.dk", False),
        (b"https://chat.example.dk:8000", False),
        (b"https://evil.chat.example.dk", False),
    ):
        accepted, _ = await knock(handshake("/ws/citizen", [origin]))
        assert accepted is due, origin


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("offered", "due"),
    [
        (["krisechat.v1"], (True, "krisechat.v1")),
        (["mqtt", "krisechat.v1"], (True, "krisechat.v1")),
        ([], (True, None)),
        (["krisechat.v2"], (False, 1000)),
        (["KRISECHAT.V1"], (False, 1000)),
        (["mqtt"], (False, 1000)),
    ],
)
async def test_only_our_subprotocol_is_spoken(path: str, offered: list[str], due: object) -> None:
    assert await knock(handshake(path, [OURS.encode()], subprotocols=offered)) == due


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ws",
        "/ws/",
        "/ws/citizen/",
        "/ws/nobody",
        "/WS/CITIZEN",
        "/api/v1/status",
        "//ws/citizen",
    ],
)
async def test_other_addresses_have_no_socket(path: str) -> None:
    accepted, _ = await knock(handshake(path, [OURS.encode()]))
    assert not accepted


# ── The console's login ───────────────────────────────────────────────────────────────────────


@asynccontextmanager
async def at_the_console(cookie: str | None) -> AsyncIterator[Socket]:
    """A console's socket with this cookie header, before any hello."""
    headers = {} if cookie is None else {"cookie": cookie}
    async with sockets.connected("/ws/console", **headers) as socket:
        yield socket


@pytest.mark.parametrize(
    "cookie",
    [
        None,
        "",
        "v=",
        "v=x",
        "v=" + "x" * 32,
        "v=" + "x" * 8_000,
        'v="\\000aaaaaaaaaaaaaaaa"',
        "v=\xe6\xf8\xe5\xe6\xf8\xe5\xe6\xf8\xe5",
        "v='; DROP TABLE django_session; --",
        "other=1; s=1",
        "; ; =; v",
        "V=aaaaaaaaaaaaaaaa",
    ],
)
async def test_without_a_login_the_console_is_4401(cookie: str | None) -> None:
    async with at_the_console(cookie) as socket:
        assert await socket.closed() == 4401
        assert not socket.seen


async def test_a_citizens_token_is_no_login() -> None:
    opened = await sync_to_async(people.amina)()
    async with at_the_console(f"v={opened.token}; s={opened.token}") as socket:
        assert await socket.closed() == 4401


async def test_a_login_that_has_expired_is_4401() -> None:
    await sync_to_async(people.bo)()
    cookie = await sockets.cookie_of("bo")
    await Session.objects.aupdate(expire_date=clock.now() - timedelta(seconds=1))
    async with at_the_console(cookie) as socket:
        assert await socket.closed() == 4401


async def test_a_login_from_before_the_password_changed_is_4401() -> None:
    await sync_to_async(people.bo)()
    cookie = await sockets.cookie_of("bo")
    await Account.objects.filter(login="bo").aupdate(password=secrets.token_hex())
    async with at_the_console(cookie) as socket:
        assert await socket.closed() == 4401


async def test_an_account_that_is_closed_is_4401() -> None:
    await sync_to_async(people.bo)()
    cookie = await sockets.cookie_of("bo")
    await Account.objects.filter(login="bo").aupdate(is_active=False)
    async with at_the_console(cookie) as socket:
        assert await socket.closed() == 4401


async def test_a_caseworker_is_4403() -> None:
    await sync_to_async(people.mette)()
    async with at_the_console(await sockets.cookie_of("mette")) as socket:
        assert await socket.closed() == 4403
        assert not socket.seen


async def test_a_volunteer_without_a_role_any_more_is_4403() -> None:
    await sync_to_async(people.bo)()
    await Membership.objects.all().adelete()
    async with at_the_console(await sockets.cookie_of("bo")) as socket:
        assert await socket.closed() == 4403


async def test_a_cookie_of_another_site_in_front_does_no_harm() -> None:
    await sync_to_async(people.bo)()
    cookie = 'prefs={"a":"b"}; [bad]=x; ' + await sockets.cookie_of("bo")
    async with at_the_console(cookie) as socket:
        await socket.send(type_="hello")
        assert (await socket.receive())["type"] == "welcome"


# ── Revocation while connected (P34) ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("how", ["logged out", "account closed", "role taken"])
async def test_a_right_that_ends_closes_the_socket_within_five_seconds(how: str) -> None:
    await sync_to_async(people.bo)()
    async with sockets.console("bo") as socket:
        if how == "logged out":
            await Session.objects.all().adelete()
        elif how == "account closed":
            await Account.objects.aupdate(is_active=False)
        else:
            await Membership.objects.all().adelete()
        assert said(await until(socket, seconds=5, type="closed")) in ("closed 4401", "closed 4403")


async def test_a_token_that_ends_closes_the_citizens_socket_within_five_seconds() -> None:
    opened = await sync_to_async(people.amina)()
    async with sockets.citizen(opened.token) as socket:
        from krisechat.models import AccessToken

        await AccessToken.objects.aupdate(ended_at=clock.now())
        assert said(await until(socket, seconds=5, type="closed")) == "closed 4401"


@pytest.mark.parametrize("path", PATHS)
async def test_a_socket_that_says_nothing_is_4401(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HELLO_SECONDS", 0.3)
    await sync_to_async(people.bo)()
    async with sockets.connected(path, cookie=await sockets.cookie_of("bo")) as socket:
        began = asyncio.get_running_loop().time()
        assert await socket.closed() == 4401
        assert asyncio.get_running_loop().time() - began < 2
