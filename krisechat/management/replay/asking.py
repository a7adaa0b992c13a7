"""HTTP as a good client speaks it: what a server asks to wait is waited, what is away retried."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from krisechat.management.replay import proof
from krisechat.management.replay.doors import Door, Doors

LONGEST_WAIT_S = 120.0


class Refused(Exception):
    """The server said no for good; `code` is its word for why."""

    def __init__(self, *, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


class NoAnswer(Exception):
    """No server answered within the patience."""


@dataclass(kw_only=True)
class Asker:
    """Asks any of the servers, until one answers."""

    doors: Doors
    http: httpx.AsyncClient
    patience_s: float
    told: Callable[[str], None]
    """Called with a refusal's code each time one is waited out."""

    async def ask(
        self, method: str, path: str, *, body: dict[str, Any] | None = None, token: str = ""
    ) -> dict[str, Any]:
        """The answer's JSON object.

        Waits out `rate_limited`, works out or waits out `proof_required`, and retries a server
        that is away or answers `unavailable`. Raises Refused on every other refusal, and
        NoAnswer when no server has answered at all for `patience_s` seconds.
        """
        door: Door | None = None
        failures, given_up_at = 0, time.monotonic() + self.patience_s
        while True:
            door = self.doors.pick(avoid=door if failures else None)
            answer = await self._once(door, method, path, body, token)
            if answer is not None and answer.is_success:
                return object_of(answer)
            if answer is not None and answer.status_code == 429:
                failures, given_up_at = 0, time.monotonic() + self.patience_s
                body = await self._after_limit(object_of(answer), body)
                continue
            if answer is not None and answer.status_code < 500:
                raise Refused(status=answer.status_code, code=_code(answer))
            failures += 1
            if time.monotonic() > given_up_at:
                raise NoAnswer
            await asyncio.sleep(self._pause(answer, failures))

    async def _once(
        self, door: Door, method: str, path: str, body: dict[str, Any] | None, token: str
    ) -> httpx.Response | None:
        headers = {"Origin": door.origin}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            return await self.http.request(method, door.page(path), json=body, headers=headers)
        except httpx.TransportError:
            return None

    async def _after_limit(
        self, refusal: dict[str, Any], body: dict[str, Any] | None
    ) -> dict[str, Any] | None:
        code = str(refusal.get("code", "rate_limited"))
        self.told(code)
        challenge, bits = refusal.get("challenge"), refusal.get("bits")
        workable = isinstance(challenge, str) and isinstance(bits, int) and bits <= proof.MOST_BITS
        if code == "proof_required" and workable and body is not None:
            found = await asyncio.to_thread(proof.solve, str(challenge), int(bits or 0))
            return {**(body or {}), "challenge": challenge, "proof": found}
        await asyncio.sleep(wait_s(refusal) + self.doors.dice.uniform(0, 0.5))
        return body

    def _pause(self, answer: httpx.Response | None, failures: int) -> float:
        if answer is None:
            return self.doors.pause(failures)
        self.told(_code(answer))
        return max(self.doors.pause(failures), min(wait_s(object_of(answer), default=0.0), 10.0))


def wait_s(refusal: dict[str, Any], *, default: float = 1.0) -> float:
    """The `retry_after` of a refusal in seconds, at most two minutes; `default` when absent."""
    asked = refusal.get("retry_after")
    if isinstance(asked, bool) or not isinstance(asked, int | float) or asked < 0:
        return default
    return min(float(asked), LONGEST_WAIT_S)


def object_of(answer: httpx.Response) -> dict[str, Any]:
    """The answer's JSON object; empty when it is none."""
    try:
        value = answer.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _code(answer: httpx.Response) -> str:
    return str(object_of(answer).get("code") or answer.status_code)
