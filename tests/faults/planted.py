"""A night in which every way in is used, each with words that are found nowhere else."""

import contextlib
import re
import uuid
from typing import Any

import httpx

from tests.support import clients
from tests.support.clients import Client, Conversation
from tests.support.installation import Installation
from tests.support.krisechat_server import KrisechatServer

AT_HOME, ELSEWHERE = "127.7.31.41", "127.7.59.26"
"""From where citizens come (P26): addresses of this machine that nothing else uses."""

PHONE, CPR, POSTAL_CODE = "+4520739146", "010190-7391", "8739"
SAID = {
    "nickname": "Sølvpil Nattergal",
    "first message": "planteskolen brændte ned ved søen",
    "citizen by socket": "grævlingen sover i skuret bag æbletræet",
    "citizen by HTTP": "køkkenuret gik i stå klokken kvæg",
    "citizen by form": "hyldebærsaften står i kælderskakten",
    "form's first message": "rønnebærrene hænger over brøndkarmen",
    "volunteer": "fortæl mig om dværgbirken på lågen",
    "note": "hun nævnte vandtårnet i Østerbæk",
    "flag": "kniven lå ved køkkenvasken",
    "feedback": "en længere snak om fuglekøjer",
    "while the database is away": "måneskæret faldt på høstakken",
}
WRONG = {
    "not JSON": "stæren fløj under tørvetaget",
    "unknown type": "rævefælde.åbnet",
    "too long": "tyttebærlyngen blomstrer på åsen",
    "no id": "væveskeen lå på ølkassen",
    "unknown field": "slåenbuskens_råddenskab",
    "token": "falsk-nøgle-af-kobberærts",
    "path": "sti-gennem-bøgeskovens-løv",
    "query": "spørgsmål-om-røgede-ål",
    "header": "sidehoved med tjørnetræ",
    "nickname": "Alt For Langt Navn Fra Bjæverskov Ågerup Ved Søen",
    "phone": "ring til købmanden i Brøns",
    "return code": "blåbær støvle lærke grøft",
    "feedback": "måske-nej-jæv",
    "login": "bo-på-gærdet",
    "password": "adgang-til-lærkereden-7",
    "origin": "http://bæverdæmning.example",
}


def words() -> list[str]:
    """Everything to search for, the numbers without their signs too."""
    return [*SAID.values(), *WRONG.values(), PHONE, PHONE[3:], CPR, CPR.replace("-", "")]


async def night(
    installation: Installation, one: KrisechatServer, other: KrisechatServer
) -> Conversation:
    """Amina writes at one server, Bo answers at the other; others try what is not meant to be."""
    opened = await clients.opens(
        one,
        source=AT_HOME,
        nickname=SAID["nickname"],
        phone=PHONE,
        postal_code=POSTAL_CODE,
        first_message=SAID["first message"],
    )
    async with (
        clients.citizen(one, opened, source=AT_HOME) as amina,
        clients.volunteer(other, "bo") as bo,
    ):
        assert await clients.takes_next(bo) == opened.id
        await _talk(amina, bo, opened)
        await _wrong_frames(amina)
        await _database_away(installation, amina)
        await _wrong_frames(bo)
        await _requests(one, opened)
        await bo.send(type_="conversation.close", conversation=opened.id, outcome="test", tags=[])
        await amina.sees(lambda frame: frame.get("state") == "ended")
        await _feedback(one, opened)
    await _forms(one)
    await _strangers(other)
    return opened


async def _talk(amina: Client, bo: Client, opened: Conversation) -> None:
    there = {"conversation": opened.id}
    await amina.say(SAID["citizen by socket"])
    await amina.say(f"mit nummer er {CPR}")
    await bo.sees(lambda frame: frame.get("body") == SAID["citizen by socket"])
    await bo.say(SAID["volunteer"], **there)
    await amina.sees(lambda frame: frame.get("body") == SAID["volunteer"])
    await bo.send(type_="conversation.note", body=f"{SAID['note']}, {CPR}", **there)
    await bo.send(type_="conversation.flag", risk="acute", reason=SAID["flag"], **there)
    await bo.sees(lambda frame: SAID["flag"] in str(frame.get("body")))
    await amina.send(type_="typing", on=True)
    await amina.send(type_="message.read", seq=1)


async def _wrong_frames(client: Client) -> None:
    """Each is answered with an error; the socket stays open."""
    errors = sum(frame["type"] == "error" for _, frame in client.frames)
    await client.raw('{"type": "message.send", "body": "' + WRONG["not JSON"])
    await client.send(type_=WRONG["unknown type"])
    await client.send(
        type_="message.send", client_id=str(uuid.uuid4()), body=f"{WRONG['too long']} " * 130
    )
    await client.send(type_="message.send", body=WRONG["no id"])
    await client.send(type_="typing", on=WRONG["no id"])
    await client.send(type_="ping", n=1, **{WRONG["unknown field"]: WRONG["unknown field"]})
    await client.send(type_="hello", token=WRONG["token"], last_seq=0, resume={WRONG["token"]: 1})
    await client.sees(
        lambda _: sum(frame["type"] == "error" for _, frame in client.frames) >= errors + 6
    )


async def _database_away(installation: Installation, amina: Client) -> None:
    """The database dies with her words on their way to it; she sends them until they are in."""
    installation.postgres.kill()
    frame = {"client_id": str(uuid.uuid4()), "body": SAID["while the database is away"]}
    await amina.send(type_="message.send", **frame)
    await amina.sees(lambda each: each.get("code") == "unavailable", seconds=30)
    installation.postgres.start()

    def acknowledged(each: dict[str, Any]) -> bool:
        return each["type"] == "message.ack" and each["client_id"] == frame["client_id"]

    for _ in range(20):
        await amina.send(type_="message.send", **frame)
        with contextlib.suppress(TimeoutError):
            await amina.sees(acknowledged, seconds=1)
            return
    raise TimeoutError


def _browser(server: KrisechatServer, source: str) -> httpx.AsyncClient:
    way = httpx.AsyncHTTPTransport(local_address=source)
    return httpx.AsyncClient(transport=way, base_url=server.url, timeout=30)


async def _requests(server: KrisechatServer, opened: Conversation) -> None:
    mine = {"Authorization": f"Bearer {opened.token}"}
    messages = "/api/v1/conversation/messages"
    async with _browser(server, AT_HOME) as http:
        sent = {"client_id": str(uuid.uuid4()), "body": SAID["citizen by HTTP"]}
        assert (await http.post(messages, json=sent, headers=mine)).status_code == 201
        assert (await http.get(f"{messages}?after=0&wait=0", headers=mine)).status_code == 200
        refused = [
            await http.get(f"{messages}?after={WRONG['query']}", headers=mine),
            await http.post(messages, json={**sent, "body": WRONG["no id"]}, headers=mine),
            await http.post(messages, content=WRONG["not JSON"].encode(), headers=mine),
            await http.post(messages, json={"body": WRONG["too long"] * 200}, headers=mine),
            await http.get(messages, headers={"Authorization": f"Bearer {_ascii(WRONG['token'])}"}),
        ]
    statuses = [each.status_code for each in refused]
    assert statuses == [400, 409, 415, 400, 401], statuses


async def _feedback(server: KrisechatServer, opened: Conversation) -> None:
    mine = {"Authorization": f"Bearer {opened.token}"}
    path = "/api/v1/conversation/feedback"
    async with _browser(server, AT_HOME) as http:
        wrong = {"helped": WRONG["feedback"], "what_would_help": SAID["feedback"]}
        assert (await http.post(path, json=wrong, headers=mine)).status_code == 400
        right = {"helped": "partly", "what_would_help": SAID["feedback"]}
        assert (await http.post(path, json=right, headers=mine)).status_code == 200


async def _forms(server: KrisechatServer) -> None:
    """Somebody whose browser runs no script."""
    async with _browser(server, ELSEWHERE) as http:
        first = {"client_id": str(uuid.uuid4()), "first_message": SAID["form's first message"]}
        started = await http.post("/skriv/start", data=first)
        assert started.status_code == 303
        page = (await http.get("/skriv")).text
        token = re.search(r'name="form_token" value="([^"]+)"', page)
        assert SAID["form's first message"] in page.replace("&#x27;", "'")
        assert token is not None
        form = {"form_token": token[1], "client_id": str(uuid.uuid4())}
        sent = await http.post("/skriv/besked", data={**form, "body": SAID["citizen by form"]})
        assert sent.status_code == 303
        forged = await http.post("/skriv/besked", data={"body": WRONG["too long"]})
        assert forged.headers["Location"] == "/"
        ended = await http.post("/skriv/slut", data=form)
        assert ended.status_code == 303


async def _strangers(server: KrisechatServer) -> None:
    """Whoever tries the doors."""
    async with _browser(server, ELSEWHERE) as http:
        openings = "/api/v1/conversations"
        answers = [
            await http.get(f"/{WRONG['path']}"),
            await http.get(f"/api/v1/{WRONG['path']}"),
            await http.post(openings, json={"nickname": WRONG["nickname"]}),
            await http.post(openings, json={"phone": WRONG["phone"]}),
            await http.post(openings, json={"topic": WRONG["phone"], "language": WRONG["path"]}),
            await http.post(f"{openings}/resume", json={"return_code": WRONG["return code"]}),
            await _login(http),
        ]
        far = {b"Origin": WRONG["origin"].encode(), b"X-Seen": WRONG["header"].encode()}
        await http.post("/login", data={"login": WRONG["login"]}, headers=far)
    statuses = [each.status_code for each in answers]
    assert statuses == [404, 404, 400, 400, 400, 401, 403], statuses


async def _login(http: httpx.AsyncClient) -> httpx.Response:
    page = (await http.get("/login")).text
    token = re.search(r'name="csrfmiddlewaretoken"\s+value="([^"]+)"', page)
    assert token is not None
    form = {"login": WRONG["login"], "password": WRONG["password"]}
    return await http.post("/login", data={**form, "csrfmiddlewaretoken": token[1]})


def _ascii(text: str) -> str:
    return text.encode("ascii", "ignore").decode()
