"""Requests to the real application as a program or a browser sends them, one by one and bare."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from config.asgi import application

OURS = "http://testserver"
API = "/api/v1"
REFUSAL_KEYS = {"code", "detail", "field", "client_id", "retry_after", "challenge", "bits"}


@asynccontextmanager
async def browser(source: str = "127.0.0.1") -> AsyncIterator[httpx.AsyncClient]:
    """A client at this address. It keeps cookies and follows nothing by itself."""
    transport = httpx.ASGITransport(
        app=application, raise_app_exceptions=False, client=(source, 4711)
    )
    async with httpx.AsyncClient(transport=transport, base_url=OURS, timeout=30) as it:
        yield it


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def refusal(response: httpx.Response) -> str:
    """A refusal as status, code and field in one line; fails when it is none by the contract."""
    assert response.status_code >= 400, (response.status_code, response.text[:80])
    assert response.headers["content-type"].startswith("application/json"), response.headers
    body: dict[str, Any] = response.json()
    assert body.keys() <= REFUSAL_KEYS, body
    assert body["detail"].endswith("."), body
    if "retry_after" in body:
        assert int(response.headers["retry-after"]) >= body["retry_after"] > 0
    words = [str(response.status_code), body["code"], body.get("field", "")]
    return " ".join(words).strip()
