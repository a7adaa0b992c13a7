"""What a citizen is told, in every language: whole, current, and of the same shape."""

import gettext
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from krisechat.foundation import languages
from krisechat.foundation.languages import LOCALE, ORIGINAL
from krisechat.management.catalogues import collecting, po
from krisechat.management.catalogues.compiled import compiled
from krisechat.management.catalogues.entries import Entry, Said, broken

TRANSLATED = [each.code for each in languages.ALL if each.code != ORIGINAL]
every_language = pytest.mark.parametrize("code", TRANSLATED)


def entries(code: str) -> list[Entry]:
    return po.read(LOCALE / code / "LC_MESSAGES/django.po")


@every_language
def test_everything_is_said_in_it_nothing_is_a_guess_and_nothing_is_left_over(code: str) -> None:
    found = entries(code)
    assert [each.said.danish for each in found if each.missing] == []
    assert {each.said.key for each in found} == {each.key for each in collecting.said()}


@every_language
def test_what_is_filled_in_and_what_is_dialled_survives(code: str) -> None:
    assert [each.said.danish for each in entries(code) if broken(each)] == []


@every_language
def test_the_compiled_catalogue_is_the_written_one(code: str) -> None:
    folder = LOCALE / code / "LC_MESSAGES"
    assert (folder / "django.mo").read_bytes() == compiled(entries(code), language=code)
    with (folder / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    for each in entries(code):
        said = each.said
        if not said.plural:
            found = catalogue.pgettext(said.context, said.danish)
            assert (found if said.context else catalogue.gettext(said.danish)) == each.forms[0]


@every_language
def test_nobody_is_shouted_at(code: str) -> None:
    said = [(each.said.danish, form) for each in entries(code) for form in each.forms]
    assert [danish for danish, form in said if "!" in danish + form] == []


@every_language
def test_a_sentence_is_no_danish_left_standing(code: str) -> None:
    """Longer than a name, and the same in both: nobody has translated it."""
    same = [each.said.danish for each in entries(code) if each.said.danish in each.forms]
    assert [danish for danish in same if len(danish.split()) > 3] == []


def test_plural_forms_are_those_of_the_language() -> None:
    one = Entry(said=Said(danish="en dag", plural="%(n)s dage"), forms=("a", "b", "c"))
    catalogue = gettext.GNUTranslations(io.BytesIO(compiled([one], language="pl")))
    said = [catalogue.ngettext("en dag", "%(n)s dage", n) for n in (1, 2, 5, 12, 22, 25)]
    assert said == ["a", "b", "c", "c", "b", "c"]
    assert [po.forms_of(code) for code in ("en", "tr", "uk", "pl", "ar")] == [2, 2, 3, 3, 6]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "django.po"
    written = [
        Entry(said=Said(danish='Sig "ja"', context="c"), forms=('Say\n"yes"',)),
        Entry(said=Said(danish="en", plural="flere"), forms=("one", "more")),
        Entry(said=Said(danish="måske"), forms=("maybe",), fuzzy=True),
    ]
    po.write(file, written, language="en")
    assert po.read(file) == written
    assert not [each for each in po.read(file) if each.fuzzy and not each.missing]


def test_an_editor_s_longer_form_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "django.po"
    file.write_text(
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n\n#: a.html:3\nmsgid ""\n"Hej "\n"med dig"\n'
        'msgstr "Hello"\n\n#~ msgid "gammelt"\n#~ msgstr "old"\n',
        encoding="utf-8",
    )
    assert po.read(file) == [Entry(said=Said(danish="Hej med dig"), forms=("Hello",))]
    file.write_text('msgid "a"\nmsgstr nothing\n', encoding="utf-8")
    with pytest.raises(po.UnreadableCatalogue):
        po.read(file)


@pytest.mark.parametrize(
    ("danish", "said", "lost"),
    [
        ("Skriv til %(alias)s", "Write", True),
        ("Ring <b>112</b>", "Call 112", True),
        ('<a href="tel:112">Ring</a>', '<a href="tel:113">Call</a>', True),
        ("{alias} er her. {alias} har tid.", "{alias} is here.", False),
        ("Ja", "Yes", False),
    ],
)
def test_what_must_be_kept(danish: str, said: str, lost: bool) -> None:
    assert broken(Entry(said=Said(danish=danish), forms=(said,))) is lost


def test_the_command_changes_nothing_that_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("languages", "--check")
    told = capsys.readouterr().out
    assert all(each.name in told for each in languages.ALL if each.code != ORIGINAL)


def test_the_command_fails_on_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    more = [*collecting.said(), Said(danish="Noget helt nyt.")]
    monkeypatch.setattr(collecting, "said", lambda: more)
    with pytest.raises(CommandError):
        call_command("languages", "--check", stdout=io.StringIO())
