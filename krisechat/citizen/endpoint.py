"""What all endpoints of the API have in common."""

from typing import Any

from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView


class Endpoint(APIView):
    """Answers in JSON, whatever else was asked for, and serves no method it does not name."""

    http_method_names = ["get", "head", "post", "delete"]

    def perform_content_negotiation(
        self, request: Request, force: Any = None
    ) -> tuple[BaseRenderer, str]:
        return JSONRenderer(), JSONRenderer.media_type
