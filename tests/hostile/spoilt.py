"""Frames spoilt field by field, from a description of what the contract says of each field.

Written from the contract and not from the declared types: a field that the code takes too
leniently fails here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

WHOLE_MAX = 2**53 - 1
ILL_WHOLES: list[Any] = ["1", 1.0, 1.5, -1, WHOLE_MAX + 1, 10**30, True, None, [], {}, [1]]
ILL_TEXTS: list[Any] = [5, 1.5, True, None, [], {}, ["hej"]]
ILL_IDS: list[Any] = [
    "x",
    "../..",
    5,
    1.5,
    True,
    None,
    [],
    {},
    "0" * 31,
    "g" * 32,
    "{" + "0" * 32 + "}",
]
ILL_BOOLS: list[Any] = ["true", 1, 0, None, [], {}, "on"]
ILL_LISTS: list[Any] = ["x", 5, None, {}, True, [5], [None], [["x"]], [{}]]

# What a field takes: the values of the wrong kind or out of range for it.
ILL: Mapping[str, list[Any]] = {
    "whole": ILL_WHOLES,
    "seq": [*ILL_WHOLES, WHOLE_MAX],  # the last also beyond the last message
    "text": ILL_TEXTS,
    "body": [*ILL_TEXTS, "   ", "\n\t\r\n", "\u00a0\u2003"],
    "choice": [*ILL_TEXTS, "nonsense", " none ", "NONE", "x" * 5_000],
    "id": ILL_IDS,
    "bool": ILL_BOOLS,
    "tags": [*ILL_LISTS, ["x"] * 21, ["x" * 41]],
}

Spoilt = tuple[str, dict[str, Any], str]


def spoilt(right: dict[str, Any], kinds: Mapping[str, str]) -> Iterator[Spoilt]:
    """(what was done, the frame, the verdict due) for each required field of a right frame."""
    for field, kind in kinds.items():
        yield f"no {field}", _without(right, field), f"missing_field {field}"
        if kind not in ("tags",):
            yield f"{field} empty", {**right, field: ""}, f"missing_field {field}"
        for value in ILL[kind]:
            yield f"{field}: {value!r:.40}", {**right, field: value}, f"bad_value {field}"
        if kind == "body":
            yield f"{field} too long", {**right, field: "ø" * 4_001}, f"too_long {field}"


def _without(frame: dict[str, Any], field: str) -> dict[str, Any]:
    return {key: value for key, value in frame.items() if key != field}


# What is no frame of any kind, and what it is called.
NOT_FRAMES: dict[str, tuple[str, str]] = {
    "empty": ("", "malformed"),
    "spaces": ("   ", "malformed"),
    "no JSON": ("hej", "malformed"),
    "half an object": ('{"type":', "malformed"),
    "two objects": ('{"type":"ping"}{"type":"ping"}', "malformed"),
    "trailing comma": ('{"type":"ping",}', "malformed"),
    "single quotes": ("{'type':'ping'}", "malformed"),
    "a list": ('[{"type":"ping"}]', "malformed"),
    "a number": ("5", "malformed"),
    "a text": ('"ping"', "malformed"),
    "null": ("null", "malformed"),
    "a key twice": ('{"type":"ping","type":"ping"}', "malformed"),
    "a key twice, inside": ('{"type":"ping","x":{"a":1,"a":1}}', "malformed"),
    "a key twice, one escaped": ('{"type":"ping","a":1,"\\u0061":1}', "malformed"),
    "NaN": ('{"type":"ping","n":NaN}', "malformed"),
    "Infinity": ('{"type":"ping","x":[Infinity]}', "malformed"),
    "-Infinity": ('{"type":"ping","x":-Infinity}', "malformed"),
    "half a character": ('{"type":"ping","x":"\\ud800"}', "malformed"),
    "half a character, in a key": ('{"type":"ping","\\udc00":1}', "malformed"),
    "halves in the wrong order": ('{"type":"ping","x":"\\udc00\\ud800"}', "malformed"),
    "NUL escaped": ('{"type":"ping","x":"a\\u0000b"}', "malformed"),
    "NUL as it is": ('{"type":"ping","x":"a\0b"}', "malformed"),
    "a control character": ('{"type":"ping","x":"a\x01b"}', "malformed"),
    "a byte order mark": ('\ufeff{"type":"ping"}', "malformed"),
    "5,000 digits": ('{"type":"ping","n":' + "9" * 5_000 + "}", "malformed"),
    "5,000 brackets": ('{"type":"ping","x":' + "[" * 5_000 + "]" * 5_000 + "}", "malformed"),
    "5,000 braces": ('{"a":' * 2_500 + "1" + "}" * 2_500, "malformed"),
    "5,000 open brackets": ("[" * 5_000, "malformed"),
    "no type": ("{}", "missing_field type"),
    "an empty type": ('{"type":""}', "missing_field type"),
    "a type nobody knows": ('{"type":"nonsense"}', "unknown_type type"),
    "the type of an answer": ('{"type":"message.ack"}', "unknown_type type"),
    "a type in capitals": ('{"type":"PING"}', "unknown_type type"),
    "a type with a space": ('{"type":"ping "}', "unknown_type type"),
}
