"""The reader's language, and the languages we answer in."""

import re

import pytest
from django.test import Client, override_settings
from django.utils import translation

from krisechat.citizen import speaking
from krisechat.foundation import languages
from krisechat.models import Conversation
from tests.support import people

pytestmark = pytest.mark.django_db

ENTRIES = ("/", "/tryg")


def page(address: str = "/", **headers: str) -> str:
    return Client().get(address, headers=headers).content.decode()


def spoken(text: str) -> str:
    [found] = re.findall(r'<html lang="([^"]+)"', text)
    return str(found)


@pytest.fixture(autouse=True)
def helpline() -> None:
    people.lygten()


@pytest.mark.parametrize("address", ENTRIES)
@pytest.mark.parametrize("language", languages.ALL, ids=lambda each: each.code)
def test_every_way_in_offers_all_six_by_their_own_names(
    address: str, language: languages.Language
) -> None:
    text = page(f"{address}?sprog={language.code}")
    assert spoken(text) == language.code
    assert ('dir="rtl">' in text.partition("<head>")[0]) == language.right_to_left
    links = re.findall(r'<a href="([^"]+)" lang="(\w+)" dir="(\w+)"[^>]*>([^<]+)</a>', text)
    assert links == [
        (f"{address}?sprog={each.code}", each.code, each.direction, each.name)
        for each in languages.ALL
    ]
    assert text.count("aria-current") == 1


def test_the_browser_s_own_language_comes_first_and_a_choice_before_it() -> None:
    assert spoken(page(**{"accept-language": "pl,en;q=0.5"})) == "pl"
    assert spoken(page("/?sprog=tr", **{"accept-language": "pl"})) == "tr"
    assert spoken(page(**{"accept-language": "xx"})) == "da"


@pytest.mark.parametrize("choice", ["xx", "", "../..", "%00", "DA", "en-GB"])
def test_a_language_nobody_knows_changes_nothing(choice: str) -> None:
    assert spoken(page(f"/?sprog={choice}")) == "da"


@override_settings(LANGUAGES=languages.offered(drafts=False))
def test_where_drafts_are_off_nobody_is_offered_one() -> None:
    assert "sprog=" not in page("/?sprog=ar")
    assert spoken(page("/?sprog=ar", **{"accept-language": "ar"})) == "da"


@pytest.mark.parametrize("address", [*ENTRIES, "/numre", "/gemmer", "/tilgaengelighed", "/none"])
def test_a_draft_says_so_in_both_languages(address: str) -> None:
    text = page(f"{address}?sprog=ar")
    if address != "/none":  # an error page is drawn without what it needs to know that
        assert "هذه الترجمة مسودة." in text and "Oversættelsen er en kladde." in text
    assert spoken(text) == "ar"
    assert "kladde" not in page(address)


@pytest.mark.parametrize("address", ENTRIES)
def test_in_which_languages_we_answer_is_said_where_it_matters(address: str) -> None:
    assert "نجيب بهذه اللغات: الدنماركية والإنجليزية." in page(f"{address}?sprog=ar")
    for code in ("da", "en"):
        assert 'class="soft answers"' not in page(f"{address}?sprog={code}")


def test_what_the_page_was_read_in_is_what_whoever_answers_is_told() -> None:
    Client().post("/skriv/start?sprog=uk", {"first_message": "hej"})
    assert Conversation.objects.get().language == "uk"


def test_a_language_is_named_as_the_reader_calls_it() -> None:
    with translation.override("da"):
        assert speaking.listed(["da"]) == "dansk"
        assert speaking.listed(["da", "en", "xx"]) == "dansk, engelsk og xx"
        assert speaking.named("de") == "Deutsch"
    with translation.override("pl"):
        assert speaking.listed(["da", "en"]) == "po duńsku i po angielsku"
