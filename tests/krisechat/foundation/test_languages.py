"""Which languages are offered, and what a review is worth."""

from dataclasses import replace
from datetime import date

import pytest

from krisechat.foundation import languages
from krisechat.foundation.languages import Language, Review

DANISH, ENGLISH = languages.ALL[:2]


def read(language: Language, *, catalogue: str) -> Language:
    review = Review(by="Olena Koval", on=date(2026, 11, 22), catalogue=catalogue)
    return replace(language, review=review)


def test_danish_is_the_original_and_needs_no_review() -> None:
    assert not DANISH.is_draft


def test_what_nobody_has_read_is_a_draft_and_offered_only_where_drafts_are() -> None:
    assert ENGLISH.review is not None or ENGLISH.is_draft
    unread = replace(ENGLISH, review=None)
    assert languages.offered([DANISH, unread], drafts=False) == [("da", "Dansk")]
    assert len(languages.offered([DANISH, unread], drafts=True)) == 2


def test_what_somebody_has_read_is_offered_until_a_sentence_changes() -> None:
    good = read(ENGLISH, catalogue=languages.digest_of("en"))
    assert not good.is_draft
    assert languages.offered([DANISH, good], drafts=False)[1] == ("en", "English")
    stale = read(ENGLISH, catalogue="of another day")
    assert stale.is_stale and stale.is_draft
    assert languages.offered([DANISH, stale], drafts=False) == [("da", "Dansk")]


@pytest.mark.parametrize("language", languages.ALL, ids=lambda each: each.code)
def test_a_review_that_stands_in_the_table_is_of_what_is_said_now(language: Language) -> None:
    """Whoever changes a sentence has it read again, or takes the review away."""
    assert not language.is_stale


def test_production_offers_no_draft() -> None:
    from config.settings import base, demo

    assert languages.offered(drafts=False) == base.LANGUAGES
    assert len(demo.LANGUAGES) == len(languages.ALL)


def test_a_catalogue_that_is_not_there_has_no_digest() -> None:
    assert languages.digest_of("xx") == ""
