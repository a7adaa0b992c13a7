"""Quick exit, also when it was pressed offline (P40).

The page's script leaves a second, neutral cookie behind when it goes, since its beacon may be lost
with the network. Whoever comes with it has left: this device's session ends before anything is
shown, and both cookies go. While the database is away neither can be: nothing is shown either, and
the second cookie stays, or is set, until it is back.
"""

import logging
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from krisechat.citizen import bearing
from krisechat.foundation import clock
from krisechat.operations import devices

logger = logging.getLogger(__name__)

LEFT_COOKIE = "o"


class EndWhenLeft(MiddlewareMixin):
    """Middleware: sees the cookie of those who have left."""

    def process_request(self, request: HttpRequest) -> None:
        if not request.COOKIES.get(LEFT_COOKIE):
            return
        end(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, "leaves_later", False):
            response.set_cookie(
                LEFT_COOKIE, "1", samesite="Strict", secure=settings.SESSION_COOKIE_SECURE
            )
        elif getattr(request, "has_left", False):
            if bearing.cookie_name() not in response.cookies:  # unless this very request began anew
                bearing.forget(response)
            response.delete_cookie(LEFT_COOKIE, samesite="Strict")
        return response


def close_when_silent(request: Any) -> None:
    """The page has closed itself: ends this device's session, unless another page of this device
    was used meanwhile."""
    cookie = bearing.device(request)
    if devices.close_when_silent(cookie=cookie, at=clock.now()):
        request.COOKIES.pop(bearing.cookie_name(), "")
        request.has_left = True


def end(request: Any) -> None:
    """Ends this device's session, and lets the rest of the request see none. Never fails."""
    cookie = request.COOKIES.pop(bearing.cookie_name(), "")
    try:
        if cookie:
            devices.leave(cookie=cookie, at=clock.now())
        request.has_left = True
    except (DatabaseError, InterfaceError) as error:
        logger.warning("a device was not let go yet: %s", type(error).__name__)
        request.leaves_later = True
