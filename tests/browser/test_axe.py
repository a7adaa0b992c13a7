"""axe-core over every state of every page: nothing found, by day and by night."""

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser import axe
from tests.browser.conftest import PHONE
from tests.support.drawn import PAGES
from tests.support.servers import KrisechatServer


@pytest.fixture(scope="module")
def canvas(chromium: Browser, server: KrisechatServer):  # type: ignore[no-untyped-def]
    context = chromium.new_context(
        viewport=PHONE, locale="da-DK", base_url=server.url, reduced_motion="reduce"
    )
    page = context.new_page()
    page.route("**/talk.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    yield page
    context.close()


def show(canvas: Page, html: str) -> None:
    def draw(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    canvas.unroute("**/tegnet")
    canvas.route("**/tegnet", draw)
    canvas.goto("/tegnet")


@pytest.mark.parametrize("name", PAGES)
def test_a_drawn_page(canvas: Page, name: str) -> None:
    show(canvas, PAGES[name]())
    canvas.emulate_media(color_scheme="light")
    found = axe.violations(canvas, enhanced=True)
    canvas.emulate_media(color_scheme="dark")
    found += axe.violations(canvas, enhanced=True, only_colours=True)
    canvas.emulate_media(color_scheme="light", forced_colors="active")
    found += axe.violations(canvas, enhanced=False, only_colours=True)
    canvas.emulate_media(color_scheme="light", forced_colors="none")
    assert not found, "\n".join(found)
