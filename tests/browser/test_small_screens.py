"""On a small screen, with a keyboard up, on its side: the field, the button that sends and the way
out are in sight together, none over another, each large enough for a thumb.

What a browser shows above an on-screen keyboard is a smaller viewport: the page asks for that
(interactive-widget=resizes-content), and leave.js holds the way out where browsers do not.
"""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, show
from tests.support.drawn import PAGES

SCREENS = {
    "an old phone": (320, 568),
    "on its side": (640, 320),
    "the keyboard up": (320, 250),
    "the keyboard up, on its side": (640, 190),
}
TALKS = ("waiting", "active", "given back")
LARGE = "html { font-size: 200% }"
# The three as one sees them with the caret in the field; what something else covers is null.
TOGETHER = """() => {
  const field = document.getElementById('text');
  const send = document.querySelector('#composer .field .btn');
  const exit = document.querySelector('a.exit');
  field.focus();
  document.querySelector('#composer .field').scrollIntoView({ block: 'nearest' });
  return [field, send, exit].map((one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return found && one.contains(found) ? { left, top, right, bottom } : null;
  });
}"""
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def _apart(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["right"] <= other["left"]
        or other["right"] <= one["left"]
        or one["bottom"] <= other["top"]
        or other["bottom"] <= one["top"]
    )


def _in_sight(page: Page, where: str, *, height: int, width: int) -> list[str]:
    found = page.evaluate(TOGETHER)
    names = ("the field", "the button", "the way out")
    wrong = [
        f"{where}: {name} is covered" for name, box in zip(names, found, strict=True) if not box
    ]
    if wrong:
        return wrong
    for name, box in zip(names, found, strict=True):
        inside = box["top"] >= -1 and box["bottom"] <= height + 1
        if not inside or box["left"] < 0 or box["right"] > width + 1:
            wrong.append(f"{where}: {name} is cut off, {box}")
        if box["bottom"] - box["top"] < 44:
            wrong.append(f"{where}: {name} is too low for a thumb")
    field, send, out = found
    if not (_apart(field, send) and _apart(field, out) and _apart(send, out)):
        wrong.append(f"{where}: one lies over another")
    return wrong


@pytest.mark.parametrize("name", TALKS)
@pytest.mark.parametrize("script", ["with its script", "without"])
def test_one_can_write_send_and_leave_at_once(canvas: Page, name: str, script: str) -> None:
    show(canvas, PAGES[name]())
    if script == "with its script":
        canvas.evaluate("document.querySelector('p.fresh').remove()")
    wrong = []
    for where, (width, height) in SCREENS.items():
        canvas.set_viewport_size({"width": width, "height": height})
        wrong += _in_sight(canvas, where, height=height, width=width)
        if canvas.evaluate(SIDEWAYS):
            wrong.append(f"{where}: the page scrolls sideways")
    canvas.add_style_tag(content=LARGE)
    canvas.set_viewport_size({"width": 320, "height": 568})
    wrong += _in_sight(canvas, "large text", height=568, width=320)
    canvas.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(canvas: Page, name: str) -> None:
    show(canvas, PAGES[name]())
    wide = []
    for where, (width, height) in SCREENS.items():
        canvas.set_viewport_size({"width": width, "height": height})
        if canvas.evaluate(SIDEWAYS):
            wide.append(where)
    canvas.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert not wide
