"""A conversation is erased elsewhere, and this server has not heard of it: still named refusals."""

from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import DataKey, Note
from krisechat.operations import access_tokens
from krisechat.privacy import sealing
from krisechat.socket.sweeping import Sweeping
from routing.operations import assignments, queueing
from tests.hostile.browsing import API, bearer, browser, refusal
from tests.hostile.verdicts import said, send, until, verdict
from tests.support import people, sockets

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("orderly_end", "unlimited"),
]

COMMANDS: dict[str, dict[str, Any]] = {
    "conversation.note": {"body": "bor alene"},
    "conversation.flag": {"risk": "acute", "reason": "bange"},
    "conversation.close": {"outcome": "ended", "tags": ["uro"]},
}


@pytest.fixture(autouse=True)
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """No hint comes, and no sweep looks."""

    def nothing(*_: object, **__: object) -> None: ...

    monkeypatch.setattr("krisechat.realtime.publish._hand_over", nothing)
    monkeypatch.setattr(Sweeping, "start", nothing)


def _erase(id: UUID) -> None:
    queueing.erase_by_citizen(conversation=id, at=clock.now())
    sealing.forget()


def _talk() -> tuple[UUID, str]:
    bo = people.on_duty(people.bo())
    opened = people.amina()
    assignments.take_next(bo, at=clock.now())
    return opened.conversation, opened.token


@pytest.mark.parametrize("kind", COMMANDS)
async def test_a_command_about_it_is_not_found(kind: str) -> None:
    id, _ = await sync_to_async(_talk)()
    async with sockets.console("bo") as socket:
        await until(socket, type="synced")
        await sync_to_async(_erase)(id)
        frame = {"type": kind, "conversation": str(id), **COMMANDS[kind]}
        assert (await verdict(socket, frame)).startswith("not_found")
        assert await verdict(socket, {"type": "ping"}) == "taken"
    assert not await Note.objects.aexists()
    assert not await DataKey.objects.filter(owner_id=id).aexists()


@pytest.mark.parametrize("side", ["citizen", "volunteer"])
async def test_a_message_into_it_is_refused_and_named(side: str) -> None:
    id, token = await sync_to_async(_talk)()
    async with sockets.citizen(token) as amina, sockets.console("bo") as bo:
        await until(bo, type="synced")
        await sync_to_async(_erase)(id)
        message = {"type": "message.send", "client_id": str(new_id()), "body": "hej"}
        socket = amina if side == "citizen" else bo
        await send(socket, {**message, "conversation": str(id)})
        refused = (await until(socket, type="error"))[-1]
        assert refused["code"] in ("not_found", "unauthenticated", "wrong_state")
        assert refused["client_id"] == message["client_id"]


async def test_ending_it_is_refused_and_named() -> None:
    id, token = await sync_to_async(_talk)()
    async with sockets.citizen(token) as amina:
        await sync_to_async(_erase)(id)
        assert await verdict(amina, {"type": "conversation.end"}) in ("not_found", "wrong_state")


async def test_a_console_that_opens_now_knows_nothing_of_it() -> None:
    id, _ = await sync_to_async(_talk)()
    await sync_to_async(_erase)(id)
    cookie = await sockets.cookie_of("bo")
    async with sockets.connected("/ws/console", cookie=cookie) as socket:
        await send(socket, {"type": "hello", "resume": {str(id): 0}})
        found = await until(socket, type="conversation")
        assert found[0]["conversations"] == []
        assert found[-1]["reason"] == "removed"
        assert said(found) == "taken"


async def test_the_page_of_it_leads_away_and_the_api_is_401() -> None:
    await sync_to_async(people.lygten)()
    async with browser() as it:
        await it.post("/skriv/start", data={"first_message": "hej"})
        opened = (await it.post(f"{API}/conversations", json={})).json()
        await sync_to_async(_erase)(UUID(opened["conversation"]))
        response = await it.get(
            f"{API}/conversation/messages?wait=1", headers=bearer(opened["token"])
        )
        assert refusal(response) == "401 unauthenticated"
        token = it.cookies["s"]
        assert (await it.delete(f"{API}/conversation", headers=bearer(token))).status_code == 204
        it.cookies.set("s", token)
        for path in ("/skriv", "/gemmer", "/"):
            assert (await it.get(path)).status_code in (200, 302), path


async def test_a_page_that_meets_the_erasure_half_way_is_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await sync_to_async(people.lygten)()
    async with browser() as it:
        await it.post("/skriv/start", data={"first_message": "hej"})
        resolve = access_tokens.resolve

        def resolved_and_then_erased(token: str) -> Any:
            holder = resolve(token)
            _erase(holder.conversation)
            return holder

        monkeypatch.setattr(access_tokens, "resolve", resolved_and_then_erased)
        response = await it.get("/skriv")
        assert response.status_code == 404
        assert "tel:112" in response.text
