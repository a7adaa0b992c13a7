"""The headers of every answer (P36), and the values every template has."""

import secrets
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_POLICY = (
    "default-src 'none';script-src 'nonce-{nonce}' 'strict-dynamic';"
    "style-src 'self'{styled};img-src 'self' data:;connect-src 'self' {sockets};"
    "form-action 'self';base-uri 'none';{frames};"
    "require-trusted-types-for 'script';trusted-types 'none'"
)
_NOTHING = "default-src 'none';frame-ancestors 'none'"
# A view says so of its answer (`response.frames`) where a page of ours stands in another of ours.
FRAMES = {
    "none": "frame-ancestors 'none'",
    "holds": "frame-src 'self';frame-ancestors 'none'",
    "is held": "frame-ancestors 'self'",
}
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What only a page can do anything with. On a slow phone each of these lines is weight, so that
# scripts, styles, refusals in JSON and redirects carry what forbids them everything instead.
_PAGE = {
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(),camera=(),display-capture=(),geolocation=(),gyroscope=(),"
        "magnetometer=(),microphone=(),midi=(),payment=(),usb=()"
    ),
}


class SecurityHeaders:
    """Middleware, outermost: also errors carry the headers."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response
        self._async = iscoroutinefunction(get_response)
        if self._async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        if self._async:
            return self._answer_async(request)
        return _with_headers(request, self.get_response(request))

    async def _answer_async(self, request: HttpRequest) -> HttpResponseBase:
        return _with_headers(request, await self.get_response(request))


def _with_headers(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    response["Content-Security-Policy"] = _policy(request, response)
    for name, value in (_ALWAYS | _PAGE if _is_page(response) else _ALWAYS).items():
        response[name] = value
    if not request.path_info.startswith(settings.STATIC_URL) or response.status_code >= 400:
        response["Cache-Control"] = "no-store"
        response.headers.pop("Vary", None)  # tells a cache what it may keep apart: there is none
    if settings.SESSION_COOKIE_SECURE:
        response["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def _policy(request: HttpRequest, response: HttpResponseBase) -> str:
    if not _is_page(response):
        return _NOTHING
    nonce = request.csp_nonce  # type: ignore[attr-defined]
    return _POLICY.format(
        nonce=nonce,
        styled=f" 'nonce-{nonce}'" if getattr(request, "styled", False) else "",
        sockets=_sockets(request),
        frames=FRAMES[getattr(response, "frames", "none")],
    )


def _is_page(response: HttpResponseBase) -> bool:
    """Whether a browser shows it as a document of ours; a redirect is never shown."""
    shown = response.get("Content-Type", "").startswith("text/html")
    return shown and not 300 <= response.status_code < 400


def _sockets(request: HttpRequest) -> str:
    """Our own sockets by name: Safari before 15.4 does not count them under 'self'."""
    host = "//" + request.META.get("HTTP_HOST", "").lower()
    origins = settings.KRISECHAT_ORIGINS
    ours = [each for each in origins if each.endswith(host)] or origins
    return " ".join(each.replace("http", "ws", 1) for each in ours)


def template_values(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: csp_nonce for a script, style_nonce for a style in the page,
    which only then is allowed."""
    nonce = getattr(request, "csp_nonce", "")

    def styled() -> str:
        request.styled = True  # type: ignore[attr-defined]
        return nonce

    return {"csp_nonce": nonce, "style_nonce": styled, "demo": settings.KRISECHAT_DEMO}
