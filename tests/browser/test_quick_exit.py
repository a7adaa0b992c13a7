"""The way out, in a real browser: six sizes, five states, the network there, mute or gone (P40).

What counts is what somebody sees who looks over the shoulder: within a tenth of a second nothing of
ours, and afterwards nothing by Back, Forward, or by coming again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import pages
from tests.browser.conftest import DESKTOP
from tests.browser.network import Network
from tests.support.processes import free_port
from tests.support.servers import KrisechatServer

# The first is 1280 by 1024 at 400 %.
SIZES = ((320, 256), (320, 640), (390, 844), (768, 1024), (1280, 800), (1920, 1080))
STATES = ("front", "safety", "waiting", "active", "ended")
NETWORKS = ("open", "frozen", "cut")
PATHS = {"front": "/", "safety": "/tryg"}
MINE, THEIRS = "kirsebærtræet", "skovduerne"
OURS = re.compile(f"{MINE}|{THEIRS}|Lygten|frivillig|samtale|Forlad", re.I)
NEUTRAL = "Boller med havre"

WATCH = """() => addEventListener('click', (event) => {
    const began = event.timeStamp;
    setTimeout(() => seen({ text: document.documentElement.innerText, title: document.title,
        address: location.pathname, styles: document.styleSheets.length }));
    requestAnimationFrame(() => painted(performance.now() - began));
}, true)"""


@dataclass
class World:
    """A server behind a network, its conversations by state, and what was measured there."""

    network: Network
    context: BrowserContext
    words: dict[str, str]
    seen: list[dict[str, Any]] = field(default_factory=list)
    painted: list[float] = field(default_factory=list)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """A server of its own, and the network in front of it."""
    database: Path = tmp_path_factory.mktemp("exit") / "krisechat.sqlite3"
    port = free_port()
    with Network(port) as between:
        environment = {
            "DATABASE_URL": f"sqlite:///{database}",
            "KRISECHAT_PUBLIC_URL": between.url,
            "KRISECHAT_RATE_LIMITS": "off",
        }
        server = KrisechatServer(environment, port=port)
        server.manage("demo", "--prepare-only")
        with server:
            yield between


@pytest.fixture(scope="module")
def bo(chromium: Browser, network: Network) -> Iterator[Page]:
    """Bo, at his desk all the while."""
    context = chromium.new_context(viewport=DESKTOP, locale="da-DK", base_url=network.url)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    desk = context.new_page()
    pages.log_in(desk, "bo")
    yield desk
    context.close()


@pytest.fixture(scope="module")
def world(chromium: Browser, network: Network, bo: Page) -> Iterator[World]:
    context = chromium.new_context(locale="da-DK", base_url=network.url)
    context.set_default_timeout(10_000)
    active = begin(context)
    pages.take_next(bo)
    pages.answer(bo, THEIRS)
    ended, waiting = begin(context), begin(context)
    context.request.post("/api/v1/conversation/end", headers=_bearer(ended))
    codes = {"active": active, "ended": ended, "waiting": waiting}
    made = World(network, context, {name: each["return_code"] for name, each in codes.items()})
    context.expose_binding("seen", lambda _, what: made.seen.append(what))
    context.expose_binding("painted", lambda _, after: made.painted.append(after))
    yield made
    context.close()


def begin(context: BrowserContext) -> dict[str, str]:
    """A conversation with a log longer than any screen here."""
    opened: dict[str, str] = context.request.post("/api/v1/conversations", data={}).json()
    for number in range(30):
        body = {"client_id": f"00000000-0000-4000-8000-{number:012d}", "body": f"{MINE} {number}"}
        sent = context.request.post(
            "/api/v1/conversation/messages", data=body, headers=_bearer(opened)
        )
        assert sent.status == 201
    return opened


def _bearer(opened: dict[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {opened['token']}"}


@pytest.fixture
def page(world: World) -> Iterator[Page]:
    """A new tab; the network is mended after each test."""
    world.network.mode = "open"
    world.context.clear_cookies()
    world.seen.clear()
    tab = world.context.new_page()
    yield tab
    world.network.mode = "open"
    world.context.set_offline(False)
    tab.close()


def come_to(world: World, page: Page, state: str) -> None:
    """Opens the page in this state, as somebody with the four words would, and leaves word there
    to be told what the eye sees."""
    if state in world.words:
        form = {"return_code": world.words[state]}
        back = page.context.request.post("/skriv/tilbage", form=form, max_redirects=0)
        assert back.status == 303
    page.goto(PATHS.get(state, "/skriv"))
    if state in world.words:
        expect(page.locator("body")).to_have_attribute("data-state", state)
    page.evaluate(WATCH)


def the_way_out(page: Page, *, width: int, height: int) -> tuple[float, float]:
    """Its middle; in sight, large enough for a thumb, and with nothing above it."""
    box = page.locator("a.exit").bounding_box()
    assert box is not None
    assert box["height"] >= 44 and box["width"] >= 44
    assert box["y"] >= 0 and box["y"] + box["height"] <= height
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    edges = [(box["x"] + 12, middle[1]), (box["x"] + box["width"] - 12, middle[1])]
    on_top = "points => points.every(p => document.elementFromPoint(...p).closest('a.exit'))"
    assert page.evaluate(on_top, [middle, *edges])
    return middle


def nothing_of_ours(page: Page) -> None:
    text = page.evaluate("document.documentElement.innerText + document.title")
    assert not OURS.search(text), text


@pytest.mark.parametrize("mode", NETWORKS)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_way_out(
    world: World, page: Page, size: tuple[int, int], state: str, mode: str
) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    come_to(world, page, state)
    for part in (0, 0.5, 1):
        page.evaluate(f"scrollTo(0, {part} * document.documentElement.scrollHeight)")
        middle = the_way_out(page, width=width, height=height)
    entries = page.evaluate("history.length")
    world.network.mode = mode
    world.context.set_offline(mode == "cut")

    page.mouse.click(*middle)

    expect(page).to_have_title(NEUTRAL)
    if mode == "open":  # the server's own page follows
        expect(page.get_by_role("heading", name="Tip")).to_be_visible()
    assert page.url.endswith("/opskrift")
    assert page.evaluate("history.length") == entries
    nothing_of_ours(page)
    while not world.seen:
        page.wait_for_timeout(10)
    [seen] = world.seen
    assert (seen["title"], seen["address"], seen["styles"]) == (NEUTRAL, "/opskrift", 0)
    assert seen["text"].startswith(NEUTRAL) and not OURS.search(seen["text"])
    for _ in range(5):
        page.go_back(wait_until="commit")
        nothing_of_ours(page)
    world.network.mode = "open"
    world.context.set_offline(False)
    page.goto("/skriv")
    assert page.url.endswith("/tryg")
    assert MINE not in page.content() and THEIRS not in page.content()
    assert world.context.cookies() == []


def test_it_was_covered_within_a_tenth_of_a_second(world: World, page: Page) -> None:
    """Over all of them, since single frames come late on a machine that does other things."""
    come_to(world, page, STATES[0])  # one more, so that there is one where this runs alone
    page.locator("a.exit").click()
    expect(page).to_have_title(NEUTRAL)
    while not world.seen:
        page.wait_for_timeout(10)
    assert median(world.painted) < 100


def test_what_it_cannot_do_is_said_on_one_small_screen(page: Page) -> None:
    """Before the first word: the history, the open apps, a phone that is watched, another phone;
    with the one button in sight, and 112 never in the way (P43)."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/tryg")
    for said in ("historik", "åbne apps", "Følger nogen med", "Lån en telefon"):
        expect(page.locator(".said")).to_contain_text(said)
    button = page.get_by_role("button", name="jeg vil skrive").bounding_box()
    assert button is not None
    assert button["y"] + button["height"] <= 640
    assert page.locator("a[href='tel:112']").count() >= 1


def test_the_page_out_of_memory_is_the_beginning_of_the_servers(page: Page) -> None:
    """So that nobody sees one page become another."""
    page.goto("/")
    page.context.set_offline(True)
    page.locator("a.exit").click()
    expect(page).to_have_title(NEUTRAL)
    made = page.locator("body").inner_text().split()
    page.context.set_offline(False)
    page.goto("/opskrift")
    assert page.locator("body").inner_text().split()[: len(made)] == made
    assert len(made) > 20
