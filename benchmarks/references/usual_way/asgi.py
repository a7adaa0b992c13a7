"""The ASGI application of the usual way: `/ws/CONVERSATION`, and `/bare` for idle sockets."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.references.usual_way.settings")
# Django must be set up before anything is imported that reaches the models.
http = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

from benchmarks.references.usual_way.consumers import BareConsumer, ChatConsumer  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": URLRouter(
            [
                path("ws/<int:conversation>", ChatConsumer.as_asgi()),
                path("bare", BareConsumer.as_asgi()),
            ]
        ),
    }
)
