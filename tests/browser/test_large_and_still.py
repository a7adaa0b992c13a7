"""Large, spaced, in one's own colours, without motion: nothing is cut off, and nothing moves.

400 % zoom of a window 1280 by 1024 is 320 by 256 CSS pixels (WCAG 1.4.10).
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, show
from tests.browser.keyboard import here
from tests.support.drawn import PAGES

SQUEEZED = Path(__file__).with_name("squeezed.js").read_text()
ZOOMED = {"width": 320, "height": 256}
TWICE = "html { font-size: 200% }"
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important } p { margin-block-end: 2em !important }"""  # WCAG 1.4.12
TEXTS = "h1, h2, p, li, a, button, label, summary, textarea"
SIZES = f"""() => Array.from(document.querySelectorAll('{TEXTS}'),
  (one) => parseFloat(getComputedStyle(one).fontSize))"""
# A link that shows once, six seconds late and in one step, moves nothing.
MOVES = """() => document.getAnimations()
  .filter((one) => !(one instanceof CSSTransition) && one.animationName !== 'late')
  .filter((one) => one.playState === 'running' && one.effect.target.checkVisibility())
  .map((one) => one.effect.target.parentElement.className)"""
EDGES = """() => Array.from(document.querySelectorAll('.btn, .exit, textarea, .pick, .bubble'))
  .filter((one) => one.getClientRects().length)
  .filter((one) => parseFloat(getComputedStyle(one).borderTopWidth) < 1)
  .map((one) => one.className)"""
OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
every_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture
def page(canvas: Page) -> Iterator[Page]:
    """The shared canvas, set back to a phone by day."""
    yield canvas
    canvas.set_viewport_size(PHONE)  # type: ignore[arg-type]
    canvas.emulate_media(
        color_scheme="light",
        forced_colors="none",
        reduced_motion="reduce",
        contrast="no-preference",
    )


@every_page
def test_nothing_is_lost_when_all_is_large(page: Page, name: str) -> None:
    html = PAGES[name]()
    show(page, html)
    sizes = page.evaluate(SIZES)
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    found = [f"400 %: {each}" for each in page.evaluate(SQUEEZED)]
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.add_style_tag(content=TWICE)
    found += [f"200 % text: {each}" for each in page.evaluate(SQUEEZED)]
    grown = page.evaluate(SIZES)
    assert all(big >= 1.5 * small for small, big in zip(sizes, grown, strict=True))
    show(page, html)
    page.add_style_tag(content=SPACED)
    found += [f"spaced: {each}" for each in page.evaluate(SQUEEZED)]
    assert not found, "\n".join(found)


def test_the_breathing_can_be_put_away(page: Page) -> None:
    """What moves for longer than five seconds has a stop (WCAG 2.2.2)."""
    show(page, PAGES["waiting"]())
    page.emulate_media(reduced_motion="no-preference")
    breath = page.locator("details:has(.breath)")
    breath.evaluate("one => { one.open = true; }")
    assert page.evaluate(MOVES) == ["breath"]
    breath.locator("summary").click()
    expect(page.locator(".breath")).to_be_hidden()
    assert page.evaluate(MOVES) == []


@every_page
def test_still_and_in_colours_of_one_s_own(page: Page, name: str) -> None:
    """Nothing moves by itself; what a colour said is said by an edge, too; the focus is seen."""
    show(page, PAGES[name]())
    page.emulate_media(reduced_motion="no-preference")
    page.evaluate(OPEN)
    assert [each for each in page.evaluate(MOVES) if each != "breath"] == []
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    assert page.evaluate(MOVES) == []
    assert page.evaluate(EDGES) == []
    page.keyboard.press("Tab")
    stop = here(page)
    assert stop is not None and stop.ringed

    page.emulate_media(forced_colors="none", contrast="more")
    found = violations(page, enhanced=True, only_colours=True)
    page.emulate_media(color_scheme="dark")
    found += violations(page, enhanced=True, only_colours=True)
    assert not found, "\n".join(found)
    line = page.evaluate("getComputedStyle(document.querySelector('.top')).borderBottomWidth")
    assert line == "2px"


def test_a_real_talk_at_four_hundred_per_cent(phone: Page, desk: Page) -> None:
    pages.come_in(phone)
    pages.log_in(desk, "bo")
    pages.take_next(desk)
    pages.answer(desk, "Hej. " + "Rødgrødmedflødeforretningsførerassistent" * 2)
    expect(phone.locator("#list .them")).to_be_visible()
    phone.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    assert phone.evaluate(SQUEEZED) == []
    pages.write(phone, "hej")
    phone.get_by_text("Mere", exact=True).click()
    assert phone.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]
    menu = phone.locator("#menu")
    phone.get_by_text("Slut samtalen", exact=True).scroll_into_view_if_needed()
    box = menu.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= ZOOMED["width"]
    assert phone.get_by_text("Slut samtalen", exact=True).is_visible()
