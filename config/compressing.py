"""Pages are compressed: by Brotli for browsers, a tenth less than gzip makes of them."""

import re
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

_ACCEPTS = re.compile(r"\bbr\b")
_QUALITY = 9  # a millisecond for a page; the last steps cost ten for one hundredth less
_SHORTEST = 200  # bytes below which nothing is gained


class Compressed(GZipMiddleware):
    """Middleware: Brotli for whoever takes it and is not logged in, gzip for everybody else.

    Django's gzip adds up to 100 random bytes against guessing a secret by a page's length. That
    needs somebody else's site to make the browser ask for a page with a secret in it, and our
    cookies do not go along with that (SameSite; the citizen's is Strict); so a few are enough for
    gzip, Brotli goes without, and the rest was weight on a slow phone.
    """

    max_random_bytes = 16

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        """The answer, smaller where that is fit."""
        if not isinstance(response, HttpResponse) or not _takes_brotli(request, response):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        response.content = brotli.compress(
            response.content, mode=brotli.MODE_TEXT, quality=_QUALITY
        )
        response["Content-Length"] = str(len(response.content))
        response["Content-Encoding"] = "br"
        return response


def _takes_brotli(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        _ACCEPTS.search(request.headers.get("Accept-Encoding", "")) is not None
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not response.streaming
        and not response.has_header("Content-Encoding")
        and len(response.content) >= _SHORTEST
    )
