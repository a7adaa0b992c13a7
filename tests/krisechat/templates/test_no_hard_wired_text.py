"""Every text on every citizen page went through translation (tests/support/pseudo.py)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.test_axe import DRAWN
from tests.support import drawn, pseudo

# Names, and what people wrote: data, not the pages' own words.
NAMES = {"Lygten", "Kim", "Mette", "Aarhus Kommune", "Alarm 112", "Lev Uden Vold", "Livslinien"}
NAMES |= {"BørneTelefonen", "Shift", "CPR"}
WRITTEN = {each["body"] for each in drawn.MESSAGES} | {"jeg er bange", "ja", "jeg er <bange>"}
WRITTEN |= {"<b>Et sted</b> at bo", "Mellem 12 og 14"}
WRITTEN |= {each[name] for each in drawn.NUMBERS for name in ("label", "hours") if each[name]}
PAGES = [name for name in DRAWN if "English" not in name]
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
