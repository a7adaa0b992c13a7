"""The volunteer sees on each message how far its text has come."""

from datetime import datetime, timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Outbound
from krisechat.operations import positions, receipts, sending, text_news, turn_texts
from krisechat.outbound.recorder import Recorder
from krisechat.queries import conversations
from krisechat.realtime import publish
from krisechat.realtime.hints import Position
from krisechat.socket import sweeping
from tests.support import people, sockets
from tests.support.sockets import Frame, Socket
from tests.support.texting import AMINA, texts

pytestmark = pytest.mark.django_db(transaction=True)


def _set_up() -> None:
    people.lygten()
    people.on_duty(people.bo())
    texts("hej er der nogen")


def _agreed() -> UUID:
    """Amina came by web and agreed to the one neutral sentence once she is gone."""
    people.lygten()
    people.on_duty(people.bo())
    opened = people.amina("hej", phone=AMINA, sms_consent=True)
    return opened.conversation


def _goes_out(*, at: datetime | None = None) -> None:
    while sending.send_due(at=at or clock.now()):  # one citizen's texts go one after another
        Recorder.take()


def _has_on_the_web(conversation: UUID, seq: int) -> None:
    citizen = conversations.snapshot(conversation).citizen().participant
    positions.record([Position(conversation, citizen, delivered=seq)])


def _is_told(state: str) -> None:
    sid = Outbound.objects.get(template="words").provider_id or ""
    receipts.take_in(
        provider_id=f"{sid}:{state}",
        kind="status",
        source="webhook",
        payload={"MessageSid": sid, "MessageStatus": state},
        at=clock.now(),
    )
    text_news.handle_due(at=clock.now())


async def _takes(bo: Socket) -> Frame:
    await bo.send(type_="conversation.next")
    frame: Frame = (await bo.receive("conversation"))["conversation"]
    await bo.receive("message")
    return frame


async def _state(socket: Socket) -> str:
    return str((await socket.receive("text"))["state"])


async def test_queued_sent_delivered() -> None:
    await sync_to_async(_set_up)()
    async with sockets.console("bo") as bo:
        conversation = await _takes(bo)
        assert (conversation["via"], conversation["texting"]) == ("sms", "words")
        await bo.send(
            type_="message.send",
            conversation=conversation["id"],
            client_id=new_id(),
            body="Jeg er her",
        )
        frame = await bo.receive("text")
        assert frame == {
            "type": "text",
            "conversation": conversation["id"],
            "seq": 2,
            "state": "queued",
        }
        await sync_to_async(_goes_out)()
        assert await _state(bo) == "sent"
        await sync_to_async(_is_told)("delivered")
        assert await _state(bo) == "delivered"
        await bo.quiet()
        receipts_seen = [each for each in bo.seen if each["type"] == "receipt"]
        assert ("delivered", 2) in {(each["state"], each["seq"]) for each in receipts_seen}
        async with sockets.console("bo") as another:
            assert await _state(another) == "delivered"


async def test_a_lost_hint_is_healed_by_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "READ_SECONDS", 0.1)
    await sync_to_async(_set_up)()
    async with sockets.console("bo") as bo:
        conversation = await _takes(bo)
        await bo.send(
            type_="message.send",
            conversation=conversation["id"],
            client_id=new_id(),
            body="Jeg er her",
        )
        assert await _state(bo) == "queued"
        with patch.object(publish, "_hand_over"):
            await sync_to_async(_goes_out)()
        assert await _state(bo) == "sent"


async def test_a_conversation_on_the_web_has_none() -> None:
    await sync_to_async(people.lygten)()
    await sync_to_async(lambda: people.on_duty(people.bo()))()
    await sync_to_async(people.amina)("hej")
    async with sockets.console("bo") as bo:
        conversation = await _takes(bo)
        await bo.send(
            type_="message.send",
            conversation=conversation["id"],
            client_id=new_id(),
            body="Jeg er her",
        )
        await bo.receive("message.ack")
        await bo.quiet()
        assert "text" not in {each["type"] for each in bo.seen}


async def test_who_may_still_read_it_on_the_web_is_shown_no_text_before_it_is_out() -> None:
    amina = await sync_to_async(_agreed)()
    async with sockets.console("bo") as bo:
        conversation = await _takes(bo)
        for body in ("Jeg er her", "Er du der"):
            await bo.send(
                type_="message.send",
                conversation=conversation["id"],
                client_id=new_id(),
                body=body,
            )
            await bo.receive("message.ack")
        await bo.quiet()
        await sync_to_async(_has_on_the_web)(amina, 2)
        await sync_to_async(_goes_out)(at=clock.now() + timedelta(minutes=1))
        # The first was read on the web; the second goes as the sentence.
        assert (await bo.receive("text"))["seq"] == 3
        await bo.quiet()
        live = [(each["seq"], each["state"]) for each in bo.seen if each["type"] == "text"]
        assert live == [(3, "sent")]
        async with sockets.console("bo") as reloaded:
            await reloaded.receive("text")
            await reloaded.quiet()
            again = [(e["seq"], e["state"]) for e in reloaded.seen if e["type"] == "text"]
        assert again == live


async def test_what_became_of_a_text_stays_shown_when_texts_are_stopped() -> None:
    amina = await sync_to_async(_agreed)()
    async with sockets.console("bo") as bo:
        conversation = await _takes(bo)
        await sync_to_async(turn_texts.page_knows)(conversation=amina, at=clock.now())
        await bo.send(
            type_="message.send",
            conversation=conversation["id"],
            client_id=new_id(),
            body="Jeg er her",
        )
        await bo.receive("message.ack")
        await sync_to_async(_goes_out)(at=clock.now() + timedelta(minutes=1))
        assert await _state(bo) == "sent"
        await sync_to_async(texts)("stop")
        assert (await bo.receive("conversation"))["conversation"]["texting"] == "none"
        async with sockets.console("bo") as reloaded:
            assert await _state(reloaded) == "sent"
    await sync_to_async(_goes_out)()
