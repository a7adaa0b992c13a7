"""P36: what every answer carries, on every address there is, errors and files too."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from config import headers

pytestmark = pytest.mark.django_db

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGE_FORBIDS = (
    "default-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
)
OPENS = ("'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "*")


def addresses(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Every address of this installation, ids filled in with one that nobody has."""
    for each in patterns or get_resolver().url_patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, before + str(each.pattern))
        elif isinstance(each, URLPattern):
            path = before + str(each.pattern)
            for kind in ("<uuid:id>", "<uuid:handover>", "<uuid:conversation>", "<uuid:number>"):
                path = path.replace(kind, "0198f2c0-0000-7000-8000-000000000000")
            yield "/" + path.replace("^", "").replace("$", "")


ADDRESSES = sorted({each for each in addresses() if "<" not in each and "(" not in each})


def directives(response: HttpResponse) -> dict[str, str]:
    policy = str(response["Content-Security-Policy"])
    return dict(each.strip().partition(" ")[::2] for each in policy.split(";"))


def checked(response: Any) -> None:
    for name, value in EVERYWHERE.items():
        assert response[name] == value, name
    policy = directives(response)
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    for sources in policy.values():
        assert not [each for each in sources.split() if each in OPENS]
    if response.get("Content-Type", "").startswith("text/html") and response.status_code < 300:
        for rule in PAGE_FORBIDS:
            assert rule in response["Content-Security-Policy"]
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response["Referrer-Policy"] == "no-referrer"
        for sense in ("camera", "microphone", "geolocation"):
            assert f"{sense}=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address(address: str, method: str) -> None:
    client = Client(raise_request_exception=False)
    response = getattr(client, method)(address)
    checked(response)
    assert response["Cache-Control"] == "no-store" or "/static/" in address


def test_all_the_addresses_are_walked() -> None:
    assert {"/", "/tryg", "/skriv", "/vagt", "/kommune", "/design", "/healthz"} <= set(ADDRESSES)
    assert len(ADDRESSES) > 40


@pytest.mark.parametrize("address", ["/findes-ikke", "/static/findes-ikke.css", "/api/v1/nej"])
def test_what_is_not_there(address: str) -> None:
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == 404
    checked(response)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("status", [400, 403, 500, 503])
def test_errors(status: int) -> None:
    def failed(request: HttpRequest) -> HttpResponse:
        return HttpResponse("…", status=status)

    checked(headers.SecurityHeaders(failed)(RequestFactory().get("/")))


def test_every_page_has_its_own_nonce() -> None:
    seen = {directives(Client().get("/tryg"))["script-src"] for _ in range(5)}
    assert len(seen) == 5


def test_over_an_encrypted_line_it_stays_one(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    kept = Client().get("/tryg")["Strict-Transport-Security"]
    age = int(kept.split("max-age=")[1].split(";")[0])
    assert age >= 31_536_000  # seconds: a year
    assert "includeSubDomains" in kept


def test_what_a_page_loads() -> None:
    page = Client().get("/tryg").content.decode()
    loaded = re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js))"', page)
    assert loaded
    for address in loaded:
        response = Client().get(address)
        assert response.status_code == 200
        checked(response)
        assert directives(response)["default-src"] == "'none'"
