"""The citizen's page when the network is bad, and on the way out of it."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import pages
from tests.browser.network import Network
from tests.support.processes import free_port
from tests.support.servers import KrisechatServer

SIZES = [(320, 256), (320, 640), (390, 844), (768, 1024), (1280, 800), (1920, 1080)]


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[KrisechatServer, Network]]:
    """A server, and the network in front of it."""
    database: Path = tmp_path_factory.mktemp("far") / "krisechat.sqlite3"
    port = free_port()
    with Network(port) as network:
        server = KrisechatServer(
            {"DATABASE_URL": f"sqlite:///{database}", "KRISECHAT_PUBLIC_URL": network.url},
            port=port,
        )
        server.manage("demo", "--prepare-only")
        with server:
            yield server, network


@pytest.fixture
def server_far(far: tuple[KrisechatServer, Network]) -> KrisechatServer:
    return far[0]


@pytest.fixture
def network(far: tuple[KrisechatServer, Network]) -> Iterator[Network]:
    """The network, mended after each test."""
    yield far[1]
    far[1].mode = "open"


@pytest.fixture
def tunnel(chromium: Browser, network: Network) -> Iterator[Page]:
    """A phone behind that network, in a conversation that waits."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="da-DK", base_url=network.url
    )
    page = context.new_page()
    pages.come_in(page)
    pages.write(page, "før tunnelen")
    yield page
    context.close()


def send(page: Page, words: str) -> Locator:
    page.locator("#text").fill(words)
    page.locator("#composer button").click()
    return page.locator("#list li.me").filter(has_text=words).locator(".state")


def stored(page: Page, words: str) -> int:
    """How often the server itself holds these words."""
    page.reload()
    return page.locator("#list li.me").filter(has_text=words).count()


def test_a_mute_line_is_owned_up_to_and_mended(tunnel: Page, network: Network) -> None:
    network.mode = "frozen"
    began = time.monotonic()
    state = send(tunnel, "i tunnelen")
    expect(state).to_contain_text("Sender")
    expect(state).to_contain_text("Ikke sendt endnu", timeout=5_500)
    expect(tunnel.locator("#offline")).to_be_visible(timeout=16_000)
    assert time.monotonic() - began < 16
    assert tunnel.locator("#offline a").first.get_attribute("href") == "tel:112"
    expect(tunnel.locator("#lamp")).to_have_class("lamp off")
    expect(tunnel.locator("#voice")).to_contain_text("ring 112")
    network.mode = "cut"
    network.mode = "open"
    expect(state).to_contain_text("Sendt kl.", timeout=40_000)
    expect(tunnel.locator("#offline")).to_be_hidden()
    assert stored(tunnel, "i tunnelen") == 1


def test_where_sockets_are_blocked_it_still_sends(tunnel: Page, network: Network) -> None:
    network.mode = "no sockets"
    tunnel.reload()
    for words in ("uden socket et", "uden socket to", "uden socket tre"):
        send(tunnel, words)
    for words in ("uden socket et", "uden socket to", "uden socket tre"):
        state = tunnel.locator("#list li.me").filter(has_text=words).locator(".state")
        expect(state).to_contain_text("Sendt kl.", timeout=20_000)
    tunnel.wait_for_timeout(15_000)
    expect(tunnel.locator("#offline")).to_be_hidden()
    assert stored(tunnel, "uden socket") == 3


def test_a_restart_loses_nothing(tunnel: Page, server_far: KrisechatServer) -> None:
    server_far.terminate()
    state = send(tunnel, "under genstart")
    server_far.start()
    expect(state).to_contain_text("Sendt kl.", timeout=40_000)
    assert stored(tunnel, "under genstart") == 1


def test_a_fifth_page_takes_over_and_can_be_taken_back(tunnel: Page) -> None:
    for _ in range(4):
        another = tunnel.context.new_page()
        another.goto("/skriv")
        expect(another.locator("#lamp")).to_contain_text("Du har en plads")
        another.wait_for_timeout(400)
    expect(tunnel.locator("#elsewhere")).to_be_visible()
    expect(tunnel.locator("#composer")).to_be_hidden()
    tunnel.get_by_role("button", name="Åbn den her").click()
    expect(tunnel.locator("#composer")).to_be_visible()
    expect(send(tunnel, "her igen")).to_contain_text("Sendt kl.")


def test_leaving_in_one_tab_empties_the_other(tunnel: Page) -> None:
    another = tunnel.context.new_page()
    another.goto("/skriv")
    another.locator("a.exit").click()
    expect(tunnel).to_have_title("Boller med havre")
    expect(tunnel).to_have_url(re.compile("/opskrift$"))
    assert "før tunnelen" not in tunnel.content()


def test_the_way_out_needs_no_network(tunnel: Page, network: Network) -> None:
    network.mode = "frozen"
    milliseconds, text = tunnel.evaluate(
        """() => new Promise((done) => {
            const began = performance.now();
            document.querySelector('.exit').click();
            requestAnimationFrame(() => requestAnimationFrame(() =>
                done([performance.now() - began, document.body.innerText])));
        })"""
    )
    assert milliseconds < 100
    assert text.startswith("Boller med havre")
    assert "tunnelen" not in text


def test_three_shifts_leave_and_capitals_do_not(tunnel: Page) -> None:
    for letter in "ABC":
        tunnel.keyboard.press("Shift")
        tunnel.keyboard.press(letter)
    tunnel.wait_for_timeout(300)
    assert tunnel.url.endswith("/skriv")
    for _ in range(3):
        tunnel.keyboard.press("Shift")
    tunnel.wait_for_url("**/opskrift")


def test_a_whole_visit_is_one_entry_in_the_history(chromium: Browser, network: Network) -> None:
    context = chromium.new_context(locale="da-DK", base_url=network.url)
    page = context.new_page()
    page.goto("/")
    entries = page.evaluate("history.length")
    page.get_by_role("link", name="Begynd at skrive").click()
    page.get_by_role("button", name="jeg vil skrive").click()
    expect(page.locator("body")).to_have_attribute("data-state", "waiting")
    pages.write(page, "hej")
    page.locator("#folds summary", has_text="Slut samtalen").click()
    page.get_by_role("button", name="Ja, slut nu").click()
    page.get_by_role("button", name="Lidt").click()
    page.locator("#other").fill("en at ringe til")
    page.locator(".what").get_by_role("button", name="Send").click()
    expect(page.locator("#after")).to_have_attribute("data-step", "done")
    assert page.evaluate("history.length") == entries
    page.reload()
    expect(page.locator("#after")).to_have_attribute("data-step", "done")
    context.close()


def test_a_cpr_number_is_hidden_on_the_page_too(tunnel: Page) -> None:
    tunnel.locator("#text").fill("jeg hedder 010190-1234")
    tunnel.locator("#composer button").click()
    expect(tunnel.locator(".masked")).to_contain_text("skjult et CPR-nummer")
    assert "010190" not in tunnel.locator("#list").inner_text()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_way_out_is_in_sight_and_on_top(
    chromium: Browser, network: Network, width: int, height: int
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": height}, base_url=network.url
    )
    page = context.new_page()
    for path in ("/", "/tryg", "/numre", "/gemmer", "/tilgaengelighed", "/er-her-ikke"):
        page.goto(path)
        for end in ("0", "document.documentElement.scrollHeight"):
            page.evaluate(f"scrollTo(0, {end})")
            box = page.locator("a.exit").bounding_box()
            assert box is not None
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= height
            assert box["height"] >= 44
            assert box["x"] + box["width"] <= width
            middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            assert page.evaluate(
                "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('a.exit'))", middle
            )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()
