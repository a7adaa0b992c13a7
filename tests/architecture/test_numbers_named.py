"""Every telephone number we name is one of the directory, and dials what it shows (P65)."""

import ast
import re
from pathlib import Path

import pytest

from krisechat.foundation.directory import NEVER_CLOSING, UnfitNumber, dialled
from krisechat.outbound import wording
from routing.rules import emergency_numbers
from tests.support.directory import numbers

ROOT = Path(__file__).resolve().parents[2]
DISPLAYED = {each.tel: each.display for each in (*numbers(), *NEVER_CLOSING)}
APPS = ("krisechat", "volunteers", "routing")
LINK = re.compile(r'<a\b[^>]*?href=\\?"tel:([^"\\]*)\\?"[^>]*>(.*?)</a>', re.S)
# Eight digits from 2, in whatever groups; 116 xxx; or a short number that stands by itself.
NUMBER = re.compile(
    r"(?<![\d.,:+#&-])(?:[2-9](?: ?\d){7}|116 ?\d{3}|11[24]|1[0-9]{3})(?![\d.,:-]*\d)"
)
TEMPLATES = [
    path for app in APPS for path in sorted((ROOT / app / "templates").rglob("*.html"))
    if "phone" not in path.parts  # the demo's telephones are made up, and say so
]  # fmt: skip
CATALOGUES = sorted((ROOT / "krisechat/locale").rglob("*.po"))
SCRIPTS = [
    path
    for folder in ("krisechat/page/scripts", "volunteers/static/volunteers/console")
    for path in sorted((ROOT / folder).rglob("*.js"))
]


def _shown_to_people(template: str) -> str:
    """What is left to read: no comments, no tags of Django's, no attributes."""
    for hidden in (
        r"{% comment %}.*?{% endcomment %}",
        r"{#.*?#}",
        r"<style.*?</style>",
        r"<svg.*?</svg>",
        r"<[^>]*>",
    ):
        template = re.sub(hidden, " ", template, flags=re.S)
    literals = " ".join(re.findall(r'{% translate "([^"]*)"', template))
    return re.sub(r"{[%{].*?[%}]}", " ", template) + " " + literals


def _unknown(text: str) -> list[str]:
    found = [each.group() for each in NUMBER.finditer(text)]
    return [each for each in found if _dials(each) not in DISPLAYED]


def _dials(display: str) -> str:
    try:
        return dialled(display)
    except UnfitNumber:
        return ""


def _wrong_links(source: str) -> list[str]:
    """Links that dial something other than they show, or a number nobody has listed."""
    wrong = []
    for tel, inside in LINK.findall(source):
        if "{{" in tel:
            variable = re.sub(r"[{} ]", "", tel)
            right = f"{{{{ {variable.removesuffix('.tel')}.display }}}}" in inside
            right = right and not NUMBER.search(_shown_to_people(inside))
        else:
            shown = NUMBER.findall(_shown_to_people(inside))
            right = tel in DISPLAYED and (
                shown == [DISPLAYED[tel]] or bool(re.search(r"{{ display }}|%\(display\)s", inside))
            )
        if not right:
            wrong.append(f"tel:{tel}")
    return wrong


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_what_a_page_names_can_be_called_and_dials_what_it_shows(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert _wrong_links(source) == []
    assert _unknown(_shown_to_people(source)) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_what_a_translation_names_can_be_called_and_dials_what_it_shows(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("msgid", "msgstr", '"')):
            assert _wrong_links(line.replace('\\"', '"')) == []
            assert _unknown(re.sub(r"<[^>]*>", " ", line)) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_names_a_number_of_its_own(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert [tel for tel in re.findall(r"tel:(\d+)", source) if tel not in DISPLAYED] == []


def test_what_a_text_names_can_be_called() -> None:
    tree = ast.parse(Path(wording.__file__).read_text(encoding="utf-8"))
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert any("112" in each for each in said)
    assert [number for each in said for number in _unknown(each)] == []


def test_the_emergency_card_dials_what_it_shows() -> None:
    for each in emergency_numbers.ALWAYS:
        assert DISPLAYED[each.tel] == each.display


@pytest.mark.parametrize(
    "source",
    [
        '<a href="tel:112">Ring 114</a>',
        '<a href="tel:115">115</a>',
        '<a href="tel:{{ number.tel }}">112</a>',
        '<a href="tel:+4570201201">70 201 202</a>',
    ],
)
def test_a_wrong_link_is_found(source: str) -> None:
    assert _wrong_links(source)


@pytest.mark.parametrize("text", ["Ring 70 20 12 02", "Ring 1889", "Ring 116 123"])
def test_a_number_nobody_listed_is_found(text: str) -> None:
    assert _unknown(text)


def test_links_are_found_at_all() -> None:
    found = [LINK.findall(path.read_text(encoding="utf-8")) for path in TEMPLATES]
    assert sum(map(len, found)) >= 12
    assert {tel for links in found for tel, _ in links} >= {"112", "114", "{{ number.tel }}"}
