"""Somebody comes while their network floods the door: with a script they hardly notice, without one
they wait a little, and the numbers are there."""

import math
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from krisechat.citizen import proving
from tests.browser.conftest import PHONE, Complaints, listen
from tests.support.servers import KrisechatServer

OLD_PHONE = 6  # times slower
BATCHES = 5


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KrisechatServer]:
    """A server with all its limits."""
    database: Path = tmp_path_factory.mktemp("flooded") / "krisechat.sqlite3"
    world = KrisechatServer({"DATABASE_URL": f"sqlite:///{database}"})
    world.manage("demo", "--prepare-only")
    with world:
        yield world


@pytest.fixture
def flooded(strict: KrisechatServer) -> Iterator[KrisechatServer]:
    """Everything comes from 127.0.0.1, faster than the door lets in, for at most two minutes."""
    over, asked = threading.Event(), threading.Event()

    def flood() -> None:
        with httpx.Client(base_url=strict.url, timeout=30) as it:
            for _ in range(600):
                if it.post("/api/v1/conversations", json={}).status_code == 429:
                    asked.set()
                if over.wait(0.2 if asked.is_set() else 0):
                    return

    thread = threading.Thread(target=flood, daemon=True)
    thread.start()
    assert asked.wait(100), "nobody was ever asked for a proof"
    yield strict
    over.set()
    thread.join(30)


def come(chromium: Browser, server: KrisechatServer, complaints: Complaints, **how: Any) -> Page:
    """A phone at the door."""
    context = chromium.new_context(viewport=PHONE, locale="da-DK", base_url=server.url, **how)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    page = context.new_page()
    listen(page, complaints, host=server.url)
    page.goto("/tryg")
    return page


def begin(page: Page) -> None:
    page.get_by_role("button", name="jeg vil skrive").click()


def slow(page: Page) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": OLD_PHONE})


def test_an_old_phone_does_the_work_by_itself(chromium: Browser, flooded: KrisechatServer) -> None:
    heard = Complaints()
    page = come(chromium, flooded, heard)
    slow(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    begin(page)
    expect(page.locator("body")).to_have_attribute("data-state", "waiting")
    assert [each for each in asked if each.endswith("/proof.js")]
    # The browser itself notes that the first answer was a 429.
    assert [each for each in heard if "429" not in each] == []
    page.context.close()


def test_the_work_takes_less_than_a_second_on_an_old_phone_nineteen_times_in_twenty(
    chromium: Browser, flooded: KrisechatServer
) -> None:
    page = come(chromium, flooded, Complaints(), bypass_csp=True)
    slow(page)
    refused = page.request.post("/skriv/start", form={}, headers={"Origin": flooded.url})
    _, challenge, script = refused.headers["x-proof"].split()
    seconds_a_hash = min(
        page.evaluate(
            """async ([script, bits, challenges]) => {
              const { prove } = await import(script);
              let tries = 0;
              const begun = performance.now();
              for (const challenge of challenges) {
                const body = new URLSearchParams();
                await prove(`${bits} ${challenge} x`, body);
                tries += Number(body.get('proof')) - 1e7 + 1;
              }
              return (performance.now() - begun) / 1000 / tries;
            }""",
            [script, 12, [f"{number:02}{batch}{challenge[3:]}" for number in range(8)]],
        )
        for batch in range(BATCHES)
    )
    median, p95 = (seconds_a_hash * 2**proving.BITS * -math.log(1 - share) for share in (0.5, 0.95))
    print(f"proof of work, CPU slowed 6 times: median {median:.2f} s, p95 {p95:.2f} s")
    assert p95 < 1
    page.context.close()


def test_without_a_script_the_page_says_how_long_and_shows_the_numbers(
    chromium: Browser, flooded: KrisechatServer
) -> None:
    heard = Complaints()
    page = come(chromium, flooded, heard, java_script_enabled=False)
    begin(page)
    expect(page.get_by_role("alert")).to_contain_text("Vent 20 sekunder, og tryk så igen")
    expect(page.locator("a[href='tel:1888']").first).to_be_visible()
    expect(page.get_by_role("button", name="Jeg vil skrive nu")).to_be_visible()
    page.context.close()
