"""Every frame of the console's socket, spoilt, out of place, or about somebody else's talk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Conversation, Message, Note
from routing.operations import assignments, queueing
from tests.hostile.spoilt import NOT_FRAMES, WHOLE_MAX, spoilt
from tests.hostile.verdicts import answers, said, send, until, verdict
from tests.support import people, sockets
from tests.support.sockets import Socket

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("orderly_end", "unlimited"),
]

# Each frame about a conversation in its right form, and what kind of field each one is.
ABOUT_ONE: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "message.send": (
        {"client_id": "8e9c3ff2-6f0c-4b93-9b0d-0d5f0e1d2c3b", "body": "hej"},
        {"client_id": "id", "body": "body"},
    ),
    "message.read": ({"seq": 1}, {"seq": "seq"}),
    "typing": ({"on": True}, {"on": "bool"}),
    "sync": ({"last_seq": 0}, {"last_seq": "seq"}),
    "conversation.flag": ({"risk": "high", "reason": "råber"}, {"risk": "choice"}),
    "conversation.note": ({"body": "bor alene"}, {"body": "body"}),
    "conversation.close": (
        {"outcome": "ended", "tags": ["uro"]},
        {"outcome": "choice", "tags": "tags"},
    ),
}
OTHERS: dict[str, dict[str, Any]] = {
    "conversation.next": {},
    "presence.set": {"status": "available"},
    "ping": {},
}


def frame(kind: str, conversation: object = None, **fields: Any) -> dict[str, Any]:
    """The right frame of this type, about this conversation, with `fields` on top."""
    right = ABOUT_ONE[kind][0] if kind in ABOUT_ONE else OTHERS[kind]
    about = {"conversation": str(conversation)} if conversation is not None else {}
    return {"type": kind, **about, **right, **fields}


def _talk(login: str = "bo") -> UUID:
    """A conversation of Amina's, taken by a volunteer who is on duty."""
    opened = people.amina()
    person = people.on_duty(people.bo() if login == "bo" else people.sara())
    assignments.take_next(person, at=clock.now())
    return opened.conversation


@asynccontextmanager
async def bo() -> AsyncIterator[tuple[Socket, UUID]]:
    """Bo's console, caught up, and the conversation he is in."""
    id = await sync_to_async(_talk)()
    async with sockets.console("bo") as socket:
        await until(socket, type="synced", conversation=str(id))
        yield socket, id


@pytest.mark.parametrize("kind", ABOUT_ONE)
async def test_each_field_spoilt_has_its_refusal(kind: str) -> None:
    async with bo() as (socket, id):
        kinds = {"conversation": "id", **ABOUT_ONE[kind][1]}
        table = list(spoilt(frame(kind, id), kinds))
        found = {name: await verdict(socket, case) for name, case, _ in table}
        assert found == {name: due for name, _, due in table}
        assert await verdict(socket, frame("ping")) == "taken"
    row = await Conversation.objects.aget(id=id)
    assert (row.state, row.risk, row.last_seq) == ("active", "none", 1)
    assert not await Note.objects.aexists()


async def test_presence_spoilt_has_its_refusal() -> None:
    async with bo() as (socket, _):
        for name, case, due in spoilt(frame("presence.set"), {"status": "choice"}):
            assert await verdict(socket, case) == due, name
        for bad in ["1", 1.5, -1, WHOLE_MAX + 1, True, [], {}]:
            case = frame("presence.set", capacity=bad)
            assert await verdict(socket, case) == "bad_value capacity", bad
        for capacity, held in ((WHOLE_MAX, 6), (0, 0), (None, 6), ("", 6)):
            found = await answers(socket, frame("presence.set", capacity=capacity))
            shown = [each["capacity"] for each in found if each["type"] == "presence"]
            assert shown[0] == held, capacity


async def test_a_reason_too_long_or_blank_flags_nothing() -> None:
    async with bo() as (socket, id):
        too_long = frame("conversation.flag", id, reason="ø" * 4_001)
        assert await verdict(socket, too_long) == "too_long reason"
        for bad in (5, None, [], {}, True):
            assert await verdict(socket, frame("conversation.flag", id, reason=bad)) == (
                "bad_value reason"
            )
        no_reason = {**frame("conversation.flag", id)}
        del no_reason["reason"]
        assert await verdict(socket, no_reason) == "missing_field reason"
    assert (await Conversation.objects.aget(id=id)).risk == "none"


async def test_what_is_no_frame_has_its_refusal() -> None:
    async with bo() as (socket, _):
        found = {name: await verdict(socket, text) for name, (text, _) in NOT_FRAMES.items()}
    assert found == {name: due for name, (_, due) in NOT_FRAMES.items()}


@pytest.mark.parametrize("kind", ABOUT_ONE)
async def test_foreign_ended_and_missing_conversations_look_alike(kind: str) -> None:
    def night() -> dict[str, object]:
        saras = _talk("sara")
        left = _talk()
        outcome = {"outcome": "ended", "tags": []}
        account = people.bo().account
        assignments.close(account=account, conversation=left, at=clock.now(), **outcome)
        waiting = people.amina("venter").conversation
        return {"sara's": saras, "left": left, "waiting": waiting, "nobody's": new_id()}

    ids = await sync_to_async(night)()
    async with sockets.console("bo") as socket:
        found = {
            name: [each for each in await answers(socket, frame(kind, id)) if "code" in each]
            for name, id in ids.items()
        }
        for name, id in ids.items():
            [error] = found[name]
            assert (error["code"], error["conversation"]) == ("not_found", str(id)), name
        details = {error["detail"] for [error] in found.values()}
        assert len(details) == 1
    assert await Message.objects.filter(author="volunteer").acount() == 0


@pytest.mark.parametrize("kind", [*ABOUT_ONE, *OTHERS])
async def test_anything_before_hello_is_4401(kind: str) -> None:
    await sync_to_async(people.bo)()
    cookie = await sockets.cookie_of("bo")
    async with sockets.connected("/ws/console", cookie=cookie) as socket:
        assert await verdict(socket, frame(kind, new_id())) == "closed 4401"


@pytest.mark.parametrize(
    "resume",
    ["x", 5, None, [], {"x": 1}, {str(UUID(int=1)): -1}, {str(UUID(int=1)): "1"}, {"": 0}],
    ids=repr,
)
async def test_a_spoilt_hello_is_a_bad_value_and_a_right_one_may_follow(resume: object) -> None:
    async with sockets.connected("/ws/console", cookie=await _cookie_of_bo()) as socket:
        await send(socket, {"type": "hello", "resume": resume})
        assert said(await until(socket, type="error")) == "bad_value resume"
        assert await verdict(socket, {"type": "hello"}) == "taken"


async def _cookie_of_bo() -> str:
    await sync_to_async(people.bo)()
    return await sockets.cookie_of("bo")


async def test_resume_beyond_the_last_is_a_bad_value() -> None:
    id = await sync_to_async(_talk)()
    async with sockets.connected("/ws/console", cookie=await _cookie_of_bo()) as socket:
        await send(socket, {"type": "hello", "resume": {str(id): 2}})
        assert said(await until(socket, type="error")) == "bad_value resume"


async def test_resume_with_foreign_ids_says_removed_and_nothing_else() -> None:
    foreign = await sync_to_async(_talk)("sara")
    async with sockets.connected("/ws/console", cookie=await _cookie_of_bo()) as socket:
        missing = new_id()
        await send(socket, {"type": "hello", "resume": {str(foreign): 0, str(missing): 7}})
        found = await answers(socket, frame("ping"))
    removed = [each for each in found if each["type"] == "conversation"]
    assert {each["conversation"]["id"] for each in removed} == {str(foreign), str(missing)}
    assert all(each["conversation"].keys() == {"id"} for each in removed)
    assert {each["reason"] for each in removed} == {"removed"}
    assert not [each for each in found if each["type"] in ("message", "synced", "error")]


async def test_a_second_hello_is_wrong_state() -> None:
    async with bo() as (socket, _):
        assert await verdict(socket, {"type": "hello"}) == "wrong_state"
        assert await verdict(socket, {"type": "hello", "resume": {}}) == "wrong_state"


async def test_next_says_why_not() -> None:
    def night() -> None:
        people.bo(limit=1)
        people.amina("den ene")

    await sync_to_async(night)()
    async with sockets.console("bo") as socket:
        for status in ("offline", "break"):
            await verdict(socket, frame("presence.set", status=status))
            assert await verdict(socket, frame("conversation.next")) == "not_available"
        await verdict(socket, frame("presence.set", capacity=0))
        assert await verdict(socket, frame("conversation.next")) == "at_capacity"
        await verdict(socket, frame("presence.set", capacity=99))
        assert await verdict(socket, frame("conversation.next")) == "taken"
        await sync_to_async(people.amina)("den anden")
        assert await verdict(socket, frame("conversation.next")) == "at_capacity"


async def test_next_with_nobody_waiting() -> None:
    await sync_to_async(people.bo)()
    async with sockets.console("bo") as socket:
        await verdict(socket, frame("presence.set"))
        assert await verdict(socket, frame("conversation.next")) == "nothing_waiting"
        wish = frame("conversation.next", new_id(), topic="violence")
        assert await verdict(socket, wish) == "nothing_waiting"


async def test_next_cannot_be_told_whom() -> None:
    first = await sync_to_async(people.amina)("den første")
    second = await sync_to_async(people.amina)("den anden")
    await sync_to_async(people.bo)()
    async with sockets.console("bo") as socket:
        await verdict(socket, frame("presence.set"))
        await send(socket, frame("conversation.next", second.conversation))
        given = (await until(socket, type="conversation"))[-1]
    assert given["conversation"]["id"] == str(first.conversation)


async def test_after_the_citizens_end() -> None:
    async with bo() as (socket, id):
        await sync_to_async(queueing.end_by_citizen)(conversation=id, at=clock.now())
        await until(socket, type="state", conversation=str(id))
        assert await verdict(socket, frame("conversation.flag", id)) == "wrong_state"
        await send(socket, frame("message.send", id))
        refused = (await until(socket, type="error"))[-1]
        assert (refused["code"], refused["conversation"]) == ("wrong_state", str(id))
        assert refused["client_id"] == frame("message.send")["client_id"]
        assert await verdict(socket, frame("conversation.note", id)) == "taken"
        assert await verdict(socket, frame("conversation.close", id)) == "taken"
        for kind in ABOUT_ONE:
            assert (await verdict(socket, frame(kind, id))).startswith("not_found"), kind
    row = await Conversation.objects.aget(id=id)
    assert (row.risk, row.last_seq, row.outcome) == ("none", 1, "ended")


async def test_a_resend_and_a_conflict_over_the_console() -> None:
    async with bo() as (socket, id):
        for _ in range(2):
            await send(socket, frame("message.send", id))
            ack = await socket.receive("message.ack")
            assert (ack["conversation"], ack["seq"]) == (str(id), 2)
        await send(socket, frame("message.send", id, body="andet"))
        refused = (await until(socket, type="error"))[-1]
        assert refused["code"] == "id_conflict"
    assert await Message.objects.filter(conversation_id=id).acount() == 2
