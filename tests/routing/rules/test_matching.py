"""Who may take whom."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.rules.matching import fits
from routing.rules.priority import Waiting

codes = st.sampled_from(["da", "en", "ar"])
topics = st.sampled_from(["violence", "loneliness", "debt"])


def somebody(*, language: str = "", topic: str = "") -> Waiting:
    return Waiting(
        conversation=UUID(int=1),
        waiting_since=datetime(2026, 11, 22, tzinfo=UTC),
        language=language,
        topic=topic,
    )


@pytest.mark.parametrize(
    ("language", "topic", "languages", "subjects", "fitting"),
    [
        ("da", "violence", ["da"], ["violence"], True),
        ("da", "violence", ["da"], [], True),  # no subjects: every subject
        ("da", "", ["da"], ["debt"], True),  # names no topic: everybody
        ("", "", ["da"], ["debt"], True),
        ("ar", "violence", ["da", "en"], [], False),
        ("da", "violence", ["da"], ["debt"], False),
        ("da", "violence", [], [], False),
        ("ar", "debt", ["da"], ["violence"], False),
    ],
)
def test_language_and_subject_must_both_fit(
    language: str, topic: str, languages: list[str], subjects: list[str], fitting: bool
) -> None:
    one = somebody(language=language, topic=topic)
    assert fits(one, languages=languages, subjects=subjects) is fitting


@given(
    language=codes,
    topic=topics,
    languages=st.sets(codes),
    subjects=st.sets(topics, min_size=1),
    more=st.sets(topics) | st.sets(codes),
)
def test_who_knows_more_can_answer_no_fewer(
    language: str, topic: str, languages: set[str], subjects: set[str], more: set[str]
) -> None:
    one = somebody(language=language, topic=topic)
    before = fits(one, languages=languages, subjects=subjects)
    after = fits(one, languages=languages | more, subjects=subjects | more)
    assert after or not before


@given(language=codes, topic=topics, languages=st.sets(codes), subjects=st.sets(topics))
def test_nobody_gets_a_language_they_do_not_speak(
    language: str, topic: str, languages: set[str], subjects: set[str]
) -> None:
    if fits(somebody(language=language, topic=topic), languages=languages, subjects=subjects):
        assert language in languages
