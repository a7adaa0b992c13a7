"""Somebody without a mouse or a finger on the glass: what Tab leads to, and whether it is seen."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

HERE = Path(__file__).with_name("keyboard.js").read_text()


@dataclass(frozen=True)
class Stop:
    """One place Tab leads to, as it is when the focus is there; sizes in CSS pixels."""

    name: str
    again: bool  # it was a stop before: once round
    in_order: bool  # after the one before, as the page is read
    in_sight: bool  # nothing lies over its middle, and it is in the window
    ringed: bool  # with the focus style
    inline: bool  # a link within a sentence
    width: float
    height: float
    top: float  # from the top of the page
    inside: bool  # of main


def here(page: Page) -> Stop | None:
    """Where the focus is; None when it is nowhere."""
    found = page.evaluate(HERE)
    return Stop(**found) if found else None


def round_trip(page: Page, *, most: int = 80) -> list[Stop]:
    """Every stop from the top, by Tab alone. Fails where Tab leads no further."""
    page.evaluate("window.tabStops = []; document.activeElement.blur(); scrollTo(0, 0)")
    stops: list[Stop] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = here(page)
        if stop is None or stop.again:
            assert stops and (stop is None or stop.name == stops[0].name), "the focus is trapped"
            return stops
        stops.append(stop)
    raise AssertionError("Tab never came round")


def tab_into(page: Page, selector: str, *, most: int = 60) -> None:
    """Presses Tab until the focus is on what this selector finds."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def tab_to(page: Page, name: str, *, most: int = 60, back: bool = False) -> None:
    """Presses Tab until the focus is on what begins with this name."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        stop = here(page)
        if stop is not None and stop.name.startswith(name):
            return
        passed.append(stop.name if stop else "nowhere")
    raise AssertionError(f"{name} is not reached by Tab, only {passed}")
