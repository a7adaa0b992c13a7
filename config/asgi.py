"""The application, for any ASGI server."""

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
django.setup()

from django.core.asgi import get_asgi_application  # noqa: E402

from krisechat.citizen import socket as citizen_socket  # noqa: E402
from krisechat.socket import hub  # noqa: E402
from volunteers.console import socket as console_socket  # noqa: E402

_http: Any = get_asgi_application()
SOCKETS: dict[str, Any] = {
    "/ws/citizen": citizen_socket.application,
    "/ws/console": console_socket.application,
}


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """HTTP to Django, the two sockets to their consumers, any other socket refused."""
    if scope["type"] == "websocket":
        await SOCKETS.get(scope["path"], _no_such_socket)(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await _http(scope, receive, send)


async def _no_such_socket(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.close"})


async def _lifespan(receive: Any, send: Any) -> None:
    """Servers that have it (daphne does not) start and end the hub with it."""
    while True:
        event = await receive()
        if event["type"] == "lifespan.startup":
            hub.current()
            await send({"type": "lifespan.startup.complete"})
        else:
            await hub.stop_current()
            await send({"type": "lifespan.shutdown.complete"})
            return
