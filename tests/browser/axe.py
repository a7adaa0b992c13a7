"""axe-core over a page that is open in a browser, in a world of its own beside the page's scripts.

There the page's policy does not reach, so the page is read as it is served, with its policy on.
What axe leaves undecided because light falls on the page is decided here: the light is laid flat,
at its strongest. What is on its way from one colour to another is there already.
"""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "js/node_modules/axe-core/axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "color-contrast-enhanced")
FLAT = """{
for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
const lit = getComputedStyle(document.body).backgroundImage.match(/gradient.*?(rgba?\\([^)]*\\))/);
if (lit) {
  const part = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const [light, ground] = [part(lit[1]), part(getComputedStyle(document.body).backgroundColor)];
  const mixed = [0, 1, 2].map((i) => light[i] * light[3] + ground[i] * (1 - light[3]));
  document.body.style.background = 'rgb(' + mixed.map(Math.round).join() + ')';
}
}"""
UNDO = "document.body.style.background = '';"


def violations(page: Page, *, enhanced: bool, only_colours: bool = False) -> list[str]:
    """What axe finds, one line each: rule, element, why. `enhanced`: contrast at AAA too."""
    session = page.context.new_cdp_session(page)
    try:
        world = _world(session)
        _evaluate(session, world, FLAT)
        found = _evaluate(session, world, _run(enhanced=enhanced, only_colours=only_colours))
        _evaluate(session, world, UNDO)
    finally:
        session.detach()
    return [
        f"{rule['id']}: {' '.join(node['target'])}: {node['failureSummary']}"
        for rule in json.loads(found)
        for node in rule["nodes"]
    ]


class Looks(dict[str, list[str]]):
    """What axe found in each state that was looked at; empty lists are what is wanted."""

    def at(self, state: str, page: Page, *, enhanced: bool = True) -> None:
        """By day all rules; by night and in forced colours, those about colour."""
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        found = violations(page, enhanced=enhanced)
        page.emulate_media(color_scheme="dark")
        found += violations(page, enhanced=enhanced, only_colours=True)
        page.emulate_media(color_scheme="light", forced_colors="active")
        found += violations(page, enhanced=False, only_colours=True)
        page.emulate_media(forced_colors="none")
        self[state] = found

    def said(self) -> str:
        """All of it, a state a paragraph; empty when nothing was found."""
        return "\n\n".join(
            f"{state}\n" + "\n".join(found) for state, found in self.items() if found
        )


def _world(session: CDPSession) -> int:
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    made = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
    world: int = made["executionContextId"]
    if _evaluate(session, world, "typeof axe") == "undefined":
        _evaluate(session, world, SOURCE.read_text() + ";0")
    return world


def _run(*, enhanced: bool, only_colours: bool) -> str:
    colours = COLOURS if enhanced else COLOURS[:1]
    if only_colours:
        options: dict[str, Any] = {"runOnly": {"type": "rule", "values": colours}}
    else:
        rules = {rule: {"enabled": True} for rule in (*colours, "target-size")}
        options = {"runOnly": {"type": "tag", "values": TAGS}, "rules": rules}
    options["resultTypes"] = ["violations"]
    return f"axe.run(document, {json.dumps(options)}).then((r) => JSON.stringify(r.violations))"


def _evaluate(session: CDPSession, world: int, script: str) -> Any:
    asked = {
        "expression": script,
        "contextId": world,
        "awaitPromise": True,
        "returnByValue": True,
    }
    answer = session.send("Runtime.evaluate", asked)
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")
