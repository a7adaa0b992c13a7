"""JSON as the contract wants it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krisechat.foundation.refusals import Malformed
from krisechat.foundation.strict_json import decode_object

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner | texts, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(texts, values | texts, max_size=4)


@given(found=objects, ascii_only=st.booleans())
def test_an_object_comes_back_as_it_was_written(found: dict[str, object], ascii_only: bool) -> None:
    assert decode_object(json.dumps(found, ensure_ascii=ascii_only)) == found


@given(text=st.text(max_size=60))
def test_any_text_is_an_object_or_malformed(text: str) -> None:
    try:
        assert isinstance(decode_object(text), dict)
    except Malformed as refused:
        assert refused.code == "malformed"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "hej",
        "{",
        "{'a': 1}",
        '{"a": 1,}',
        '{"a": 1} {"b": 2}',
        '{"a": 01}',
        '{"a": 1}\0',
        '{"a": "\t"}',
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"n": ' + "9" * 5_000 + "}",
    ],
    ids=lambda text: text[:12],
)
def test_what_is_not_json_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        decode_object(text)


@pytest.mark.parametrize("text", ["null", "1", '"hej"', "[]", '[{"a": 1}]', "true"])
def test_only_an_object_will_do(text: str) -> None:
    with pytest.raises(Malformed):
        decode_object(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 1}',
        '{"x": {"b": 1, "b": 2}}',
        '{"x": [{"b": 1, "b": 2}]}',
        '{"a":1,"\\u0061":2}',
    ],
)
def test_a_key_stands_once_however_deep_and_however_spelled(text: str) -> None:
    with pytest.raises(Malformed):
        decode_object(text)


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(constant: str) -> None:
    with pytest.raises(Malformed):
        decode_object(f'{{"a": {constant}}}')


@pytest.mark.parametrize("escape", ["\\u0000", "\\ud800", "\\udfff", "\\ud83d", "\\udc00\\ud800"])
@pytest.mark.parametrize("frame", ['{"a": "x%sy"}', '{"%s": 1}', '{"a": [{"b": ["%s"]}]}'])
def test_nul_and_half_characters_are_refused_wherever_they_stand(frame: str, escape: str) -> None:
    with pytest.raises(Malformed):
        decode_object(frame % escape)


def test_a_whole_character_written_in_halves_is_fine() -> None:
    assert decode_object('{"a": "\\ud83d\\ude42"}') == {"a": "🙂"}


def test_a_refusal_never_quotes_what_was_sent() -> None:
    with pytest.raises(Malformed) as refused:
        decode_object('{"body": "Amina på Nørrebro" ')
    assert "Amina" not in refused.value.detail
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
