"""A screen reader for tests: what is told as it happens, and what is read from top to bottom.

The reading order, the roles and the names are Chromium's own accessibility tree. What is told as it
happens is watched beside the page (reader.js), since the tree does not say it.
"""

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_name("reader.js")
WORLD = "reader"
NAMED = {  # roles that are read as one, by their name
    "heading", "link", "button", "textbox", "checkbox", "radio", "img", "DisclosureTriangle",
    "combobox", "tab",
}  # fmt: skip
AROUND = {  # roles that say where one is
    "navigation", "banner", "main", "region", "contentinfo", "complementary", "log", "group",
    "form", "list", "status", "alert",
}  # fmt: skip


class Reader:
    """Listens to one page from its next load on."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._session = page.context.new_cdp_session(page)
        self._session.send("Page.enable")
        script = {"source": SCRIPT.read_text(), "worldName": WORLD}
        self._session.send("Page.addScriptToEvaluateOnNewDocument", script)
        self._read = 0
        page.on("domcontentloaded", lambda _: self._begin_anew())

    def _begin_anew(self) -> None:
        self._read = 0

    def heard(self, *, focus: bool = False) -> list[str]:
        """All that this document's live regions told so far, in order; with `focus`, where the
        focus went, too."""
        frame = self._session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = self._session.send(
            "Page.createIsolatedWorld", {"frameId": frame, "worldName": WORLD}
        )
        asked = {
            "expression": "heard",
            "contextId": world["executionContextId"],
            "returnByValue": True,
        }
        told: list[str] = self._session.send("Runtime.evaluate", asked)["result"]["value"]
        return [each for each in told if focus or not each.startswith("focus: ")]

    def focus(self) -> str:
        """What the focus went to last."""
        return [each for each in self.heard(focus=True) if each.startswith("focus: ")][-1]

    def news(self) -> list[str]:
        """What was told since the last time this was asked."""
        told = self.heard()
        new, self._read = told[self._read :], len(told)
        return new

    def until(self, words: str, *, seconds: float = 10) -> list[str]:
        """Waits until something with these words is told; then all that is new by then, and by
        half a second later, so that what is said twice is heard twice."""
        give_up = time.monotonic() + seconds
        while not any(words in each for each in self.heard()[self._read :]):
            assert time.monotonic() < give_up, (words, self.heard()[self._read :])
            self.page.wait_for_timeout(50)
        self.page.wait_for_timeout(500)
        return self.news()

    def read(self) -> list[str]:
        """The page from top to bottom: a line for each thing that is read, indented by what it
        stands in."""
        nodes = self._session.send("Accessibility.getFullAXTree")["nodes"]
        known = {each["nodeId"]: each for each in nodes}
        return list(_lines(nodes[0], known, depth=0))


def _lines(node: dict[str, Any], known: dict[str, Any], *, depth: int) -> Iterable[str]:
    role, name = _value(node, "role"), " ".join(_value(node, "name").split())
    children = [known[each] for each in node.get("childIds", ()) if each in known]
    if not node.get("ignored") and role in NAMED:
        yield "  " * depth + _said(node, role, name)
        return
    if not node.get("ignored") and role == "StaticText" and name:
        yield "  " * depth + name
        return
    if not node.get("ignored") and role in AROUND:
        if role == "list":
            items = [each for each in children if _value(each, "role") == "listitem"]
            name = f"{name} ({len(items)})".strip()
        yield "  " * depth + f"{role} {name}".strip()
        depth += 1
    for child in children:
        yield from _lines(child, known, depth=depth)


def _said(node: dict[str, Any], role: str, name: str) -> str:
    properties = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
    if role == "heading":
        role = f"heading {properties.get('level')}"
    if role == "DisclosureTriangle":
        role = "fold-out, open" if properties.get("expanded") else "fold-out"
    if properties.get("checked") in ("true", True):
        role += ", chosen"
    about = " ".join(_value(node, "description").split())
    return f"{role}: {name}" + (f" ({about})" if about else "")


def _value(node: dict[str, Any], key: str) -> str:
    return str(node.get(key, {}).get("value", ""))
