"""Log lines without a person in them: an exception's kind and place, never its text."""

import copy
import logging
import re
import time
import traceback
from typing import Any

# These write an exception's text, or the arguments of a call, into their messages.
_TELLTALES = ("asyncio", "concurrent", "daphne", "twisted")
_PLAIN = re.compile(r"[^:<('\"]*")
_KIND = re.compile(r"[A-Za-z_.]+(?=:|$)")


class NoPersonFormatter(logging.Formatter):
    """One line an event. Exceptions are told by type and place: their texts may quote words."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None  # what another formatter may have left there holds the text
        if isinstance(record.msg, BaseException):
            record.msg = type(record.msg).__name__
        if record.name.partition(".")[0] in _TELLTALES:
            record.msg, record.args = _without_texts(record), ()
        return " ".join(super().format(record).split("\n"))

    def formatException(self, ei: Any) -> str:
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)[-3:]
        places = " < ".join(f"{each.name}:{each.lineno}" for each in reversed(frames))
        return f"{getattr(kind, '__name__', kind)} in {places}"


def _without_texts(record: logging.LogRecord) -> str:
    """What the message begins with, as far as it is the same each time, and the exception's kind
    where it is a whole traceback."""
    lines = record.getMessage().strip().splitlines() or [""]
    begins = _PLAIN.match(lines[0])
    kind = _KIND.match(lines[-1]) if len(lines) > 1 and not record.exc_info else None
    return " ".join(each[0].strip() for each in (begins, kind) if each)
