"""How the `twilio` client reaches its server: one fresh connection a request, ten seconds, and no
second try of its own.

A kept connection that the other side has closed meanwhile fails after the words have left, and
nobody could tell that from a text that was taken in; a fresh one that is refused was surely not.
The library's own client writes addresses, and so telephone numbers, into the log; this one writes
nothing.
"""

import logging
from typing import Any

import requests
from twilio.http import HttpClient
from twilio.http.response import Response

TIMEOUT_SECONDS = 10.0
TWILIO = "https://api.twilio.com"


class PlainHttp(HttpClient):
    """Speaks to `base_url` in place of Twilio's own address; empty means Twilio's."""

    def __init__(self, *, base_url: str = "") -> None:
        super().__init__(logging.getLogger(__name__), is_async=False, timeout=TIMEOUT_SECONDS)
        self._base_url = base_url.rstrip("/") or TWILIO

    def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,  # noqa: FBT001, FBT002  the library's signature
    ) -> Response:
        """Raises what `requests` raises; the caller tells what it means."""
        answer: Any = requests.request(
            method,
            self._base_url + uri.removeprefix(TWILIO),
            params=params,
            data=data,
            headers=headers,
            auth=auth,
            timeout=timeout or TIMEOUT_SECONDS,
            allow_redirects=allow_redirects,
        )
        return Response(int(answer.status_code), answer.text, answer.headers)
