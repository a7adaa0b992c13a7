"""Every text on every citizen page went through translation (tests/support/pseudo.py)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from krisechat.citizen import call_list
from krisechat.foundation.directory import NEVER_CLOSING, SUBJECTS
from tests.browser.test_axe import DRAWN
from tests.support import drawn, pseudo

# Names, and what people wrote: data, not the pages' own words.
NAMES = {"Lygten", "Kim", "Mette", "Aarhus Kommune", "Alarm 112", "Lev Uden Vold", "Livslinien"}
NAMES |= {"BørneTelefonen", "Shift", "CPR"}
WRITTEN = {each["body"] for each in drawn.MESSAGES} | {"jeg er bange", "ja", "jeg er <bange>"}
WRITTEN |= {"<b>Et sted</b> at bo", "Mellem 12 og 14"}
ROWS = [*drawn.NUMBERS, *(row for group in drawn.GROUPS for row in group["numbers"])]
WRITTEN |= {row[name] for row in ROWS for name in ("label", "hours", "now") if row.get(name)}
WRITTEN |= {group["heading"] for group in drawn.GROUPS}
PAGES = [name for name in DRAWN if not name.endswith(("in English", "in Arabic"))]
APP = Path(__file__).resolve().parents[3] / "krisechat"
SCRIPTS, TEMPLATES = APP / "page/scripts", APP / "templates/krisechat"
SENTENCE = re.compile(r"[æøåÆØÅ]|[a-z] [a-z]+ [a-z]")


@pytest.fixture(scope="module", autouse=True)
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pseudo.spoken(tmp_path_factory.mktemp("locale")):
        yield


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_none(name: str) -> None:
    page = DRAWN[name]()
    assert "⟦" in page
    assert pseudo.hard_wired(page, allowed=NAMES | WRITTEN) == []


def test_the_numbers_headings_hours_and_labels_have_none() -> None:
    """Drawn pages are given them ready."""
    with translation.override(pseudo.CODE):
        said = [call_list.heading(each) for each in SUBJECTS]
        said += [call_list.row(each)[name] for each in NEVER_CLOSING for name in ("label", "hours")]
    assert [text for text in said if not text.startswith("⟦")] == []


def test_what_nobody_translated_is_found() -> None:
    """The control."""
    page = drawn.draw("landing.html").replace("<main", '<p>Husk os</p><a title="Hjem"></a><main')
    assert pseudo.hard_wired(page, allowed=NAMES | WRITTEN) == ["Husk os", "Hjem"]


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.js")), ids=lambda path: path.stem)
def test_the_scripts_say_nothing_of_their_own(script: Path) -> None:
    """What they show is in the page (partials/words.html): no text in them is a sentence."""
    source = re.sub(r"/\*.*?\*/|//[^\n]*", "", script.read_text(), flags=re.S)
    texts = re.findall(r"'([^'\n]*)'|\"([^\"\n]*)\"", source)
    said = [text for pair in texts for text in pair if SENTENCE.search(text)]
    neutral = (TEMPLATES / "neutral.html").read_text()  # never ours, in any language
    ours = [text for text in said if any(part not in neutral for part in text.split(","))]
    assert [text for text in ours if text[:1] not in ".#["] == []
