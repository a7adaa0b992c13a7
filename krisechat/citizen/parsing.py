"""Request bodies: the same strict JSON as on the sockets."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser

from krisechat.foundation.refusals import Malformed, TooLong
from krisechat.foundation.strict_json import decode_object

BODY_MAX = 64 * 1024  # bytes


class StrictJsonParser(BaseParser):
    """A JSON object in UTF-8, or a refusal."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        raw = stream.read(BODY_MAX + 1)
        if len(raw) > BODY_MAX:
            raise TooLong("The request is larger than 64 KiB.")
        try:
            return decode_object(raw.decode() or "{}")
        except UnicodeDecodeError:
            raise Malformed("This is not UTF-8.") from None
