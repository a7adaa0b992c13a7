"""What a browser keeps on its disk after a conversation: searched for planted words (P45).

The control shows that the search finds things, and that this browser does write down what a page
lets it: a title, what a page stores, and what is typed into a field that is not told off.
"""

import contextlib
import os
import re
import signal
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import pages
from tests.browser.conftest import ARGUMENTS, CHROMIUM, PHONE
from tests.support.servers import KrisechatServer

MINE, THEIRS, DRAFT, NUMBER = "kirsebærtræerne", "skovduernes", "brombærkrattene", "29384756"
CONTROL = {"title": "vandmelonerne", "stored": "rabarberne", "typed": "tomatsuppen"}
CONTROL_PAGE = f"""<!doctype html><title>{CONTROL["title"]}</title><textarea></textarea>
<script>localStorage.kept = "{CONTROL["stored"]}"</script>"""


class Profile:
    """A browser with a directory of its own, and what lies in it."""

    def __init__(self, chromium: Browser, server: KrisechatServer, directory: Path) -> None:
        self._type = chromium.browser_type
        self._server = server
        self.directory = directory

    def open(self, *more: str, script: bool = True) -> BrowserContext:
        context = self._type.launch_persistent_context(
            str(self.directory),
            executable_path=CHROMIUM,
            args=[*ARGUMENTS, *more],
            java_script_enabled=script,
            base_url=self._server.url,
            locale="da-DK",
            viewport=PHONE,  # type: ignore[arg-type]
        )
        context.set_default_timeout(10_000)
        context.route(
            "http://control.test/",
            lambda route: route.fulfill(body=CONTROL_PAGE, content_type="text/html"),
        )
        return context

    def holds(self, *words: str) -> set[str]:
        """Which of these words stand anywhere in the directory."""
        return {word for text in self._everything() for word in words if _stands(word, text)}

    def _everything(self) -> Iterator[bytes]:
        for each in self.directory.rglob("*"):
            if each.is_file() and not each.is_symlink():
                text = each.read_bytes()
                yield text
                yield from _unpacked(text)

    def write_down(self, context: BrowserContext) -> None:
        """Waits until the browser has written the control, which came last, to its disk."""
        tab = context.new_page()
        tab.goto("http://control.test/")
        tab.locator("textarea").press_sequentially(CONTROL["typed"])
        give_up = time.monotonic() + 60
        while self.holds(*CONTROL.values()) != set(CONTROL.values()):
            assert time.monotonic() < give_up, "the control was never written"
            tab.wait_for_timeout(500)

    def led_to(self, tab: Page, address: str) -> None:
        """Waits until the session file, which holds what was posted too, knows this address."""
        give_up = time.monotonic() + 30
        while not any(
            address.encode() in each.read_bytes()
            for each in (self.directory / "Default" / "Sessions").iterdir()
        ):
            assert time.monotonic() < give_up, "the session was never written"
            tab.wait_for_timeout(500)

    def kill(self) -> None:
        """As when a battery is pulled: every process of this directory, and of no other."""
        mine = f"--user-data-dir={self.directory}".encode()
        for each in Path("/proc").iterdir():
            if each.name.isdigit():
                try:
                    if mine in (each / "cmdline").read_bytes().split(b"\0"):
                        os.kill(int(each.name), signal.SIGKILL)
                except OSError:
                    continue  # gone already


def _stands(word: str, text: bytes) -> bool:
    """As it is, as a browser keeps text in memory, or as a form posts it."""
    forms = (word.encode(), word.encode("utf-16-le"), quote_plus(word).encode())
    return any(each in text for each in forms)


def _unpacked(text: bytes) -> Iterator[bytes]:
    """What lies in it compressed with gzip."""
    at = text.find(b"\x1f\x8b\x08")
    while at >= 0:
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj(31).decompress(text[at:])
        at = text.find(b"\x1f\x8b\x08", at + 1)


@pytest.fixture
def profile(chromium: Browser, server: KrisechatServer, tmp_path: Path) -> Profile:
    return Profile(chromium, server, tmp_path / "profile")


def talk(page: Page, desk: Page) -> str:
    """Words in both directions, a number, a draft; returns the four words, which were shown."""
    pages.come_in(page)
    pages.write(page, MINE)
    pages.log_in(desk, "bo")
    pages.take_next(desk)
    pages.answer(desk, THEIRS)
    expect(page.locator("#list")).to_contain_text(THEIRS)
    page.get_by_text("Mere", exact=True).click()
    page.locator("summary", has_text="Kom tilbage fra en anden telefon").click()
    page.get_by_role("button", name="Vis mig fire ord").click()
    expect(page.locator("#four")).not_to_be_empty()
    words = page.locator("#four").inner_text().strip()
    page.locator("summary", has_text="Hvis siden lukker").click()
    page.locator("#phone").fill(NUMBER)
    page.get_by_role("button", name="Gem", exact=True).click()
    page.get_by_text("Mere", exact=True).click()
    page.locator("#text").press_sequentially(DRAFT)
    return words


def erase(page: Page, words: str) -> None:
    """Nobody is left in the queue."""
    found = page.request.post("/api/v1/conversations/resume", data={"return_code": words}).json()
    bearer = {"Authorization": f"Bearer {found['token']}"}
    assert page.request.delete("/api/v1/conversation", headers=bearer).status == 204


def test_after_the_way_out_nothing_is_there(profile: Profile, desk: Page) -> None:
    context = profile.open()
    page = context.pages[0]
    words = talk(page, desk)
    planted = (MINE, THEIRS, DRAFT, NUMBER, words)
    page.locator("a.exit").click()
    expect(page.get_by_role("heading", name="Tip")).to_be_visible()
    profile.write_down(context)
    assert profile.holds(*planted) == set()
    context.close()
    assert profile.holds(*planted) == set()
    assert profile.holds(CONTROL["title"]) == {CONTROL["title"]}

    again = profile.open("--restore-last-session")
    for tab in again.pages:
        assert not [each for each in planted if each in tab.content()]
    page = again.new_page()
    page.goto("/skriv")
    assert page.url.endswith("/tryg")
    erase(page, words)
    again.close()


def test_after_the_battery_is_pulled_nothing_is_there(profile: Profile, desk: Page) -> None:
    context = profile.open()
    words = talk(context.pages[0], desk)
    profile.write_down(context)
    profile.kill()
    assert profile.holds(*CONTROL.values()) == set(CONTROL.values())
    assert profile.holds(MINE, THEIRS, DRAFT, NUMBER, words) == set()
    erase(desk, words)


def test_what_is_posted_to_be_taken_along_without_a_script_is_not_there(profile: Profile) -> None:
    context = profile.open(script=False)
    page = context.pages[0]
    pages.come_in(page)
    proof = {"X-Form-Token": page.locator("[name=form_token]").first.get_attribute("value") or ""}
    made = page.request.post("/api/v1/conversation/return-code", headers=proof)
    page.locator("#text").fill(DRAFT)
    page.locator("#composer [formaction]").click()
    expect(page.locator("#text")).to_have_value(DRAFT)
    page.locator("#text").fill(MINE)
    page.locator("summary", has_text="Sprog").click()
    page.locator("#languages [lang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#text")).to_have_value(MINE)
    profile.led_to(page, "/skriv?sprog=en")
    assert profile.holds(DRAFT, MINE) == set()
    page.locator("a.exit").click()
    expect(page).to_have_url(re.compile("/opskrift"))
    erase(page, made.json()["return_code"])
    context.close()
    assert profile.holds(DRAFT, MINE) == set()


def test_a_page_kept_in_memory_comes_back_without_a_word(
    chromium: Browser, server: KrisechatServer
) -> None:
    """Left from the page that came after the conversation; then Back, where browsers keep pages."""
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM,
        args=list(ARGUMENTS),
        ignore_default_args=["--disable-back-forward-cache"],
    )
    context = browser.new_context(locale="da-DK", base_url=server.url)
    page = context.new_page()
    pages.come_in(page)
    pages.write(page, MINE)
    proof = {"X-Form-Token": page.locator("[name=form_token]").first.get_attribute("value") or ""}
    made = page.request.post("/api/v1/conversation/return-code", headers=proof)
    page.locator(".foot a[href='/numre']").click()
    page.wait_for_url("**/numre")
    page.locator("a.exit").click()
    expect(page.get_by_role("heading", name="Tip")).to_be_visible()
    page.evaluate("history.back()")
    page.wait_for_url("**/tryg")  # what is true now was asked anew
    assert MINE not in page.content()
    assert context.cookies() == []
    erase(page, made.json()["return_code"])
    browser.close()
