"""Logging a volunteer in as a browser does: the form, its CSRF token, the cookie."""

import re
import ssl
from functools import cache

import httpx

from krisechat.management.replay.asking import wait_s
from krisechat.management.replay.doors import Door

FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken"\s+value="([^"]+)"')
PAGE = "/login"


class LoginRefused(Exception):
    """The server read the login and said no."""


class TryAgain(Exception):
    """No login now, for no fault of the name or password; again after `after_s` seconds."""

    def __init__(self, *, after_s: float, limited: bool = False) -> None:
        super().__init__()
        self.after_s = after_s
        self.limited = limited


async def log_in(*, door: Door, login: str, password: str) -> str:
    """The Cookie header of a volunteer who has logged in.

    Raises LoginRefused when name and password are not accepted, and TryAgain when the server is
    away, is limiting logins, or has forgotten the form it showed.
    """
    try:
        async with httpx.AsyncClient(timeout=20, trust_env=False, verify=_trusted()) as http:
            shown = await http.get(door.page(PAGE))
            token = FORM_TOKEN.search(shown.text)
            if not shown.is_success or token is None:
                raise _not_now(shown)
            form = {"login": login, "password": password, "csrfmiddlewaretoken": token[1]}
            origin = {"Origin": door.origin, "Referer": door.page(PAGE)}
            answer = await http.post(door.page(PAGE), data=form, headers=origin)
            if answer.is_redirect:
                return "; ".join(f"{cookie.name}={cookie.value}" for cookie in http.cookies.jar)
    except httpx.TransportError:
        raise TryAgain(after_s=1.0) from None
    if answer.status_code in (200, 400, 401):
        raise LoginRefused
    raise _not_now(answer)


@cache
def _trusted() -> ssl.SSLContext:
    # Reading the list of authorities costs more than a whole login; once is enough.
    return httpx.create_ssl_context(trust_env=False)


def _not_now(answer: httpx.Response) -> TryAgain:
    asked = answer.headers.get("Retry-After", "")
    after_s = wait_s({"retry_after": int(asked)}) if asked.isdecimal() else 2.0
    return TryAgain(after_s=after_s, limited=answer.status_code == 429)
