"""What a part of the design language is, and how it is cut out of the product's own templates."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

CITIZEN = ("krisechat/whole/citizen.css",)
PASSING_ON = (*CITIZEN, "krisechat/whole/passing-on.css")
STAFF = ("volunteers/staff.css",)
CONSOLE = tuple(
    f"volunteers/{name}.css" for name in ("staff", "console", "panels", "calls", "handover")
)
PORTAL = (*STAFF, "routing/portal.css", "routing/sheet.css")
DOOR = (*STAFF, "volunteers/gate.css")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part: when to use it, what not to do with it, and how it is drawn."""

    name: str
    use: str
    never: str
    sheets: tuple[str, ...]
    draw: Callable[[], str]
    live: str = ""  # the console's component of this name draws it, in the browser
    state: str = ""  # the data-state it stands in, where the style asks for one
    wide: bool = False  # day above night instead of beside it

    @property
    def anchor(self) -> str:
        return re.sub(r"[^a-z]+", "-", self.name.lower()).strip("-")

    @property
    def staff(self) -> bool:
        return STAFF[0] in self.sheets

    def drawn(self) -> SafeString:
        return mark_safe(self.draw())  # our own templates, escaped where drawn


def template(name: str, **context: Any) -> Callable[[], str]:
    """The whole of a template of the product."""
    return lambda: render_to_string(name, context)


def piece(name: str, element: str, **context: Any) -> Callable[[], str]:
    """The first `element` of a page of the product, as the page draws it."""

    def draw() -> str:
        found = re.search(rf"<{element}\b.*</{element}>", render_to_string(name, context), re.S)
        assert found, f"{name} has no {element}"
        return found[0]

    return draw


def several(*draws: Callable[[], str]) -> Callable[[], str]:
    """One after another."""
    return lambda: "".join(draw() for draw in draws)


def shown(draw: Callable[[], str]) -> Callable[[], str]:
    """With all in sight that the page keeps ready out of sight, as the script shows it."""
    return lambda: re.sub(r"(<(?:div|p)[^>]*?) hidden(?=[ >])", r"\1", draw())


def marked(draw: Callable[[], str], *, kind: str, words: str) -> Callable[[], str]:
    """A bubble before the server has it, changed as the script changes it (bubbles.js, mark)."""

    def redraw() -> str:
        bubble = draw().replace('class="me"', f'class="me {kind}"').replace("#i-sent", f"#i-{kind}")
        return re.sub(r"(</svg><span>).*?(</span></p>)", rf"\1{words}\2", bubble, flags=re.S)

    return redraw
