"""Log lines without a person in them: an exception's kind and place, never its text."""

import logging
import time
import traceback
from typing import Any


class NoPersonFormatter(logging.Formatter):
    """One line an event. Exceptions are told by type and place: their texts may quote words."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: Any) -> str:
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)[-3:]
        places = " < ".join(f"{each.name}:{each.lineno}" for each in reversed(frames))
        return f"{getattr(kind, '__name__', kind)} in {places}"
