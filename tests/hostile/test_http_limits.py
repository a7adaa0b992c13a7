"""Guessing and flooding over HTTP: slowed by source, named, and never by what a client claims."""

import hashlib
import itertools
import re
import secrets
from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async

from krisechat.citizen import slowing
from krisechat.models import Conversation
from krisechat.realtime import buckets
from tests.hostile.browsing import API, bearer, browser, refusal
from tests.support import people
from volunteers.console import pages

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("orderly_end")]

RESUME = f"{API}/conversations/resume"
OPEN = f"{API}/conversations"
ELSEWHERE = "203.0.113.7"
FORGED = [
    {"X-Forwarded-For": "6.6.6.{}"},
    {"X-Real-IP": "6.6.6.{}"},
    {"Forwarded": "for=6.6.6.{}"},
    {"CF-Connecting-IP": "6.6.6.{}"},
    {"REMOTE_ADDR": "6.6.6.{}"},
]


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is given back meanwhile, however slow the machine."""
    limits = (*slowing.LIMITS, buckets.sends)
    for limit in (*limits, pages._tries, pages._tries_of_source, pages._tries_of_all):
        monkeypatch.setattr(limit, "_per_second", 0.001)


async def guess(it: httpx.AsyncClient, words: str = "et to tre fire", **kinds: Any) -> str:
    return refusal(await it.post(RESUME, json={"return_code": words}, **kinds))


async def test_guessing_return_codes_is_slowed_by_source() -> None:
    opened = await sync_to_async(people.amina)()
    async with browser() as it, browser(ELSEWHERE) as other:
        found = [await guess(it) for _ in range(8)]
        assert found == ["401 unauthenticated return_code"] * 5 + ["429 rate_limited"] * 3
        right = await it.post(RESUME, json={"return_code": opened.return_code})
        assert refusal(right) == "429 rate_limited", "a right guess must not show through"
        home = await other.post(RESUME, json={"return_code": opened.return_code})
        assert home.status_code == 200
        assert home.json()["conversation"] == str(opened.conversation)


@pytest.mark.parametrize("header", FORGED, ids=str)
async def test_a_source_cannot_say_it_is_another(header: dict[str, str]) -> None:
    await sync_to_async(people.lygten)()
    async with browser() as it:
        sent = [{key: text.format(n) for key, text in header.items()} for n in range(8)]
        found = [await guess(it, headers=each) for each in sent]
        assert found[5:] == ["429 rate_limited"] * 3


async def test_guessing_from_many_sources_is_slowed_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    await sync_to_async(people.lygten)()
    monkeypatch.setattr(slowing._guesses_of_all, "_burst", 10)
    found = []
    for number in range(14):
        async with browser(f"203.0.113.{number}") as it:
            found.append(await guess(it))
    assert found == ["401 unauthenticated return_code"] * 10 + ["429 proof_required"] * 4


async def test_the_words_are_found_however_they_were_typed() -> None:
    opened = await sync_to_async(people.amina)()
    async with browser() as it:
        typed = "  " + opened.return_code.upper().replace(" ", " - ") + "\n"
        assert (await it.post(RESUME, json={"return_code": typed})).status_code == 200
        assert await guess(it, opened.return_code + " mere") == "401 unauthenticated return_code"
        assert await guess(it, "%") == "401 unauthenticated return_code"
        assert await guess(it, "x" * 60_000) == "401 unauthenticated return_code"


# ── Opening conversations ─────────────────────────────────────────────────────────────────────


def work(challenge: str, *, bits: int) -> str:
    """A proof, found the way the contract says."""
    for number in itertools.count():
        digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
        if int.from_bytes(digest, "big") >> (256 - bits) == 0:
            return str(number)
    raise AssertionError


async def challenged(it: httpx.AsyncClient) -> dict[str, Any]:
    """Opens until a proof is asked for."""
    for _ in range(30):
        response = await it.post(OPEN, json={})
        if response.status_code != 201:
            assert refusal(response) == "429 proof_required"
            asked: dict[str, Any] = response.json()
            return asked
    raise AssertionError("nobody asked for a proof")


async def test_a_flood_of_openings_must_prove_its_work_once_each() -> None:
    await sync_to_async(people.lygten)()
    async with browser() as it, browser(ELSEWHERE) as other:
        asked = await challenged(it)
        before = await Conversation.objects.acount()
        challenge, bits = asked["challenge"], asked["bits"]
        proof = {"challenge": challenge, "proof": work(challenge, bits=bits)}
        assert refusal(await other_challenged(other, proof)) == "429 proof_required"
        assert (await it.post(OPEN, json=proof)).status_code == 201
        assert refusal(await it.post(OPEN, json=proof)) == "429 proof_required", "once only"
        assert await Conversation.objects.acount() == before + 1 + 20


async def other_challenged(other: httpx.AsyncClient, proof: dict[str, str]) -> httpx.Response:
    """Somebody else, flooding too, with this proof."""
    await challenged(other)
    return await other.post(OPEN, json=proof)


@pytest.mark.parametrize(
    "spoil",
    [
        {"proof": ""},
        {"proof": "x"},
        {"challenge": ""},
        {"challenge": "1-x"},
        {"challenge": "1-x." + "0" * 32},
        {"challenge": "æ.æ"},
        {"challenge": "." * 60_000},
        {"challenge": "9" * 5_000 + "-x." + "0" * 32},
    ],
    ids=lambda each: str(each)[:40],
)
async def test_a_bad_proof_is_asked_for_again(spoil: dict[str, str]) -> None:
    await sync_to_async(people.lygten)()
    async with browser() as it:
        asked = await challenged(it)
        body = {"challenge": asked["challenge"], "proof": "0", **spoil}
        assert refusal(await it.post(OPEN, json=body)) == "429 proof_required"
        for field in ("challenge", "proof"):
            ill = {**body, field: 5}
            assert refusal(await it.post(OPEN, json=ill)) == f"400 bad_value {field}"


async def test_a_flood_hides_no_numbers_and_shuts_no_door() -> None:
    await sync_to_async(people.lygten)()
    async with browser() as it, browser(ELSEWHERE) as other:
        await challenged(it)
        assert (await it.get(f"{API}/status")).json()["alternatives"][0]["phone"] == "112"
        page = await it.get("/numre")
        assert page.status_code == 200 and "tel:112" in page.text
        refused = await it.post("/skriv/start", data={"first_message": "jeg venter"})
        assert refused.status_code == 429
        assert "jeg venter" in refused.text and "tel:112" in refused.text
        assert (await other.post(OPEN, json={})).status_code == 201


# ── Sending and logging in ────────────────────────────────────────────────────────────────────


async def test_sends_over_http_share_the_limit_and_store_nothing_beyond_it() -> None:
    opened = await sync_to_async(people.amina)()
    path = f"{API}/conversation/messages"
    async with browser() as it, browser(ELSEWHERE) as other:
        found = []
        for number in range(12):
            message = {"client_id": str(people.new_id()), "body": f"nummer {number}"}
            sender = (it, other)[number % 2]
            found.append(await sender.post(path, json=message, headers=bearer(opened.token)))
        assert [each.status_code for each in found] == [201] * 10 + [429] * 2
        assert refusal(found[-1]) == "429 rate_limited"
    assert (await Conversation.objects.aget()).last_seq == 11


async def login(it: httpx.AsyncClient, name: str, password: str, **headers: str) -> httpx.Response:
    """Fills the form in as a browser would."""
    page = await it.get("/login")
    token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = {"login": name, "password": password, "csrfmiddlewaretoken": token}
    return await it.post("/login", data=form, headers={"Origin": "http://testserver", **headers})


async def test_guessing_a_password_is_slowed_and_the_right_one_then_waits_too() -> None:
    await sync_to_async(people.bo)()
    async with browser() as it, browser(ELSEWHERE) as home:
        found = [await login(it, "bo", secrets.token_hex(4)) for _ in range(12)]
        assert [each.status_code for each in found] == [403] * 10 + [429] * 2
        assert (await login(it, "bo", people.PASSWORD)).status_code == 429
        forged = {"X-Forwarded-For": "6.6.6.6"}
        assert (await login(it, "bo", people.PASSWORD, **forged)).status_code == 429
        assert (await login(home, "bo", people.PASSWORD)).status_code == 302


async def test_one_source_cannot_shut_everybody_out_of_logging_in() -> None:
    await sync_to_async(people.bo)()
    async with browser() as it, browser(ELSEWHERE) as home:
        form = {"password": "x"}
        tries = [await it.post("/login", data={"login": f"n{n}", **form}) for n in range(250)]
        assert [each.status_code for each in tries].count(403) == 40
        assert (await login(home, "bo", people.PASSWORD)).status_code == 302


async def test_a_login_nobody_has_looks_like_a_wrong_password() -> None:
    await sync_to_async(people.bo)()
    async with browser() as it:
        wrong = await login(it, "bo", "forkert")
        for name in ("nobody", "", "bo\0", "bo%00", "BO'--", "x" * 9_000, "æ", "bo\u202e"):
            unknown = await login(it, name, "forkert")
            assert unknown.status_code == wrong.status_code == 403, name
            said = [
                re.findall(r'role="alert"[^>]*>([^<]+)<', each.text) for each in (wrong, unknown)
            ]
            assert said[0] == said[1] != [], name
