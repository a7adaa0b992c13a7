"""What an answer weighs: Brotli for the citizen's browser, gzip for everybody else."""

import gzip

import brotli
from django.http import HttpRequest, HttpResponse

from config.compressing import Compressed

PAGE = "<p>Godt, at du kom.</p>" * 100


def answer(
    accepts: str, *, cookies: dict[str, str] | None = None, page: str = PAGE
) -> HttpResponse:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accepts
    request.COOKIES = cookies or {}
    response: HttpResponse = Compressed(lambda _: HttpResponse(page))(request)
    return response


def test_a_browser_gets_brotli() -> None:
    response = answer("gzip, deflate, br, zstd")
    assert response["Content-Encoding"] == "br"
    assert brotli.decompress(response.content).decode() == PAGE
    assert response["Content-Length"] == str(len(response.content))


def test_an_old_one_gets_gzip() -> None:
    response = answer("gzip, deflate")
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == PAGE


def test_whoever_is_logged_in_gets_the_random_bytes_of_gzip() -> None:
    assert answer("gzip, br", cookies={"v": "a session"})["Content-Encoding"] == "gzip"


def test_what_is_short_or_unasked_stays_as_it_is() -> None:
    assert not answer("br", page="ja").has_header("Content-Encoding")
    assert not answer("").has_header("Content-Encoding")
