"""Quick exit, also when it was pressed offline (P40).

The page's script leaves a second, neutral cookie behind when it goes, since its beacon may be lost
with the network. Whoever comes with it has left: this device's session ends before anything is
shown, and both cookies go.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from krisechat.citizen import bearing
from krisechat.foundation import clock
from krisechat.operations import devices

LEFT_COOKIE = "o"


class EndWhenLeft(MiddlewareMixin):
    """Middleware: sees the cookie of those who have left."""

    def process_request(self, request: HttpRequest) -> None:
        if LEFT_COOKIE not in request.COOKIES:
            return
        end(request)
        request.has_left = True  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, "has_left", False):
            if bearing.COOKIE not in response.cookies:  # unless this very request began anew
                bearing.forget(response)
            response.delete_cookie(LEFT_COOKIE, samesite="Strict")
        return response


def close_when_silent(request: Any) -> None:
    """The page has closed itself: ends this device's session, unless another page of this device
    was used meanwhile."""
    cookie = bearing.device(request)
    if devices.close_when_silent(cookie=cookie, at=clock.now()):
        request.COOKIES.pop(bearing.COOKIE, "")
        request.has_left = True


def end(request: Any) -> None:
    """Ends this device's session, and lets the rest of the request see none."""
    cookie = request.COOKIES.pop(bearing.COOKIE, "")
    if cookie:
        devices.leave(cookie=cookie, at=clock.now())
