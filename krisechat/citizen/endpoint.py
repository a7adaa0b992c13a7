"""What all endpoints of the API have in common."""

from typing import Any

from django.http import HttpRequest
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView


class Endpoint(APIView):
    """Answers in JSON, whatever else was asked for, and serves no method it does not name."""

    http_method_names = ["get", "head", "post", "delete"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        _count(request._request)

    def perform_content_negotiation(
        self, request: Request, force: Any = None
    ) -> tuple[BaseRenderer, str]:
        return JSONRenderer(), JSONRenderer.media_type


def _count(request: HttpRequest) -> None:
    """Gives a body that came in chunks the length that the framework reads bodies by; without
    one it would silently be taken as empty."""
    if not request.META.get("CONTENT_LENGTH"):
        request.META["CONTENT_LENGTH"] = str(len(request.body))
