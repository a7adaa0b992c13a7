"""One night, once through: a phone dies in a tunnel, a browser dies at the desk, nothing is lost.

Amina writes at 21:40. Bo takes her conversation. Her phone goes dead and comes back where it was.
Bo's computer dies; the clock gives Amina back to the front of the queue and tells her; Sara takes
over, reads what was written and what Bo noted, and closes. Amina says whether it helped, comes back
from another phone with her four words, and erases it all.
"""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from config.asgi import application
from config.engine import Engine
from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Feedback, Message, Note
from tests.support import people, sockets
from tests.support.sockets import Socket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest_asyncio.fixture(autouse=True)
async def orderly_end() -> AsyncIterator[None]:
    yield
    await sockets.end_hub()


@pytest_asyncio.fixture
async def api() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(application)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver/api/v1") as it:
        yield it


async def _says(who: Socket, body: str, **where: str) -> int:
    await who.send(type_="message.send", client_id=new_id(), body=body, **where)
    return int((await who.receive("message.ack"))["seq"])


async def _takes_next(who: Socket) -> str:
    await who.send(type_="presence.set", status="available")
    await who.receive("presence")
    await who.send(type_="conversation.next")
    given = await who.receive("conversation")
    assert given["reason"] == "assigned"
    await who.receive("synced")
    return str(given["conversation"]["id"])


def _clock_rings_a_minute_later() -> None:
    """The engine, steady for long enough, looks at a moment when Bo has been gone a while."""
    engine = Engine()
    for lane in engine.lanes:
        lane._steady_since = lane._last = clock.now()
    for seconds in range(0, 81, 5):
        engine.tick(clock.now() + timedelta(seconds=seconds))


async def test_the_night(api: httpx.AsyncClient) -> None:
    await sync_to_async(people.bo)()
    await sync_to_async(people.sara)()
    await sync_to_async(people.lygten)()

    # 21:40. She writes before anybody is there; it is stored at once.
    opened = (await api.post("/conversations", json={"first_message": "er der nogen"})).json()
    async with sockets.citizen(opened["token"]) as amina, sockets.console("bo") as bo:
        conversation = await _takes_next(bo)
        here = await amina.receive("state")
        assert here["state"] == "active"
        assert here["volunteer"]["alias"] not in ("Bo", "Bo Lund")
        await _says(bo, "Hej. Jeg er her.", conversation=conversation)
        assert (await amina.receive("message"))["seq"] == 2
        await bo.send(
            type_="conversation.note", conversation=conversation, body="skriver når han sover"
        )
        await bo.receive("note")
        # The tunnel: while her phone is away Bo writes on.
        await amina.communicator.disconnect()
        await _says(bo, "Er du der stadig?", conversation=conversation)
        # Bo's computer dies with the socket.

    async with sockets.citizen(opened["token"], last_seq=2) as amina:
        assert [each["body"] for each in amina.seen if each["type"] == "message"] == [
            "Er du der stadig?"
        ]
        await _says(amina, "ja, jeg var i en tunnel")
        await sync_to_async(_clock_rings_a_minute_later)()
        back = await amina.receive("state")
        assert (back["state"], back["queue"]["position"]) == ("waiting", 1)

        async with sockets.console("sara") as sara:
            assert await _takes_next(sara) == conversation
            read = [each["body"] for each in sara.seen if each["type"] == "message"]
            assert read == [
                "er der nogen",
                "Hej. Jeg er her.",
                "Er du der stadig?",
                "ja, jeg var i en tunnel",
            ]
            assert [each["body"] for each in sara.seen if each["type"] == "note"] == [
                "skriver når han sover"
            ]
            await sara.send(
                type_="conversation.close", conversation=conversation, outcome="ended", tags=[]
            )
            assert (await sara.receive("state"))["state"] == "ended"
        assert (await amina.receive("state"))["state"] == "active"
        assert (await amina.receive("state"))["state"] == "ended"

    mine = {"Authorization": f"Bearer {opened['token']}"}
    helped = await api.post("/conversation/feedback", json={"helped": "yes"}, headers=mine)
    assert helped.status_code == 200

    # From another phone, with four words; then she erases it all.
    words = {"return_code": opened["return_code"].upper()}
    again = (await api.post("/conversations/resume", json=words)).json()
    her = {"Authorization": f"Bearer {again['token']}"}
    stored = (await api.get("/conversation/messages?after=0", headers=her)).json()
    assert [each["seq"] for each in stored["messages"]] == [1, 2, 3, 4]
    assert (await api.delete("/conversation", headers=her)).status_code == 204
    for token in (mine, her):
        gone = await api.get("/conversation/messages?after=0", headers=token)
        assert (gone.status_code, gone.json()["code"]) == (401, "unauthenticated")
    for kind in (Message, Note, Feedback):
        assert not await sync_to_async(kind.objects.exists)()
