"""Our own words by text message: neutral, in the citizen's language where it is offered, short."""

from datetime import datetime

import pytest
from django.test import override_settings

from krisechat.foundation import languages
from krisechat.outbound import wording

# What a telephone company counts as one text: 160 of GSM's own letters, or 70 of any (in UTF-16);
# of several, each carries 153 or 67 (3GPP TS 23.038 and 23.040).
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
CODES = [each.code for each in languages.ALL]
every_text = pytest.mark.parametrize("template", wording.TO_CITIZENS)
every_language = pytest.mark.parametrize("code", CODES)


def counted(text: str) -> int:
    """How many texts it is."""
    one, several = (160, 153) if set(text) <= GSM else (70, 67)
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= one else -(-units // several)


@every_language
@every_text
def test_each_is_short_and_the_neutral_ones_are_one_text(template: str, code: str) -> None:
    text = wording.to_citizen(template, language=code)
    assert counted(text) <= (1 if template in ("neutral_when_gone", "news") else 3)


@every_language
@every_text
def test_none_gives_away_what_it_is_about(template: str, code: str) -> None:
    text = wording.to_citizen(template, language=code).casefold()
    given_away = ("lygten", "http", "www", "vold", "krise", "rådgiv", "насил", "عنف", "şiddet")
    assert [word for word in given_away if word in text] == []


@every_text
def test_each_is_said_in_every_language(template: str) -> None:
    assert len(wording.in_every_language(template)) == len(CODES)


@override_settings(LANGUAGES=languages.offered(drafts=False))
def test_a_draft_is_texted_to_nobody() -> None:
    danish = "Hej. Der er nyt til dig. Se det, når det passer dig."
    assert {wording.to_citizen("news", language=code) for code in CODES} == {danish}


@pytest.mark.parametrize("code", ["", "so", "xx-yy"])
def test_a_language_we_have_no_words_in_is_answered_in_danish(code: str) -> None:
    assert wording.to_citizen("news", language=code).startswith("Hej.")


def closed(code: str) -> str:
    sunday = datetime(2026, 11, 22, 16, 0)
    return wording.closed(opens_at=sunday, numbers=["1888", "116 111"], language=code)


def test_who_writes_while_nobody_is_here_is_told_when_and_whom_to_call() -> None:
    assert closed("da") == (
        "Der er ingen her lige nu, så ingen har læst din besked. Skriv igen søndag 22/11 kl. "
        "16.00. Er der fare for liv, så ring 112. Du kan også ringe til 1888 eller 116 111."
    )
    assert "Sunday 22/11 at 16.00" in closed("en")


@every_language
def test_and_so_in_every_language(code: str) -> None:
    assert [each for each in ("22/11", "16.00", "112", "1888", "116 111") if each in closed(code)]
    assert "{" not in closed(code)
    assert wording.closed(opens_at=None, numbers=[], language=code).count("112") == 1
