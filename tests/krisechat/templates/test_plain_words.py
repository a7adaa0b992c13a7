"""What a citizen reads in Danish is easy: short sentences, short words (LIX under 30)."""

import re
from html.parser import HTMLParser

import pytest

from krisechat.management.catalogues import collecting
from krisechat.outbound import wording
from tests.support.drawn import PAGES

# LIX (C. H. Björnsson, 1968): words a sentence, and the share of words of more than six letters.
# Under 25 is a children's book, 25 to 34 easy, 35 to 44 a newspaper.
EASY = 30
SENTENCE_MOST = 20  # words
_WORDS = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_ENDS = re.compile(r"[.:?]+(?=\s|$)|\n")


def lix(text: str) -> float:
    """How hard it is to read. Lines and colons end a sentence, as LIX counts them."""
    words = _WORDS.findall(text)
    sentences = [part for part in _ENDS.split(text) if _WORDS.search(part)]
    long_words = [word for word in words if len(word) > 6]
    return len(words) / len(sentences) + 100 * len(long_words) / len(words)


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _ENDS.split(text) if _WORDS.search(part)]


def plain(text: str) -> str:
    """Without mark-up and what is filled in."""
    return re.sub(r"<[^>]+>|%\(\w+\)s|{\w+}", " ", text)


def said() -> list[str]:
    texts = [each.danish for each in collecting.said() if not each.context]
    return [plain(text) for text in texts if _WORDS.search(plain(text))]


class Read(HTMLParser):
    """What a page says, a line for each paragraph, heading, button and fold-out."""

    BREAKS = ("p", "li", "h1", "h2", "h3", "summary", "button", "label", "legend", "dt", "dd", "a")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self._silent = "", 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style", "title", "template", "option")
        if tag in self.BREAKS and tag != "a":
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "title", "template", "option")
        if tag in self.BREAKS and tag != "a":
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text += data.replace("\n", " ")


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_easy(name: str) -> None:
    assert lix(Read(PAGES[name]()).text) < EASY


def test_all_of_it_is_easy() -> None:
    assert lix("\n".join(said())) < EASY


def test_no_sentence_is_long() -> None:
    found = [each for text in said() for each in sentences(text)]
    assert [each for each in found if len(_WORDS.findall(each)) > SENTENCE_MOST] == []


@pytest.mark.parametrize("template", wording.TO_CITIZENS)
def test_each_text_message_is_easy(template: str) -> None:
    assert lix(plain(wording.TO_CITIZENS[template])) < EASY + 5  # one sentence may weigh much


def test_what_is_hard_is_found() -> None:
    """The control: an authority's way of saying it."""
    hard = (
        "Henvendelser vedrørende overdragelse behandles fortløbende af sagsbehandleren efter "
        "gældende retningslinjer."
    )
    assert lix(hard) > 60
    assert lix("Godt, at du kom. Du må gerne skrive nu.") < 15
