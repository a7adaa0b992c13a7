"""A real server with the demo's world, and a real Chromium that reaches nothing else."""

import re
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.support.servers import KrisechatServer

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's world as it begins, with its keys; each file of tests has a copy of it."""
    folder: Path = tmp_path_factory.mktemp("world")
    _serving(folder / "krisechat.sqlite3", keys=folder / "keys").manage("demo", "--prepare-only")
    return folder


def _serving(database: Path, *, keys: Path) -> KrisechatServer:
    return KrisechatServer(
        {
            "DATABASE_URL": f"sqlite:///{database}",
            "KRISECHAT_KEYS": str(keys),
            "KRISECHAT_RATE_LIMITS": "off",
        }
    )


@pytest.fixture(scope="module")
def server(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KrisechatServer]:
    """`manage.py serve` on a database of its own, in which nobody has been before this file."""
    database: Path = tmp_path_factory.mktemp("own") / "krisechat.sqlite3"
    with (
        closing(sqlite3.connect(world / "krisechat.sqlite3")) as begun,
        closing(sqlite3.connect(database)) as own,
    ):
        begun.backup(own)
    with _serving(database, keys=world / "keys") as serving:
        yield serving


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def never_for_ever() -> Iterator[None]:
    """A browser that does not answer any more fails its test instead of holding up all others."""

    def give_up(*_: object) -> None:
        raise TimeoutError("the browser has not answered for four minutes")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(240)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


class Complaints(list[str]):
    """What the pages complained of: script errors, refusals by the policy, foreign requests."""


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Every browser test ends with none."""
    heard = Complaints()
    yield heard
    assert not heard


def listen(page: Page, complaints: Complaints, *, host: str) -> None:
    """Notes what this page complains of, and every request to another host."""

    def asked(url: str) -> None:
        if not url.startswith((host, host.replace("http", "ws", 1), "data:", "blob:")):
            complaints.append(f"a request to another host: {url.split('/')[2]}")

    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked(request.url))


@pytest.fixture
def phone(chromium: Browser, server: KrisechatServer, complaints: Complaints) -> Iterator[Page]:
    """The citizen's phone, in Danish."""
    context = chromium.new_context(viewport=PHONE, locale="da-DK", base_url=server.url)  # type: ignore[arg-type]
    yield _page(context, server, complaints)
    leave_the_queue(context)
    context.close()


def leave_the_queue(context: BrowserContext) -> None:
    """Whoever still waits would be the next test's first in line."""
    left = context.request.get("/skriv")
    token = re.search(r'name="form_token" value="([0-9a-f]+)"', left.text())
    if token:
        context.request.delete("/api/v1/conversation", headers={"X-Form-Token": token[1]})


@pytest.fixture
def desk(chromium: Browser, server: KrisechatServer, complaints: Complaints) -> Iterator[Page]:
    """The volunteer's computer."""
    context = chromium.new_context(viewport=DESKTOP, locale="da-DK", base_url=server.url)  # type: ignore[arg-type]
    page = _page(context, server, complaints)
    yield page
    go_home(page)
    context.close()


def go_home(desk: Page) -> None:
    """Off duty: whoever only closes the lid is still asked for a while, and others wait for it."""
    token = desk.locator("#log-ud input[name=csrfmiddlewaretoken]")
    if token.count():
        form = {"csrfmiddlewaretoken": token.get_attribute("value") or ""}
        desk.context.request.post("/logout", form=form, headers={"Referer": desk.url})


def _page(context: BrowserContext, server: KrisechatServer, complaints: Complaints) -> Page:
    context.set_default_timeout(8_000)
    page = context.new_page()
    listen(page, complaints, host=server.url)
    return page


@pytest.fixture(scope="module")
def canvas(chromium: Browser, server: KrisechatServer) -> Iterator[Page]:
    """A phone that is shown drawn pages at an address of the server; their script is still."""
    context = chromium.new_context(viewport=PHONE, locale="da-DK", base_url=server.url)  # type: ignore[arg-type]
    page = context.new_page()
    page.route("**/talk.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    yield page
    context.close()


def show(canvas: Page, html: str) -> None:
    """This page, as if the server had drawn it."""

    def draw(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    canvas.unroute("**/drawn")
    canvas.route("**/drawn", draw)
    canvas.goto("/drawn")
