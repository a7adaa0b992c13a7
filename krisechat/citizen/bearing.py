"""Who a request speaks for: a bearer token, or the page's own cookie with its form token.

The cookie alone is never enough for what changes something: another site could send it along. A
form token, derived from the cookie under the look-up key, proves that our own page made it.
"""

import hmac
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from krisechat.foundation import clock
from krisechat.foundation.refusals import Unauthenticated
from krisechat.operations import access_tokens, devices
from krisechat.operations.access_tokens import Holder
from krisechat.privacy import current

COOKIE = "s"  # neutral, like everything the page leaves on a device
FORM_HEADER = "X-Form-Token"


def holder(request: HttpRequest) -> Holder:
    """Whom the request speaks for. Raises Unauthenticated. What is asked by itself again and again
    is no sign that somebody is there; what changes something is, and what says so (`active=1`)."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        token = page_cookie(request, form_token=_sent_form_token(request))
    found = access_tokens.resolve(token.strip())
    if request.method != "GET" or request.GET.get("active") == "1":
        devices.seen(device=found.device, at=clock.now())
    return found


def visitor(request: HttpRequest) -> Holder | None:
    """Who looks at a page with this device's cookie; None without a conversation. Whoever fetches
    a page or posts its form is there; a frame that fills itself says nothing of anybody."""
    cookie = device(request)
    if not cookie:
        return None
    try:
        found = access_tokens.resolve(cookie)
    except Unauthenticated:
        return None
    if not getattr(request, "asks_by_itself", False):
        devices.seen(device=found.device, at=clock.now())
    return found


def page_cookie(request: HttpRequest, *, form_token: str) -> str:
    """The page's device token, when the form token belongs to it. Raises Unauthenticated."""
    if not has_proof(request, form_token):
        raise Unauthenticated("There is no conversation on this device.")
    return device(request)


def has_proof(request: HttpRequest, form_token: str) -> bool:
    """Whether a page made for this cookie posts this."""
    cookie = device(request)
    proof = form_token_of(cookie).encode() if cookie else b""
    return bool(cookie) and hmac.compare_digest(form_token.encode(), proof)


def from_another_site(request: HttpRequest) -> bool:
    """Whether another site's page made a browser post this. What it could do is give the device
    a conversation somebody else reads along in, so forms that set the cookie ask first; browsers
    say where a post comes from, programs need not."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("cross-site", "same-site")
    origin = request.headers.get("Origin")
    return origin is not None and origin.lower() not in settings.KRISECHAT_ORIGINS


def cookie_name() -> str:
    """Over https with the prefix that only this very host can set: no page of a neighbouring host,
    and nobody on the way to one, can give a device a conversation that they read along in."""
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def device(request: HttpRequest) -> str:
    """The device token in the cookie; empty when there is none."""
    return request.COOKIES.get(cookie_name(), "")


def form_token_of(cookie: str) -> str:
    """What the page's forms and script send along to prove that they are ours."""
    return current.keyring().lookup_digest("form token", cookie.encode()).hex()


def _sent_form_token(request: HttpRequest) -> str:
    return request.headers.get(FORM_HEADER, "")


def remember(response: HttpResponseBase, *, conversation: UUID, at: datetime) -> str:
    """Gives this device a token of its own, in the one cookie there is, and returns it. The cookie
    goes with the browser; where a browser keeps it, half an hour of silence ends the token."""
    token = access_tokens.issue(conversation=conversation, at=at, device=True)
    response.set_cookie(
        cookie_name(),
        token,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return token


def forget(response: HttpResponseBase) -> None:
    """Takes the cookie off the device."""
    response.delete_cookie(cookie_name(), samesite="Strict")
