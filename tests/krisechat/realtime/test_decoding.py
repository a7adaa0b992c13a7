"""From raw text to a declared frame, or to a named refusal."""

import json
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from krisechat.foundation.refusals import (
    BadValue,
    MissingField,
    Refusal,
    TooLong,
    UnknownType,
)
from krisechat.realtime import frames_in
from krisechat.realtime.decoding import FrameDecoder, checked_body, checked_id, convert

ID = "0192f3a0-1111-7abc-8def-0123456789ab"
citizen = FrameDecoder(frames_in.CITIZEN_FRAMES)
console = FrameDecoder(frames_in.CONSOLE_FRAMES)

# One whole frame of each type, as a well-meaning client sends it.
CITIZENS = [
    {"type": "hello", "token": "t", "last_seq": 0},
    {"type": "message.send", "client_id": ID, "body": "hej"},
    {"type": "message.read", "seq": 1},
    {"type": "typing", "on": True},
    {"type": "sync", "last_seq": 3},
    {"type": "conversation.end"},
    {"type": "ping"},
    {"type": "ping", "n": 2**53 - 1},
]
CONSOLES = [
    {"type": "hello"},
    {"type": "hello", "resume": {ID: 4}},
    {"type": "conversation.next"},
    {"type": "presence.set", "status": "available"},
    {"type": "presence.set", "status": "break", "capacity": 2},
    {"type": "message.send", "conversation": ID, "client_id": ID, "body": "hej"},
    {"type": "message.read", "conversation": ID, "seq": 1},
    {"type": "typing", "conversation": ID, "on": False},
    {"type": "sync", "conversation": ID, "last_seq": 3},
    {"type": "conversation.flag", "conversation": ID, "risk": "high", "reason": "x"},
    {"type": "conversation.note", "conversation": ID, "body": "x"},
    {"type": "conversation.close", "conversation": ID, "outcome": "ended", "tags": ["x"]},
    {"type": "offer.accept", "offer": ID},
    {"type": "offer.decline", "offer": ID, "reason": "x"},
    {"type": "help.request", "conversation": ID},
    {"type": "emergency.step", "conversation": ID, "step": "called_112"},
    {"type": "ping", "n": 0},
]
WHOLE = [(citizen, frame) for frame in CITIZENS] + [(console, frame) for frame in CONSOLES]
NUMBERS = ("last_seq", "seq", "n", "capacity")
IDS = ("client_id", "conversation", "offer")


def refused(decoder: FrameDecoder, frame: dict[str, Any]) -> Refusal:
    with pytest.raises(Refusal) as said:
        decoder.decode(json.dumps(frame))
    return said.value


def cases(*fields: str) -> list[tuple[FrameDecoder, dict[str, Any], str]]:
    """Each whole frame once for each of these fields that it has."""
    return [
        (decoder, frame, field) for decoder, frame in WHOLE for field in fields if field in frame
    ]


class TestFrames:
    @pytest.mark.parametrize(("decoder", "frame"), WHOLE)
    def test_a_whole_frame_comes_as_its_declared_type(
        self, decoder: FrameDecoder, frame: dict[str, Any]
    ) -> None:
        found = decoder.decode(json.dumps(frame))
        assert found.__struct_config__.tag == frame["type"]
        back = msgspec.to_builtins(found)
        assert {key: back[key] for key in frame} == frame

    @pytest.mark.parametrize(("decoder", "frame"), WHOLE)
    def test_unknown_fields_are_ignored(self, decoder: FrameDecoder, frame: dict[str, Any]) -> None:
        more = {**frame, "participant": 1, "author": "volunteer", "seq_": [1]}
        assert decoder.decode(json.dumps(more)) == decoder.decode(json.dumps(frame))

    def test_every_declared_type_is_tried_here(self) -> None:
        for decoder, frames in ((citizen, CITIZENS), (console, CONSOLES)):
            assert {frame["type"] for frame in frames} == set(decoder._known)

    @pytest.mark.parametrize(
        "kind", [1, True, [], {}, "message", "Hello", "hello ", "offer.accept?"]
    )
    def test_a_type_that_is_not_served_is_unknown(self, kind: Any) -> None:
        for decoder in (citizen, console):
            assert isinstance(refused(decoder, {"type": kind}), UnknownType)

    def test_the_volunteers_frames_are_unknown_on_the_citizens_socket(self) -> None:
        for frame in CONSOLES:
            if frame["type"] not in citizen._known:
                assert isinstance(refused(citizen, frame), UnknownType)

    @pytest.mark.parametrize("frame", [{}, {"type": None}, {"type": ""}, {"seq": 1}])
    def test_without_a_type_the_type_is_what_is_missing(self, frame: dict[str, Any]) -> None:
        said = refused(citizen, frame)
        assert (said.code, said.field) == ("missing_field", "type")


class TestFields:
    @pytest.mark.parametrize(
        ("decoder", "frame", "field"),
        cases("token", "last_seq", "seq", "on", "body", "status", *IDS),
    )
    def test_a_missing_or_empty_field_is_named(
        self, decoder: FrameDecoder, frame: dict[str, Any], field: str
    ) -> None:
        without = {key: value for key, value in frame.items() if key != field}
        for lacking in (without, {**frame, field: ""}):
            said = refused(decoder, lacking)
            assert (said.code, said.field) == ("missing_field", field)

    @pytest.mark.parametrize(("decoder", "frame", "field"), cases(*NUMBERS))
    @pytest.mark.parametrize(
        "value", [-1, 2**53, 2**63, 10**30, 1.0, 1.5, "1", True, [1], {}, -0.5, 1e300]
    )
    def test_a_number_is_whole_from_0_to_2_to_the_53rd_less_one(
        self, decoder: FrameDecoder, frame: dict[str, Any], field: str, value: Any
    ) -> None:
        said = refused(decoder, {**frame, field: value})
        assert (said.code, said.field) == ("bad_value", field)

    @pytest.mark.parametrize(("decoder", "frame", "field"), cases(*IDS))
    @pytest.mark.parametrize("value", ["x", 1, None, ID[:-1], ID + "0", "g" + ID[1:], [ID]])
    def test_an_id_is_a_uuid(
        self, decoder: FrameDecoder, frame: dict[str, Any], field: str, value: Any
    ) -> None:
        said = refused(decoder, {**frame, field: value})
        assert (said.code, said.field) == ("bad_value", field)

    @pytest.mark.parametrize("value", [0, 1, "true", "on", None, []])
    def test_on_is_true_or_false(self, value: Any) -> None:
        said = refused(citizen, {"type": "typing", "on": value})
        assert (said.code, said.field) == ("bad_value", "on")

    @pytest.mark.parametrize("resume", [[], "x", 1, {"x": 1}, {ID: -1}, {ID: "1"}, {ID: None}])
    def test_resume_maps_ids_to_numbers(self, resume: Any) -> None:
        said = refused(console, {"type": "hello", "resume": resume})
        assert (said.code, said.field) == ("bad_value", "resume")

    @pytest.mark.parametrize("tags", ["x", {}, [1], [None], [["x"]]])
    def test_tags_are_texts(self, tags: Any) -> None:
        frame = {"type": "conversation.close", "conversation": ID, "outcome": "ended", "tags": tags}
        said = refused(console, frame)
        assert (said.code, said.field) == ("bad_value", "tags")

    def test_a_refusal_never_quotes_a_value(self) -> None:
        said = refused(citizen, {"type": "message.send", "client_id": "Amina", "body": "hej"})
        assert "Amina" not in str(said.body())

    @given(
        frame=st.sampled_from([frame for _, frame in WHOLE]),
        field=st.sampled_from([*NUMBERS, *IDS, "type", "body", "resume", "tags", "on", "extra"]),
        value=st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=2)
                | st.dictionaries(st.text(max_size=5), inner, max_size=2)
            ),
            max_leaves=4,
        ),
    )
    def test_whatever_stands_in_a_field_is_a_frame_or_a_refusal(
        self, frame: dict[str, Any], field: str, value: Any
    ) -> None:
        for decoder in (citizen, console):
            try:
                decoder.convert({**frame, field: value})
            except Refusal as said:
                assert said.status == 400


class TestBodies:
    @given(text=st.text(min_size=1, max_size=60))
    def test_what_is_stored_is_what_was_written_less_the_space_around_it(self, text: str) -> None:
        try:
            assert checked_body(f" {text}\n") == text.strip()
        except BadValue:
            assert not text.strip()

    def test_four_thousand_characters_are_counted_after_trimming_as_code_points(self) -> None:
        assert checked_body("  " + "🙂" * 4000 + "  ") == "🙂" * 4000
        with pytest.raises(TooLong) as said:
            checked_body("🙂" * 4001)
        assert said.value.field == "body"

    def test_nothing_is_missing_and_only_spaces_is_bad(self) -> None:
        with pytest.raises(MissingField):
            checked_body("")
        for blank in (" ", "\n\t ", "\u00a0", "\u2003"):
            with pytest.raises(BadValue):
                checked_body(blank)

    def test_another_field_and_another_limit_are_named(self) -> None:
        with pytest.raises(TooLong) as said:
            checked_body("abc", limit=2, field="reason")
        assert said.value.field == "reason"


class TestIds:
    def test_a_uuid_comes_back(self) -> None:
        one = uuid4()
        assert checked_id(str(one), field="client_id") == one

    @pytest.mark.parametrize("value", ["", "x", None, 5, [], {}, b"x"])
    def test_anything_else_is_refused_by_name(self, value: Any) -> None:
        with pytest.raises(BadValue) as said:
            checked_id(value, field="client_id")
        assert said.value.field == "client_id"


class Asked(msgspec.Struct, kw_only=True):
    language: str = ""
    helped: frames_in.Given
    count: frames_in.Whole = 0


class TestConverting:
    def test_empty_means_not_given_where_a_field_may_be_left_out(self) -> None:
        assert convert({"helped": "yes", "language": "", "count": ""}, Asked).count == 0

    def test_and_missing_where_it_may_not(self) -> None:
        with pytest.raises(MissingField) as said:
            convert({"helped": ""}, Asked)
        assert said.value.field == "helped"

    def test_null_is_not_a_text(self) -> None:
        with pytest.raises(BadValue):
            convert({"helped": None}, Asked)
