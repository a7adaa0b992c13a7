"""Every frame of the citizen's socket, spoilt in every way: each gets its named refusal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from krisechat.foundation.ids import new_id
from krisechat.models import Message, Participant
from krisechat.operations.opening import Opened
from krisechat.privacy.masking import MASK
from tests.hostile.spoilt import NOT_FRAMES, WHOLE_MAX, spoilt
from tests.hostile.verdicts import answers, said, send, until, verdict
from tests.support import people, sockets
from tests.support.sockets import Socket

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("orderly_end", "unlimited"),
]

# Each frame in its right form, and what kind of field each required field is.
FRAMES: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "message.send": (
        {"client_id": "8e9c3ff2-6f0c-4b93-9b0d-0d5f0e1d2c3b", "body": "hej"},
        {"client_id": "id", "body": "body"},
    ),
    "message.read": ({"seq": 1}, {"seq": "seq"}),
    "typing": ({"on": True}, {"on": "bool"}),
    "sync": ({"last_seq": 0}, {"last_seq": "seq"}),
    "conversation.end": ({}, {}),
    "ping": ({}, {}),
}
LATER = ("conversation.next", "presence.set", "conversation.note", "offer.accept", "help.request")


def frame(kind: str, **fields: Any) -> dict[str, Any]:
    """The right frame of this type, with `fields` on top."""
    return {"type": kind, **FRAMES[kind][0], **fields}


@asynccontextmanager
async def amina(body: str = "hej er der nogen") -> AsyncIterator[tuple[Socket, Opened]]:
    """Amina's socket, caught up, and her conversation."""
    opened = await sync_to_async(people.amina)(body)
    async with sockets.citizen(opened.token) as socket:
        yield socket, opened


async def verdicts(socket: Socket, cases: dict[str, Any]) -> dict[str, str]:
    """What is said to each; a right ping in between keeps the malformed ones from adding up."""
    return {name: await verdict(socket, case) for name, case in cases.items()}


@pytest.mark.parametrize("kind", FRAMES)
async def test_each_field_spoilt_has_its_refusal(kind: str) -> None:
    right, kinds = FRAMES[kind]
    table = list(spoilt({"type": kind, **right}, kinds))
    async with amina() as (socket, _):
        found = await verdicts(socket, {name: case for name, case, _ in table})
        assert found == {name: due for name, _, due in table}
        assert await verdict(socket, frame("ping")) == "taken"


async def test_what_is_no_frame_has_its_refusal() -> None:
    async with amina() as (socket, _):
        found = await verdicts(socket, {name: text for name, (text, _) in NOT_FRAMES.items()})
    assert found == {name: due for name, (_, due) in NOT_FRAMES.items()}


async def test_frames_of_the_other_socket_are_unknown_here() -> None:
    async with amina() as (socket, _):
        found = {kind: await verdict(socket, {"type": kind}) for kind in LATER}
    assert set(found.values()) == {"unknown_type type"}


async def test_a_ping_with_a_bad_number_is_refused_and_an_empty_one_is_no_number() -> None:
    async with amina() as (socket, _):
        for bad in ["1", 1.5, -1, WHOLE_MAX + 1, True, [], {}]:
            assert await verdict(socket, {"type": "ping", "n": bad}) == "bad_value n", bad
        [pong, _] = await answers(socket, {"type": "ping", "n": ""})
        assert pong == {"type": "pong", "n": None}
        assert await verdict(socket, {"type": "ping", "n": WHOLE_MAX}) == "taken"


@pytest.mark.parametrize("kind", FRAMES)
async def test_anything_before_hello_is_4401(kind: str) -> None:
    async with sockets.connected("/ws/citizen") as socket:
        assert await verdict(socket, frame(kind)) == "closed 4401"


@pytest.mark.parametrize("name", NOT_FRAMES)
async def test_no_frame_before_hello_is_4401(name: str) -> None:
    async with sockets.connected("/ws/citizen") as socket:
        assert (await verdict(socket, NOT_FRAMES[name][0])).endswith("closed 4401")


async def test_a_spoilt_hello_lets_nobody_in() -> None:
    opened = await sync_to_async(people.amina)()
    right = {"type": "hello", "token": opened.token, "last_seq": 0}
    for name, case, due in spoilt(right, {"token": "text", "last_seq": "seq"}):
        async with sockets.connected("/ws/citizen") as socket:
            said_to_it = await verdict(socket, case)
            assert said_to_it == f"{due}, closed 4401", name


async def test_a_token_that_is_not_ours_is_4401() -> None:
    opened = await sync_to_async(people.amina)()
    for token in (opened.token[:-1], opened.token + "x", opened.token.swapcase(), "æ", "x" * 9_000):
        async with sockets.connected("/ws/citizen") as socket:
            due = "unauthenticated, closed 4401"
            case = {"type": "hello", "token": token, "last_seq": 0}
            assert await verdict(socket, case) == due
            assert opened.token not in str(socket.seen)


async def test_a_second_hello_is_wrong_state_and_changes_nothing() -> None:
    async with amina() as (socket, opened):
        other = await sync_to_async(people.amina)("en anden")
        for token in (opened.token, other.token, "nothing"):
            hello = {"type": "hello", "token": token, "last_seq": 0}
            assert await verdict(socket, hello) == "wrong_state"
        await send(socket, frame("sync"))
        found = await until(socket, type="synced")
        assert {each["conversation"] for each in found if each["type"] == "message"} == {
            str(opened.conversation)
        }


async def test_unknown_fields_are_ignored_and_give_no_power() -> None:
    other = await sync_to_async(people.amina)("en anden")
    stolen = {
        "conversation": other.conversation,
        "author": "volunteer",
        "alias": "Bo",
        "seq": 99,
        "via": "sms",
        "participant": 1,
        "sent_at": "1999-01-01T00:00:00Z",
        "masked": True,
    }
    async with amina() as (socket, opened):
        await socket.send(type_="message.send", client_id=new_id(), body="mit eget", **stolen)
        ack = await socket.receive("message.ack")
    assert ack["seq"] == 2 and "masked" not in ack and ack["sent_at"] > "2000"
    row = await Message.objects.aget(conversation_id=opened.conversation, seq=2)
    me = await Participant.objects.aget(conversation_id=opened.conversation)
    assert (row.author, row.via, row.participant_id) == ("citizen", "web", me.pk)
    assert await Message.objects.filter(conversation_id=other.conversation).acount() == 1


async def test_a_resend_is_one_row_and_other_words_are_a_conflict() -> None:
    async with amina() as (socket, opened):
        id = str(new_id())
        for spelled in (id, id.upper(), id.replace("-", "")):
            await socket.send(type_="message.send", client_id=spelled, body=" 010190-1234 ")
            ack = await socket.receive("message.ack")
            assert (ack["client_id"], ack["seq"], ack["masked"]) == (id, 2, True)
        await socket.send(type_="message.send", client_id=id, body=MASK)
        assert (await socket.receive("message.ack"))["seq"] == 2
        await socket.send(type_="message.send", client_id=id, body="noget andet")
        refused = (await until(socket, type="error"))[-1]
        assert (refused["code"], refused["client_id"]) == ("id_conflict", id)
    assert await Message.objects.filter(conversation_id=opened.conversation).acount() == 2


async def test_somebody_elses_client_id_is_neither_seen_nor_in_the_way() -> None:
    id = str(new_id())
    async with amina() as (one, _), amina() as (two, _):
        for socket, body in ((one, "mine ord"), (two, "andre ord"), (two, "andre ord")):
            await socket.send(type_="message.send", client_id=id, body=body)
            assert (await socket.receive("message.ack"))["seq"] == 2


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        ("ø" * 4_000, "ø" * 4_000),
        ("   " + "ø" * 4_000 + "\n", "ø" * 4_000),
        ("\u202evendt om\u202c \u200b\u2066", "\u202evendt om\u202c \u200b\u2066"),
        ("👩‍👩‍👧 e\u0301 \U0010ffff \x7f\x1b[31m", "👩‍👩‍👧 e\u0301 \U0010ffff \x7f\x1b[31m"),
        ("<script>alert(1)</script> {{ x }} %s", "<script>alert(1)</script> {{ x }} %s"),
        ("'; DROP TABLE krisechat_message; --", "'; DROP TABLE krisechat_message; --"),
    ],
)
async def test_strange_words_are_kept_to_the_letter(body: str, stored: str) -> None:
    async with amina() as (socket, _):
        await send(socket, frame("message.send", body=body))
        await socket.receive("message.ack")
        await send(socket, frame("sync", last_seq=1))
        found = await until(socket, type="synced")
        assert [each["body"] for each in found if each["type"] == "message"] == [stored]


async def test_after_the_end_nothing_more_is_said() -> None:
    async with amina() as (socket, opened):
        assert await verdict(socket, frame("conversation.end")) == "taken"
        assert await verdict(socket, frame("conversation.end")) == "wrong_state"
        id = str(new_id())
        await socket.send(type_="message.send", client_id=id, body="for sent")
        refused = (await until(socket, type="error"))[-1]
        assert (refused["code"], refused["client_id"]) == ("wrong_state", id)
        for kind in ("message.read", "typing", "sync", "ping"):
            assert await verdict(socket, frame(kind)) == "taken", kind
    assert await Message.objects.filter(conversation_id=opened.conversation).acount() == 1


async def test_a_resend_after_the_end_is_still_its_acknowledgement() -> None:
    async with amina() as (socket, _):
        id = new_id()
        await socket.send(type_="message.send", client_id=id, body="lige før")
        first = await socket.receive("message.ack")
        await verdict(socket, frame("conversation.end"))
        await socket.send(type_="message.send", client_id=id, body="lige før")
        assert await socket.receive("message.ack") == first


async def test_a_position_beyond_the_last_is_refused_and_the_last_is_not() -> None:
    async with amina() as (socket, _):
        for kind, field in (("message.read", "seq"), ("sync", "last_seq")):
            assert await verdict(socket, frame(kind, **{field: 2})) == f"bad_value {field}"
            assert await verdict(socket, frame(kind, **{field: 1})) == "taken"
            assert await verdict(socket, frame(kind, **{field: 0})) == "taken"


async def test_reading_backwards_takes_no_receipt_back() -> None:
    async with amina() as (socket, opened):
        await verdict(socket, frame("message.read", seq=1))
        await verdict(socket, frame("message.read", seq=0))
        await sockets.asyncio.sleep(0.8)
    me = await Participant.objects.aget(conversation_id=opened.conversation)
    assert me.read_seq == 1


async def test_a_conversation_that_is_erased_is_4401_at_once_and_for_good() -> None:
    from krisechat.foundation import clock
    from routing.operations import queueing

    async with amina() as (socket, opened):
        await sync_to_async(queueing.erase_by_citizen)(
            conversation=opened.conversation, at=clock.now()
        )
        assert await socket.closed() == 4401
    async with sockets.connected("/ws/citizen") as again:
        hello = {"type": "hello", "token": opened.token, "last_seq": 0}
        assert said(await answers(again, hello)) == "unauthenticated, closed 4401"
