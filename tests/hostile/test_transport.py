"""A real server, over real TCP: garbage instead of HTTP, and bodies far too large."""

import json

import httpx
import pytest

from tests.hostile.wire import KIB, MIB, memory, request, talk
from tests.support.servers import KrisechatServer

pytestmark = [pytest.mark.enable_socket, pytest.mark.usefixtures("still_well")]

WORD = "kanariefugl-otte-syv"


POST = "POST /api/v1/conversations"
JSON = "Content-Type: application/json"
GARBAGE = {
    "binary": b"\x00\xff\xfe" + WORD.encode() + b"\r\n\r\n",
    "http 0.9": b"GET /\r\n\r\n",
    "http 2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "http 9": b"GET / HTTP/9.9\r\n\r\n",
    "only newlines": b"\r\n" * 1_000 + b"x\r\n\r\n",
    "long line": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    "long header": request("GET /", "X: " + "a" * 100_000),
    "many headers": request("GET /", *(f"X-{n}: 1" for n in range(2_000))),
    "NUL in a header": request("GET /", "X: a\0b"),
    "vertical tab": request("GET /", "X: a\x0bb"),
    "separators": request("GET /", "Origin: http://a\x1c\x1d\x85b"),
    "space in a name": request("GET /", "X y: 1"),
    "no colon": request("GET /", WORD),
    "not ASCII": request("GET /\xff\xfe"),
    "query not ASCII": request("GET /?\xff"),
    "odd method": request("G\xe6T /"),
    "mounted elsewhere": request("GET /", "Daphne-Root-Path: \xff"),
    "negative length": request(POST, "Content-Length: -5"),
    "no number": request(POST, "Content-Length: x"),
    "two lengths": request(POST, "Content-Length: 2", "Content-Length: 3") + b"{}",
    "length and chunks": request(POST, "Content-Length: 2", "Transfer-Encoding: chunked"),
    "unknown coding": request(POST, "Transfer-Encoding: gzip"),
    "bad chunk": request(POST, "Transfer-Encoding: chunked") + b"zz\r\n{}",
    "connect": request("CONNECT evil.example:443"),
    "absolute": request("GET http://evil.example/nothing"),
    "star": request("OPTIONS *"),
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_refused_without_a_word_of_it(server: KrisechatServer, name: str) -> None:
    said = talk(server, GARBAGE[name])
    status = said.split(b" ")[1][:3] if said.startswith(b"HTTP/1.1 ") else b""
    assert not said or (status and not status.startswith(b"5")), said[:200]
    assert WORD.encode() not in said
    for telling in (b"aphne", b"wisted", b"Traceback", b"python"):
        assert telling not in said


def test_a_client_cannot_say_where_the_application_is_mounted(server: KrisechatServer) -> None:
    said = talk(server, request("GET /api/v1/status", "Daphne-Root-Path: /api"))
    assert said.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("size", [65 * KIB, 200 * KIB, MIB, 20 * MIB])
async def test_a_body_too_large_is_too_long_by_length_or_in_chunks(
    server: KrisechatServer, size: int
) -> None:
    before = memory(server)
    body = b'{"x":"' + b"x" * size + b'"}'

    async def chunks() -> object:
        for start in range(0, len(body), 60_000):
            yield body[start : start + 60_000]

    async with httpx.AsyncClient(base_url=server.url, timeout=20) as it:
        for content in (body, chunks()):
            try:
                response = await it.post(
                    "/api/v1/conversations",
                    content=content,  # type: ignore[arg-type]
                    headers={"content-type": "application/json"},
                )
            except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
                assert size >= MIB  # cut by the transport while it was still being sent
                continue
            assert response.status_code == 400
            assert response.json()["code"] == "too_long"
    assert memory(server) - before < 30


def test_a_body_of_any_announced_length_is_refused_before_it_comes(
    server: KrisechatServer,
) -> None:
    said = talk(server, request(POST, JSON, "Content-Length: 99999999999") + b"{")
    head, _, body = said.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    assert json.loads(body)["code"] == "too_long"
