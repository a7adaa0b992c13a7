"""The headers of every answer there is: pages, errors, refusals, scripts, and what is unknown."""

import re
from collections.abc import Iterator

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.urls import URLPattern, URLResolver, get_resolver

from krisechat.citizen import made
from tests.hostile.browsing import browser
from tests.support import people

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("orderly_end", "unlimited"),
]

STATIC = (
    "/static/krisechat/tokens.css",
    "/static/krisechat/page.js",
    made.address("page.js"),
    made.address("citizen.css"),
    "/static/volunteers/console/console.js",
)
NOT_THERE = (
    "/nothing",
    "/skriv/",
    "/skriv/nothing",
    "/Skriv",
    "/admin",
    "/admin/",
    "/.env",
    "/.git/config",
    "/static/",
    "/static/nothing.css",
    "/static/../manage.py",
    "/static/%2e%2e/manage.py",
    "/static/..%2f..%2fmanage.py",
    "/static//etc/passwd",
    "/static/krisechat",
    "/static/%00",
    "/%00",
    "/%ff",
    "/%2e%2e/%2e%2e/etc/passwd",
    "//evil.example",
    "/\\evil.example",
    "/" + "x" * 8_000,
    "/healthz/",
    "/metrics",
)
UNKNOWN_API = (
    "/api/",
    "/api/v1",
    "/api/v1/",
    "/api/v2/status",
    "/api/v1/nothing",
    "/api/v1/conversation/",
    "/api/v1/status/",
    "/api/v1/conversations/8e9c3ff2-6f0c-4b93-9b0d-0d5f0e1d2c3b",
    "/api/v1/%00",
    "/api/v1/..%2f..%2fetc/passwd",
    "/api/v1/" + "x" * 8_000,
)
OFF = ("camera", "microphone", "geolocation", "usb", "payment")


def routes(patterns: list[URLPattern | URLResolver], above: str = "/") -> Iterator[str]:
    """Every address in the URLconf."""
    for each in patterns:
        here = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, here)
        else:
            yield here


def filled(pattern: str) -> str:
    """The address with something in place of each part that varies."""
    somebody = re.sub(r"<uuid:\w+>", "8e9c3ff2-6f0c-4b93-9b0d-0d5f0e1d2c3b", pattern)
    return re.sub(r"<\w+:\w+>", "nothing", somebody)


PATTERNS = sorted(set(routes(get_resolver().url_patterns)))
ROUTES = [filled(each) for each in PATTERNS]
# Ids of handovers stand in the addresses of those who work here. A citizen's address never varies.
STAFF = ("/kommune/", "/overdragelser/", "/api/v1/")


def policy(response: httpx.Response) -> dict[str, str]:
    """The content security policy, by directive."""
    parts = response.headers["content-security-policy"].split(";")
    return {name: rest.strip() for name, _, rest in (part.strip().partition(" ") for part in parts)}


def held(response: httpx.Response) -> None:
    """Fails unless the answer carries every header that P36 promises: a page what a page can use,
    everything else a policy that forbids it everything."""
    headers, rules = response.headers, policy(response)
    assert rules["default-src"] == rules.get("object-src", "'none'") == "'none'"
    ours = response.request.url.path == "/skriv/nyt"  # stands in a page of ours, and in no other
    assert rules["frame-ancestors"] in ("'none'", "'self'" if ours else "'none'")
    assert "unsafe" not in headers["content-security-policy"]
    assert "*" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert not [each for each in headers if each.startswith("access-control")]
    assert "x-powered-by" not in headers
    if "text/html" in headers.get("content-type", "") and not response.is_redirect:
        assert re.fullmatch(r"'nonce-[\w-]{16,}' 'strict-dynamic'", rules["script-src"])
        assert rules["base-uri"] == "'none'"
        assert headers["referrer-policy"] == "no-referrer"
        assert rules["require-trusted-types-for"] == "'script'"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert all(f"{each}=()" in headers["permissions-policy"] for each in OFF)
    else:
        assert set(rules.values()) == {"'none'"}


def test_the_routes_are_all_of_them() -> None:
    assert {"/", "/skriv", "/skriv/start", "/api/v1/status", "/vagt", "/healthz"} <= set(ROUTES)
    assert not [each for each in PATTERNS if "<" in each and not each.startswith(STAFF)]


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "DELETE", "OPTIONS", "NONSENSE"])
async def test_every_route_carries_them_whatever_is_asked(method: str) -> None:
    await sync_to_async(people.lygten)()
    async with browser() as it:
        for path in ROUTES:
            response = await it.request(method, path)
            assert response.status_code < 500, path
            held(response)
            assert response.headers["cache-control"] == "no-store", path


@pytest.mark.parametrize("path", STATIC)
async def test_scripts_and_styles_carry_them(path: str) -> None:
    async with browser() as it:
        response = await it.get(path)
        assert response.status_code == 200
        held(response)
        assert "set-cookie" not in response.headers
        for method in ("POST", "PUT", "DELETE"):
            refused = await it.request(method, path)
            assert 400 <= refused.status_code < 500
            held(refused)


@pytest.mark.parametrize("path", NOT_THERE, ids=lambda path: path[:40])
async def test_what_is_not_there_is_a_page_with_numbers(path: str) -> None:
    async with browser() as it:
        url = httpx.URL("http://testserver", raw_path=path.encode())
        response = await it.send(httpx.Request("GET", url))
        assert response.status_code == 404
        held(response)
        assert response.headers["cache-control"] == "no-store"
        assert "tel:112" in response.text
        assert "x" * 100 not in response.text and "evil" not in response.text


@pytest.mark.parametrize("path", UNKNOWN_API, ids=lambda path: path[:40])
async def test_an_unknown_endpoint_is_a_refusal(path: str) -> None:
    async with browser() as it:
        for method in ("GET", "POST", "DELETE"):
            url = httpx.URL("http://testserver", raw_path=path.encode())
            response = await it.send(httpx.Request(method, url))
            assert (response.status_code, response.json()["code"]) == (404, "not_found")
            held(response)


async def test_a_page_and_its_scripts_share_a_nonce_that_is_new_each_time() -> None:
    await sync_to_async(people.lygten)()
    async with browser() as it:
        nonces = set()
        for path in ("/", "/tryg", "/numre", "/login", "/nothing", "/opskrift"):
            response = await it.get(path)
            [nonce] = re.findall(r"'nonce-([\w-]+)' 'strict", policy(response)["script-src"])
            nonces.add(nonce)
            scripts = re.findall(r"<script[^>]*>", response.text)
            assert all(f'nonce="{nonce}"' in each for each in scripts), path
        assert len(nonces) == 6


async def test_no_page_points_to_anybody_else() -> None:
    await sync_to_async(people.lygten)()
    async with browser() as it:
        await it.post("/skriv/start", data={"first_message": "hej"})
        for path in ("/", "/tryg", "/numre", "/gemmer", "/skriv", "/opskrift", "/login", "/x"):
            page = (await it.get(path)).text
            sources = re.findall(r"""(?:src|srcset|action|data-src|poster)=["']([^"']+)""", page)
            links = re.findall(r"""<link[^>]+href=["']([^"']+)""", page)
            for address in sources + links:
                assert address.startswith(("/", "data:")) and not address.startswith("//"), path


async def test_pages_with_a_form_tell_their_own_site_where_it_was_posted_from() -> None:
    """Chromium sends `Origin: null` from a page without a referrer (P26)."""
    await sync_to_async(people.lygten)()
    async with browser() as newcomer, browser() as it:
        await it.post("/skriv/start", data={"first_message": "hej"})
        for path, who in (("/tryg", newcomer), ("/skriv", it), ("/gemmer", it), ("/login", it)):
            page = (await who.get(path)).text
            assert "<form" in page, path
            assert re.search(r'<meta name="referrer" content="same-origin">', page), path


async def test_https_is_kept_for_a_year_where_it_is_used(settings: object) -> None:
    settings.SESSION_COOKIE_SECURE = True  # type: ignore[attr-defined]
    async with browser() as it:
        for path in ("/healthz", "/nothing", STATIC[0], "/api/v1/nothing"):
            kept = (await it.get(path)).headers["strict-transport-security"]
            assert int(re.findall(r"max-age=(\d+)", kept)[0]) >= 365 * 24 * 3600
            assert "includeSubDomains" in kept
