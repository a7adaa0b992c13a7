"""From raw text to a declared frame, or to a named refusal."""

import re
from typing import Any
from uuid import UUID

import msgspec

from krisechat.foundation.refusals import BadValue, MissingField, TooLong, UnknownType
from krisechat.foundation.strict_json import decode_object

BODY_MAX = 4_000  # code points, after trimming
_MISSING = re.compile(r"missing required field `([^`]+)`")
_PLACE = re.compile(r"`\$\.([A-Za-z_]+)")


class FrameDecoder:
    """Decodes the frames of one socket; `frames` is the union of its declared types."""

    def __init__(self, frames: Any) -> None:
        self._known = {each.__struct_config__.tag: each for each in frames.__args__}

    def decode(self, text: str) -> Any:
        """The frame in `text`. Raises Malformed, UnknownType, MissingField or BadValue."""
        return self.convert(decode_object(text))

    def convert(self, found: dict[str, Any]) -> Any:
        kind = found.get("type")
        if kind is None or kind == "":
            raise MissingField("A frame needs a type.", field="type")
        if not isinstance(kind, str) or kind not in self._known:
            raise UnknownType("There is no frame of this type here.", field="type")
        return convert(found, self._known[kind])


def convert(found: dict[str, Any], to: Any) -> Any:
    """`found` as the declared type `to`; an empty text where it is not taken is not given.

    Raises MissingField or BadValue, naming the field.
    """
    try:
        return msgspec.convert(found, to)
    except msgspec.ValidationError as error:
        reason = str(error)
    if missing := _MISSING.search(reason):
        raise MissingField("A field is missing.", field=missing[1])
    place = _PLACE.search(reason)
    field = place[1] if place else None
    if field is not None and found.get(field) == "":
        return convert({key: value for key, value in found.items() if key != field}, to)
    raise BadValue("A value is not of the kind this field takes.", field=field)


def checked_body(body: str, *, limit: int = BODY_MAX, field: str = "body") -> str:
    """`body` trimmed. Raises MissingField, BadValue or TooLong; `limit` is in code points."""
    if not body:
        raise MissingField("The text is empty.", field=field)
    trimmed = body.strip()
    if not trimmed:
        raise BadValue("The text has only spaces.", field=field)
    if len(trimmed) > limit:
        raise TooLong(f"The text is longer than {limit} characters.", field=field)
    return trimmed


def checked_id(value: Any, *, field: str) -> UUID:
    """`value` as a UUID, spelled as the sockets take it. Raises BadValue."""
    try:
        return msgspec.convert(value, UUID)
    except msgspec.ValidationError:
        raise BadValue("This is not an id.", field=field) from None
