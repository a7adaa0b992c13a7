"""Who may open a socket at all: our own pages, speaking our subprotocol."""

import re
from typing import Any

from django.conf import settings

SUBPROTOCOL = "krisechat.v1"
# Strict before any library parses it: some raise on hosts like "host:8000.evil.example".
_ORIGIN = re.compile(r"https?://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?")


def check(scope: dict[str, Any]) -> dict[str, Any] | None:
    """The ASGI event that accepts the socket, or None when it is to be refused."""
    if not _ours(scope["headers"]):
        return None
    offered = scope.get("subprotocols") or []
    if offered and SUBPROTOCOL not in offered:
        return None
    return {"type": "websocket.accept", "subprotocol": SUBPROTOCOL if offered else None}


def _ours(headers: list[tuple[bytes, bytes]]) -> bool:
    """Scheme, host and port must be one of ours; missing, doubled and `null` are not."""
    origins = [value for name, value in headers if name.lower() == b"origin"]
    if len(origins) != 1:
        return False
    origin = origins[0].decode("latin-1")
    return _ORIGIN.fullmatch(origin) is not None and origin.lower() in settings.KRISECHAT_ORIGINS
