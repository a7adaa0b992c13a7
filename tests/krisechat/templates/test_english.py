"""The English of the citizen's pages: whole, current, and of the same shape as the Danish."""

import gettext
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3] / "krisechat"
CATALOGUE = ROOT / "locale/en/LC_MESSAGES"
TEMPLATES = ROOT / "templates/krisechat"
ENTRY = re.compile(r'(?:msgctxt "([^"]*)"\n)?msgid "((?:[^"\\]|\\.)+)"\nmsgstr "((?:[^"\\]|\\.)*)"')


def entries() -> list[tuple[str, str, str]]:
    source = (CATALOGUE / "django.po").read_text()
    return [
        (context, danish.replace('\\"', '"'), english.replace('\\"', '"'))
        for context, danish, english in ENTRY.findall(source)
    ]


def test_every_sentence_of_the_pages_has_its_english() -> None:
    known = {danish for _, danish, english in entries() if english}
    for template in TEMPLATES.rglob("*.html"):
        source = template.read_text()
        plain = re.findall(r'{% translate "([^"]+)"', source)
        plain += re.findall(r"{% translate '([^']+)'", source)
        blocks = re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", source, re.S)
        said = plain + [re.sub(r"{{ (\w+) }}", r"%(\1)s", block) for block in blocks]
        assert [each for each in said if each not in known] == [], template.name


def test_the_compiled_catalogue_is_the_written_one() -> None:
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    for context, danish, english in entries():
        found = catalogue.pgettext(context, danish) if context else catalogue.gettext(danish)
        assert found == english


def test_placeholders_and_numbers_to_call_survive_translation() -> None:
    marks = re.compile(r"%\(\w+\)s|{\w+}|tel:[+0-9]+")
    for _, danish, english in entries():
        assert sorted(marks.findall(danish)) == sorted(marks.findall(english)), danish


def test_nobody_is_shouted_at() -> None:
    assert [danish for _, danish, english in entries() if "!" in danish + english] == []
