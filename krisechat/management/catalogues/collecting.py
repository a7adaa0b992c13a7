"""Everything a citizen may be told, found in templates, Python and the help directory."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.template import Template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from krisechat.management.catalogues.entries import Said

APP = Path(__file__).resolve().parents[2]
TEMPLATES = APP / "templates" / "krisechat"
DIRECTORY = APP / "data" / "directory.json"
# Which of its arguments each says: (context, Danish, plural).
_CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "ngettext": (None, 0, 1),
    "npgettext": (0, 1, 2),
}


def said() -> list[Said]:
    """Everything, each thing once, in the order of the files."""
    found: dict[tuple[str, str], Said] = {}
    for each in (*_in_templates(), *_in_python(), *_in_directory()):
        earlier = found.setdefault(each.key, each)
        if each.plural and not earlier.plural:
            found[each.key] = each
    return list(found.values())


def _in_templates() -> Iterator[Said]:
    for path in sorted(TEMPLATES.rglob("*.html")):
        nodes = Template(path.read_text(encoding="utf-8")).nodelist
        for node in nodes.get_nodes_by_type((TranslateNode, BlockTranslateNode)):  # type: ignore[arg-type]
            danish, plural = _sentence(node)
            if danish:
                context = _context(node)
                yield Said(danish=danish, context=context, plural=plural, where=_name(path))


def _sentence(node: Any) -> tuple[str, str]:
    """What the tag says, and of many; "" where only the page knows."""
    if isinstance(node, TranslateNode):
        return node.filter_expression.var.literal or "", ""
    singular, _ = node.render_token_list(node.singular)
    plural, _ = node.render_token_list(node.plural) if node.plural else ("", ())
    return singular, plural


def _context(node: Any) -> str:
    if node.message_context is None:
        return ""
    return str(node.message_context.resolve({}))


def _in_python() -> Iterator[Said]:
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _in_call(node, where=_name(path))


def _in_call(node: ast.Call, *, where: str) -> Iterator[Said]:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    called = node.func.id if isinstance(node.func, ast.Name) else called
    if called not in _CALLS or len(node.args) <= _CALLS[called][1]:
        return
    texts = [_text(node.args, place) for place in _CALLS[called]]
    if texts[1]:
        yield Said(context=texts[0], danish=texts[1], plural=texts[2], where=where)


def _text(arguments: list[ast.expr], place: int | None) -> str:
    if place is None or place >= len(arguments):
        return ""
    argument = arguments[place]
    literal = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    return str(argument.value) if literal else ""  # type: ignore[attr-defined]


def _in_directory() -> Iterator[Said]:
    """The shipped numbers' own words; what is added elsewhere is shown as it was written."""
    for number in json.loads(DIRECTORY.read_bytes()):
        for words in (number["labels"], number["notes"]):
            if "da" in words:
                yield Said(danish=words["da"], where=_name(DIRECTORY))


def _name(path: Path) -> str:
    return str(path.relative_to(APP.parent))
