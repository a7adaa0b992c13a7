"""JSON as the contract wants it: an object, no key twice, no NaN, no lone surrogate, no NUL."""

import json
from typing import Any

from krisechat.foundation.refusals import Malformed


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("A key stands twice in one object.")
    return found


def _no_constant(name: str) -> None:
    raise Malformed("NaN and Infinity are not numbers here.")


_decode = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant).decode


def decode_object(text: str) -> dict[str, Any]:
    """The JSON object that `text` holds. Raises Malformed, without quoting what was sent."""
    try:
        found = _decode(text)
    except (ValueError, RecursionError):
        raise Malformed("This is not JSON.") from None
    if not isinstance(found, dict):
        raise Malformed("This is not a JSON object.")
    if "\\u" in text:
        _refuse_unstorable(found)
    return found


def _refuse_unstorable(value: Any) -> None:
    """Only an escape can smuggle in a NUL or half a character, so only then is this walked."""
    stack = [value]
    while stack:
        each = stack.pop()
        if isinstance(each, dict):
            stack.extend(each.keys())
            stack.extend(each.values())
        elif isinstance(each, list):
            stack.extend(each)
        elif isinstance(each, str) and (
            "\0" in each or any("\ud800" <= letter <= "\udfff" for letter in each)
        ):
            raise Malformed("A text holds NUL or half a character.")
