"""The citizen's pages in other languages: nothing is cut off, and right to left is the other way
round."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import pages
from tests.browser.conftest import PHONE, leave_the_queue, show
from tests.browser.test_axe import DRAWN
from tests.browser.wire import Wire
from tests.support import drawn, pseudo
from tests.support.servers import KrisechatServer

NARROW = {"width": 320, "height": 640}
HEAVIEST_MOST = 28_500  # bytes
# What is wider or higher than its box, though it can be seen and is not meant to scroll.
CUT_OFF = """() => {
  const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const hides = (one) => ['hidden', 'clip'].includes(getComputedStyle(one).overflowX);
  const hidden = (one) => one.closest('.hide, .skip, svg, symbol, template, .breath i');
  const wide = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
  for (const one of document.body.querySelectorAll('*')) {
    if (!shown(one) || hidden(one)) continue;
    const box = one.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;  // for those who listen
    const name = one.tagName + '.' + one.className + ' ' + one.textContent.trim().slice(0, 30);
    if (box.left < -1 || box.right > innerWidth + 1) wide.push('outside: ' + name);
    if (hides(one) && one.scrollWidth > one.clientWidth + 1) wide.push('cut: ' + name);
    if (['BUTTON', 'A'].includes(one.tagName) && one.scrollWidth > one.clientWidth + 1
        && getComputedStyle(one).display !== 'inline') wide.push('too narrow: ' + name);
  }
  return wide;
}"""
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def test_long_words_are_cut_off_nowhere(canvas: Page, tmp_path: Path) -> None:
    canvas.set_viewport_size(NARROW)
    found = {}
    with pseudo.spoken(tmp_path):
        for name, draw in DRAWN.items():
            if not name.endswith(("in English", "in Arabic")):
                show(canvas, draw())
                canvas.evaluate(OPEN_ALL)
                found[name] = canvas.evaluate(CUT_OFF)
    assert {name: cut for name, cut in found.items() if cut} == {}


def test_no_language_is_cut_off(canvas: Page) -> None:
    canvas.set_viewport_size(NARROW)
    found = {}
    for code in ("en", "uk", "ar", "tr", "pl"):
        for name in ("landing", "safety", "waiting", "active", "ended"):
            with drawn.read_in(code):
                show(canvas, DRAWN[name]())
            found[code, name] = canvas.evaluate(CUT_OFF)
    assert {page: cut for page, cut in found.items() if cut} == {}


def test_in_the_talk_another_language_takes_nothing_of_what_is_typed(phone: Page) -> None:
    pages.come_in(phone)
    pages.write(phone, "hej, er der nogen")
    phone.locator("#text").fill("jeg er ikke færdig")
    before = phone.evaluate("history.length")
    phone.get_by_text("Sprog", exact=True).click()
    phone.get_by_role("button", name="العربية").click()
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    expect(phone.locator("#label")).to_have_text("يمكنك الكتابة الآن")
    expect(phone.locator("#heading")).to_have_text("دورك هو التالي.")
    expect(phone.locator("#text")).to_have_value("jeg er ikke færdig")
    assert phone.evaluate("history.length") == before
    assert phone.evaluate("location.search") == "?sprog=ar"
    shown = phone.locator("main").inner_text()
    assert "hej, er der nogen" in shown and "Imens du venter" not in shown
    phone.locator("#composer .btn.main").click()  # the line is the same, and alive
    expect(phone.locator(".me").nth(1)).to_contain_text("أُرسلت")
    expect(phone.locator(".me").nth(1)).to_contain_text("jeg er ikke færdig")
    phone.reload()
    expect(phone.locator("html")).to_have_attribute("lang", "ar")
    phone.get_by_text("اللغة", exact=True).click()
    phone.get_by_role("button", name="Dansk").click()
    expect(phone.locator("html")).to_have_attribute("lang", "da")
    expect(phone.locator("#label")).to_have_text("Du må gerne skrive nu")


@pytest.fixture
def plain(chromium: Browser, server: KrisechatServer) -> Iterator[Page]:
    """A phone that runs no script."""
    context = chromium.new_context(
        viewport=PHONE, locale="da-DK", base_url=server.url, java_script_enabled=False
    )
    yield context.new_page()
    leave_the_queue(context)
    context.close()


def test_without_a_script_the_typed_text_goes_along(plain: Page) -> None:
    pages.come_in(plain)
    plain.locator("#text").fill("jeg er ikke færdig")
    plain.get_by_text("Sprog", exact=True).click()
    plain.get_by_role("button", name="Polski").click()
    expect(plain.locator("html")).to_have_attribute("lang", "pl")
    expect(plain.locator("#text")).to_have_value("jeg er ikke færdig")


def places(page: Page, *selectors: str) -> list[float]:
    """Where the middle of each stands, as a part of the window's width."""
    boxes = [page.locator(each).first.bounding_box() for each in selectors]
    width = (page.viewport_size or NARROW)["width"]
    return [(box["x"] + box["width"] / 2) / width for box in boxes if box is not None]


MIRRORED = (".top .exit", ".top .name", ".me .bubble", ".them .bubble", ".composer .btn")


def test_right_to_left_is_the_other_way_round(canvas: Page) -> None:
    show(canvas, DRAWN["active"]())
    left = places(canvas, *MIRRORED)
    assert left[0] > 0.5 > left[1], "the way out is at the end, the name at the beginning"
    with drawn.read_in("ar"):
        show(canvas, DRAWN["active"]())
    expect(canvas.locator("html")).to_have_attribute("dir", "rtl")
    right = places(canvas, *MIRRORED)
    for ours, theirs in zip(left, right, strict=True):
        assert (ours - 0.5) * (theirs - 0.5) < 0, (left, right)


def test_numbers_and_times_are_read_from_the_left_in_arabic(canvas: Page) -> None:
    with drawn.read_in("ar"):
        show(canvas, DRAWN["landing"]())
    numbers = canvas.locator(".calls b")
    for number in numbers.all():
        assert number.evaluate("(one) => getComputedStyle(one).direction") == "ltr"
        assert number.evaluate("(one) => getComputedStyle(one).unicodeBidi").startswith("isolate")
    assert (
        canvas.locator("bdi.num, a.num")
        .first.evaluate("(one) => getComputedStyle(one).unicodeBidi")
        .startswith("isolate")
    )


def test_what_people_write_stands_as_it_is_written(canvas: Page) -> None:
    """Danish on an Arabic page, and the other way round."""
    with drawn.read_in("ar"):
        show(canvas, DRAWN["active"]())
    body = canvas.locator(".me .body").first
    assert body.evaluate("(one) => getComputedStyle(one).direction") == "ltr"


def test_the_heaviest_language_is_light(chromium: Browser, server: KrisechatServer) -> None:
    """Cyrillic letters are two bytes each: Ukrainian is an eighth above what Danish keeps to, and
    this is where it stops."""
    context = chromium.new_context(viewport=PHONE, locale="uk-UA", base_url=server.url)  # type: ignore[arg-type]
    page = context.new_page()
    wire = Wire(page)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    page.locator(".go .btn").click()
    page.wait_for_url("**/tryg*")
    with page.expect_websocket() as opened:
        page.locator(".go .btn").click()
    with opened.value.expect_event("framereceived"):
        pass
    assert wire.total() <= HEAVIEST_MOST, wire.told()
    leave_the_queue(context)
    context.close()
