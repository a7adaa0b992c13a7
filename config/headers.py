"""The headers of every answer (P36), and the values every template has."""

import secrets
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; "
    "style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; connect-src 'self' {sockets}; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
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
    nonce = request.csp_nonce  # type: ignore[attr-defined]
    response["Content-Security-Policy"] = _POLICY.format(nonce=nonce, sockets=_sockets())
    for name, value in _FIXED.items():
        response[name] = value
    if not request.path_info.startswith(settings.STATIC_URL) or response.status_code >= 400:
        response["Cache-Control"] = "no-store"
    if settings.SESSION_COOKIE_SECURE:
        response["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def _sockets() -> str:
    """Our own sockets by name: Safari before 15.4 does not count them under 'self'."""
    return " ".join(each.replace("http", "ws", 1) for each in settings.KRISECHAT_ORIGINS)


def template_values(request: HttpRequest) -> dict[str, Any]:
    """What every template may use."""
    return {
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "demo": settings.KRISECHAT_DEMO,
    }
