"""What a server was asked, and what it answers: the same whoever carries it over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request. Of a name given twice, the last value holds."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    authorization: str = ""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An answer: JSON, or nothing (None)."""

    status: int
    body: Any = None
    wait_s: float = 0.0
    """How long to wait before it is given."""
    cut: bool = False
    """Whether the connection is closed instead."""
