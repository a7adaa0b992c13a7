"""The pages' forms: nothing happens without the page's own proof, nor for another site."""

import re
from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from krisechat.models import AccessToken, Conversation, Feedback, Message
from tests.hostile.browsing import API, browser
from tests.hostile.test_http_limits import login
from tests.support import people

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("orderly_end", "unlimited"),
]

ID = "8e9c3ff2-6f0c-4b93-9b0d-0d5f0e1d2c3b"
FORMS: dict[str, dict[str, str]] = {
    "/skriv/besked": {"client_id": ID, "body": "hej igen"},
    "/skriv/slut": {},
    "/skriv/svar": {"helped": "yes"},
    "/skriv/ord": {},
    "/skriv/slet": {},
    "/skriv/sms": {"safe": "yes", "phone": "20123456"},
}
PAGES = ("/", "/tryg", "/numre", "/gemmer", "/tilgaengelighed", "/opskrift", "/skriv", "/login")
ELSEWHERE: list[dict[str, str]] = [
    {"Origin": "http://evil.example"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "https://testserver"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


async def start(it: httpx.AsyncClient, text: str = "hej") -> str:
    """Opens a conversation from the page; the form token of its forms."""
    await sync_to_async(people.lygten)()
    response = await it.post("/skriv/start", data={"first_message": text})
    assert response.status_code == 303
    return await form_token(it)


async def form_token(it: httpx.AsyncClient) -> str:
    page = await it.get("/skriv")
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


async def untouched() -> bool:
    """Whether the conversation is as `start` left it."""
    row = await Conversation.objects.aget()
    tokens = AccessToken.objects.filter(ended_at=None)
    return (row.state, row.last_seq, await tokens.acount()) == ("waiting", 1, 2)


@pytest.mark.parametrize("path", FORMS)
async def test_a_form_without_the_right_proof_does_nothing(path: str) -> None:
    async with browser() as it, browser() as other:
        right, foreign = await start(it), await start(other, "en anden")
        await Conversation.objects.exclude(last_seq=0).aupdate(return_code_digest=None)
        for proof in ({}, *({"form_token": bad} for bad in ("", "x", "æ", "0" * 64, foreign))):
            response = await it.post(path, data={**FORMS[path], **proof})
            assert response.status_code in (302, 303), proof
            assert response.headers["location"] in ("/", "/gemmer"), proof
        it.cookies.clear()
        for cookie in (None, "", "x", "æ", "s", '"'):
            headers = [] if cookie is None else [(b"cookie", b"s=" + cookie.encode())]
            form = {**FORMS[path], "form_token": right}
            response = await it.post(path, data=form, headers=headers)  # type: ignore[arg-type]
            assert response.status_code in (302, 303), cookie
    rows = await sync_to_async(list)(
        Conversation.objects.values_list("state", "last_seq", "return_code_digest")
    )
    assert rows == [("waiting", 1, None)] * 2
    assert not await Feedback.objects.aexists()


@pytest.mark.parametrize("path", [*FORMS, "/skriv/start"])
async def test_forms_take_post_alone(path: str) -> None:
    async with browser() as it:
        await start(it)
        for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "NONSENSE"):
            response = await it.request(method, path)
            assert (response.status_code, response.headers["allow"]) == (405, "POST"), method
            assert "112" in response.text or method == "HEAD"


@pytest.mark.parametrize(
    ("body", "taken"),
    [
        ("", False),
        ("   ", False),
        ("ø" * 4_001, False),
        ("a\0b", False),
        ("<script>alert('x')</script>{{7*7}}{% load %}", True),
        ("\u202evendt\u202c", True),
    ],
)
async def test_a_message_by_form_follows_the_same_rules(body: str, taken: bool) -> None:
    async with browser() as it:
        form = {"form_token": await start(it), "client_id": ID, "body": body}
        response = await it.post("/skriv/besked", data=form)
        assert response.status_code == 303
        assert ("hvorfor=" in response.headers["location"]) is not taken
        page = await it.get("/skriv")
        assert "<script>alert" not in page.text and ">49<" not in page.text
        assert await Message.objects.acount() == (2 if taken else 1)


@pytest.mark.parametrize("id", ["x", "{" + "0" * 32 + "}", "' OR 1=1 --", "a\0", "0" * 9_000])
async def test_a_bad_client_id_in_a_form_is_refused(id: str) -> None:
    async with browser() as it:
        token = await start(it)
        form = {"form_token": token, "client_id": id, "body": "hej"}
        refused = await it.post("/skriv/besked", data=form)
        assert "hvorfor=" in refused.headers["location"]
        assert (await it.post("/skriv/start", data={"client_id": id})).status_code == 400
    assert await untouched()


@pytest.mark.parametrize("text", ["   ", "ø" * 4_001, "a\0b"])
async def test_a_bad_first_message_opens_nothing_and_is_kept_in_its_field(text: str) -> None:
    await sync_to_async(people.lygten)()
    async with browser() as it:
        response = await it.post("/skriv/start", data={"first_message": text})
        assert response.status_code == 400
        assert "s" not in it.cookies
    assert not await Conversation.objects.aexists()


async def test_a_form_too_large_or_with_too_many_fields_is_a_page_with_numbers() -> None:
    async with browser() as it:
        token = await start(it)
        many = {"form_token": token, **{f"f{n}": "1" for n in range(60)}}
        file = {"body": ("stor.txt", b"x" * 200_000)}
        bodies: list[dict[str, Any]] = [
            {"data": {"form_token": token, "body": "x" * 70_000}},
            {"data": many},
            {"data": {"form_token": token}, "files": file},
        ]
        for kinds in bodies:
            response = await it.post("/skriv/besked", **kinds)
            assert response.status_code == 400
            assert "tel:112" in response.text
        ill = {"content-type": "multipart/form-data; boundary="}
        response = await it.post("/skriv/besked", content=b"--x--", headers=ill)
        assert response.status_code in (302, 303, 400)
    assert await untouched()


# ── Other sites ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
async def test_another_site_cannot_put_a_conversation_of_its_own_on_this_device(
    headers: dict[str, str],
) -> None:
    mine = await sync_to_async(people.amina)()
    forms = {
        "/skriv/start": {"first_message": "skrevet af en anden side"},
        "/skriv/tilbage": {"return_code": mine.return_code},
    }
    async with browser() as it:
        for path, form in forms.items():
            response = await it.post(path, data=form, headers=headers)
            assert (response.status_code, response.headers["location"]) == (302, "/tryg")
            assert "set-cookie" not in response.headers
    assert await Conversation.objects.acount() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://testserver"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    ],
    ids=str,
)
async def test_our_own_page_can(headers: dict[str, str]) -> None:
    mine = await sync_to_async(people.amina)()
    forms = {"/skriv/start": {}, "/skriv/tilbage": {"return_code": mine.return_code}}
    for path, form in forms.items():
        async with browser() as it:
            response = await it.post(path, data=form, headers=headers)
            assert response.status_code == 303
            assert "s" in it.cookies


@pytest.mark.parametrize("token", [None, "", "x" * 64])
async def test_logging_out_needs_our_own_form(token: str | None) -> None:
    await sync_to_async(people.bo)()
    async with browser() as it:
        assert (await login(it, "bo", people.PASSWORD)).status_code == 302
        form = {} if token is None else {"csrfmiddlewaretoken": token}
        response = await it.post("/logout", data=form, headers={"Origin": "http://testserver"})
        assert response.status_code == 403
        assert (await it.get("/vagt")).status_code == 200


async def test_a_right_login_form_from_another_site_is_refused() -> None:
    await sync_to_async(people.bo)()
    async with browser() as it:
        for origin in ("http://evil.example", "null", "https://testserver"):
            response = await login(it, "bo", people.PASSWORD, Origin=origin)
            assert response.status_code == 403, origin


@pytest.mark.parametrize("cookie", [b"v=x", b'v="\\000aaaaaaaaaaaaaaa"', b"v=\xff\xfe", b"v=" * 99])
async def test_the_console_without_a_login_leads_to_it(cookie: bytes) -> None:
    async with browser() as it:
        for path in ("/vagt", "/vagt?next=//evil.example"):
            response = await it.get(path, headers=[(b"cookie", cookie)])  # type: ignore[arg-type]
            assert response.status_code in (302, 400)  # NUL fits no column of PostgreSQL
            assert response.headers.get("location", "/login").startswith("/login")


async def test_the_login_leads_nowhere_else() -> None:
    await sync_to_async(people.bo)()
    async with browser() as it:
        await it.get("/login?next=https://evil.example")
        response = await login(it, "bo", people.PASSWORD)
        assert response.headers["location"] == "/vagt"


# ── The device's cookie ───────────────────────────────────────────────────────────────────────


async def test_leaving_ends_this_devices_session_and_buys_nothing_more() -> None:
    async with browser() as it:
        token = await start(it)
        cookie = it.cookies["s"]
        bought = await it.post(f"{API}/conversation/token", headers={"X-Form-Token": token})
        assert (await it.get("/opskrift")).status_code == 200
        assert "s" not in it.cookies
        it.cookies.set("s", cookie)
        assert (await it.get("/skriv")).headers["location"].startswith("/tryg")
        for headers in (
            {"X-Form-Token": token},
            {"Authorization": f"Bearer {cookie}"},
            {"Authorization": f"Bearer {bought.json()['token']}"},
        ):
            response = await it.get(f"{API}/conversation/messages", headers=headers)
            assert response.status_code == 401


async def test_the_cookie_is_kept_from_scripts_and_other_sites() -> None:
    async with browser() as it:
        await start(it)
        response = await it.post("/skriv/start", data={})
        [cookie] = response.headers.get_list("set-cookie")
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_fails_over_what_is_sent_along(path: str) -> None:
    await sync_to_async(people.lygten)()
    oddities: list[list[tuple[bytes, bytes]]] = [
        [(b"accept-language", b"\xff;q=x,,,da;q=9,*-*-*")],
        [(b"cookie", b"s=\xff\xfe; s; =; \x00=1")],
        [(b"cookie", b"s=" + b"x" * 9_000)],
        [(b"host", b"evil.example")],
        [(b"host", b"[::1")],
        [(b"accept", b"nonsense")],
        [(b"authorization", b"Bearer \xff")],
        [(b"x-form-token", b"\xff")],
    ]
    async with browser() as it:
        for headers in oddities:
            response = await it.get(path, headers=headers)  # type: ignore[arg-type]
            assert response.status_code in (200, 302, 400), headers
        for query in ("sprog=xx", "sprog=../..", "sprog=%00", "a&" * 60, "%FF=%FF"):
            response = await it.get(f"{path}?{query}")
            assert response.status_code in (200, 302, 400), query


def test_a_refused_form_leaves_nothing_of_what_it_sent_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(0)
    client = Client(enforce_csrf_checks=True)
    far = {"Origin": "https://amina-er-bange.example"}
    assert client.post("/login", {"login": "bo"}, headers=far).status_code == 403
    assert "amina" not in caplog.text
