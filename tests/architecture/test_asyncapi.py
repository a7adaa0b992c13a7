"""The document of the sockets is well-formed, and says what the declared frames say."""

import inspect
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import jsonschema
import msgspec
import pytest
import yaml

from krisechat.foundation import refusals
from krisechat.realtime import frames_in, frames_out
from krisechat.realtime.decoding import FrameDecoder
from krisechat.socket import closing
from krisechat.states.conversation import Author, ConversationState, Outcome, Risk, Via
from routing.states.emergency import BY_HAND, LEAD_HERE, LEAD_LEAVES, EmergencyCode
from volunteers.states.presence import Status

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "asyncapi.yaml"
DOC: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text())
MESSAGES: dict[str, Any] = DOC["components"]["messages"]
SCHEMAS: dict[str, Any] = DOC["components"]["schemas"]
LATER = "x-arrives-later"
CHANNEL_OF = {
    "fromCitizen": "citizen",
    "toCitizen": "citizen",
    "fromVolunteer": "console",
    "toVolunteer": "console",
}
INCOMING: dict[str, dict[str, type[msgspec.Struct]]] = {
    "fromCitizen": {each.__struct_config__.tag: each for each in frames_in.CITIZEN_FRAMES.__args__},
    "fromVolunteer": {
        each.__struct_config__.tag: each for each in frames_in.CONSOLE_FRAMES.__args__
    },
}
OUTGOING = [
    each
    for _, each in inspect.getmembers(frames_out, inspect.isclass)
    if issubclass(each, frames_out.Frame) and each is not frames_out.Frame
]
SERVED = [key for key, message in MESSAGES.items() if LATER not in message]


def _at(ref: str) -> Any:
    """What a local reference points at. Raises KeyError when there is nothing."""
    found: Any = DOC
    for part in ref.removeprefix("#/").split("/"):
        found = found[part]
    return found


def _refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from _refs(each)


def _payload(key: str) -> dict[str, Any]:
    payload: dict[str, Any] = MESSAGES[key]["payload"]
    return _at(payload["$ref"]) if "$ref" in payload else payload


def _direction(key: str) -> str:
    return key.split(".", 1)[0]


def _names(direction: str) -> set[str]:
    return {MESSAGES[key]["name"] for key in SERVED if _direction(key) == direction}


def _declared(key: str) -> type[msgspec.Struct]:
    """The struct behind a message; the console has its own where the two sockets differ."""
    direction, name = _direction(key), MESSAGES[key]["name"]
    if direction in INCOMING:
        return INCOMING[direction][name]
    alike = {each.__name__.startswith("Console"): each for each in OUTGOING if _tag(each) == name}
    return alike.get(direction == "toVolunteer") or alike[False]


def _tag(struct: type[msgspec.Struct]) -> str:
    return str(struct.__struct_config__.tag)


def _fields(struct: type[msgspec.Struct]) -> tuple[set[str], set[str]]:
    """The names of all fields, and of those that are required."""
    fields = msgspec.structs.fields(struct)
    return {each.name for each in fields}, {each.name for each in fields if each.required}


def _types(struct: type[msgspec.Struct]) -> dict[str, dict[str, Any]]:
    """Each field's declared type as JSON Schema, its alternatives apart."""
    return {
        each.name: {"anyOf": [_schema_of(kind) for kind in _alternatives(each.type)]}
        for each in msgspec.structs.fields(struct)
    }


def _alternatives(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _schema_of(kind: Any) -> dict[str, Any]:
    schema = msgspec.json.schema(kind)
    return {"type": "object"} if "$ref" in schema else schema


def _leaves(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The plain schemas that a schema of references and alternatives comes down to."""
    schema = _at(schema["$ref"]) if "$ref" in schema else schema
    alternatives = schema.get("anyOf") or schema.get("oneOf")
    for each in alternatives or []:
        yield from _leaves(each)
    if not alternatives:
        yield schema


def _kinds(schema: dict[str, Any]) -> set[str]:
    return {leaf["type"] for leaf in _leaves(schema)}


def _bounds(schema: dict[str, Any]) -> set[tuple[Any, Any]]:
    numbers = (leaf for leaf in _leaves(schema) if leaf["type"] == "integer")
    return {(leaf.get("minimum"), leaf.get("maximum")) for leaf in numbers}


# ── Well-formed ───────────────────────────────────────────────────────────────────────────────


def test_it_is_an_asyncapi_3_document_of_both_sockets() -> None:
    assert DOC["asyncapi"] == "3.0.0"
    addresses = {each["address"] for each in DOC["channels"].values()}
    assert addresses == {"/ws/citizen", "/ws/console"}


def test_every_reference_leads_somewhere() -> None:
    for ref in set(_refs(DOC)):
        assert ref.startswith("#/")
        assert _at(ref) is not None


@pytest.mark.parametrize("key", MESSAGES)
def test_every_message_names_its_type(key: str) -> None:
    payload = _payload(key)
    assert payload["type"] == "object"
    assert payload["properties"]["type"] == {"type": "string", "const": MESSAGES[key]["name"]}
    assert "type" in payload["required"]
    assert set(payload["required"]) <= set(payload["properties"])
    assert key == f"{_direction(key)}.{MESSAGES[key]['name']}"


@pytest.mark.parametrize("key", MESSAGES)
def test_every_message_is_on_its_channel_only(key: str) -> None:
    holders = {name for name, channel in DOC["channels"].items() if key in channel["messages"]}
    assert holders == {CHANNEL_OF[_direction(key)]}
    for name in holders:
        assert DOC["channels"][name]["messages"][key] == {"$ref": f"#/components/messages/{key}"}


@pytest.mark.parametrize("name", DOC["operations"])
def test_an_operation_stays_on_one_channel_and_in_its_direction(name: str) -> None:
    operation = DOC["operations"][name]
    channel = operation["channel"]["$ref"]
    asked = [each["$ref"].rsplit("/", 1) for each in operation["messages"]]
    replied = [
        each["$ref"].rsplit("/", 1) for each in operation.get("reply", {}).get("messages", [])
    ]
    assert {place for place, _ in asked + replied} == {f"{channel}/messages"}
    expected = "from" if operation["action"] == "receive" else "to"
    assert all(key.startswith(expected) for _, key in asked)
    assert all(key.startswith("to") for _, key in replied)
    assert (LATER in operation) == all(LATER in MESSAGES[key] for _, key in asked)


@pytest.mark.parametrize("key", MESSAGES)
def test_every_message_is_part_of_an_operation(key: str) -> None:
    place = f"#/channels/{CHANNEL_OF[_direction(key)]}/messages/{key}"
    assert place in set(_refs(DOC["operations"]))


@pytest.mark.parametrize("key", MESSAGES)
def test_every_payload_is_a_sound_schema(key: str) -> None:
    jsonschema.Draft7Validator.check_schema(_payload(key))


@pytest.mark.parametrize("key", SERVED)
def test_every_served_message_has_examples_that_fit(key: str) -> None:
    validator = jsonschema.Draft7Validator(
        {**_payload(key), "components": DOC["components"]},
        format_checker=jsonschema.FormatChecker(),
    )
    examples = MESSAGES[key]["examples"]
    assert examples
    for example in examples:
        validator.validate(example["payload"])
        assert set(example["payload"]) <= set(_payload(key)["properties"])


# ── True to what is declared ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("direction", INCOMING)
def test_every_frame_the_server_takes_is_in_the_document(direction: str) -> None:
    assert _names(direction) == set(INCOMING[direction])


def test_every_frame_the_server_sends_is_in_the_document() -> None:
    sent = [key for key in SERVED if _direction(key).startswith("to")]
    assert {MESSAGES[key]["name"] for key in sent} == {_tag(each) for each in OUTGOING}
    assert {_declared(key) for key in sent} == set(OUTGOING)


@pytest.mark.parametrize("key", [key for key in SERVED if _direction(key) in INCOMING])
def test_incoming_fields_are_the_declared_ones(key: str) -> None:
    payload, (names, required) = _payload(key), _fields(_declared(key))
    assert set(payload["properties"]) == names | {"type"}
    assert set(payload["required"]) == required | {"type"}
    for name, declared in _types(_declared(key)).items():
        assert _kinds(payload["properties"][name]) == _kinds(declared), name
        assert _bounds(payload["properties"][name]) == _bounds(declared), name


@pytest.mark.parametrize("key", [key for key in SERVED if _direction(key) not in INCOMING])
def test_outgoing_fields_are_the_declared_ones(key: str) -> None:
    struct = _declared(key)
    payload, (names, required) = _payload(key), _fields(struct)
    # One struct may serve both sockets: it names the conversation in the console only.
    console_only = {"conversation"} & (names - required)
    absent = console_only if _direction(key) == "toCitizen" else set()
    assert set(payload["properties"]) == (names - absent) | {"type"}
    assert set(payload["required"]) - console_only == required | {"type"}
    for name, declared in _types(struct).items():
        if name not in absent:
            left_out = name not in required and struct.__struct_config__.omit_defaults
            kinds = _kinds(declared) - ({"null"} if left_out else set())
            assert _kinds(payload["properties"][name]) == kinds, name


@pytest.mark.parametrize(
    ("direction", "frames"),
    [("fromCitizen", frames_in.CITIZEN_FRAMES), ("fromVolunteer", frames_in.CONSOLE_FRAMES)],
)
def test_the_server_decodes_every_example(direction: str, frames: Any) -> None:
    decoder = FrameDecoder(frames)
    for key in SERVED:
        if _direction(key) == direction:
            for example in MESSAGES[key]["examples"]:
                assert isinstance(decoder.convert(example["payload"]), _declared(key))


def test_the_error_codes_are_the_refusals() -> None:
    codes = {
        each.code
        for _, each in inspect.getmembers(refusals, inspect.isclass)
        if issubclass(each, refusals.Refusal)
    }
    assert set(SCHEMAS["Code"]["enum"]) == codes
    assert set(re.findall(r"`(\w+)`(?=[^:\n]*:)", SCHEMAS["Code"]["description"])) >= codes


def test_the_close_codes_are_the_ones_the_server_uses() -> None:
    named = {int(code) for code in re.findall(r"^\| (\d{4}) \|", DOC["info"]["description"], re.M)}
    assert named == {value for name, value in vars(closing).items() if name.isupper()}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Author", Author),
        ("ConversationState", ConversationState),
        ("Outcome", Outcome),
        ("Risk", Risk),
        ("Via", Via),
        ("PresenceStatus", Status),
        ("EmergencyCode", EmergencyCode),
    ],
)
def test_named_values_are_the_declared_ones(name: str, values: type[StrEnum]) -> None:
    assert set(SCHEMAS[name]["enum"]) == {each.value for each in values}


def test_what_can_be_put_on_record_by_hand_is_the_declared_list() -> None:
    step = MESSAGES["fromVolunteer.emergency.step"]["payload"]["properties"]["step"]
    assert set(step["enum"]) == {*BY_HAND, LEAD_HERE, LEAD_LEAVES}
