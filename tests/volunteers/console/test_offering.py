"""Offers on the console's socket: shown to all of a person's sockets, answered from any."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from asgiref.sync import sync_to_async

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Conversation
from krisechat.operations.opening import Opened
from krisechat.realtime import publish
from routing.models import Assignment, Offer
from routing.operations import dispatch, offers, queueing
from tests.support import people, sockets
from tests.support.sockets import Frame, Socket

pytestmark = pytest.mark.django_db(transaction=True)

tick = sync_to_async(lambda: dispatch.match(at=clock.now()))


@asynccontextmanager
async def available(login: str) -> AsyncIterator[Socket]:
    """The volunteer's console, on duty."""
    await sync_to_async(getattr(people, login))()
    async with sockets.console(login) as socket:
        await socket.send(type_="presence.set", status="available")
        await socket.receive("presence")
        yield socket


async def amina(**wishes: object) -> Opened:
    return await sync_to_async(people.amina)("hej, er der nogen", **wishes)


async def offered(socket: Socket) -> str:
    """Amina comes, and it is offered to the only one who is there."""
    await amina()
    await tick()
    return str((await socket.receive("offer"))["offer"])


async def refused(socket: Socket, **frame: object) -> Frame:
    await socket.send(**frame)
    return await socket.receive("error")


async def all_of(socket: Socket, *kinds: str) -> dict[str, Frame]:
    """The first frame of each of these types, in whatever order they come."""
    came: dict[str, Frame] = {}
    while not came.keys() >= set(kinds):
        frame = await socket.receive()
        came.setdefault(frame["type"], frame)
    return came


class TestBeingOffered:
    async def test_what_one_needs_to_know_and_not_a_word_more(self) -> None:
        async with available("bo") as bo:
            opened = await amina(topic="violence", at=clock.now() - timedelta(seconds=90))
            await tick()
            frame = await bo.receive("offer")
        assert set(frame) == {"type", "offer", "conversation", "expires_at", "reasons"}
        waited = frame["conversation"].pop("waiting_seconds")
        assert 90 <= waited < 100
        assert frame["conversation"] == {
            "id": str(opened.conversation),
            "topic": "violence",
            "language": "da",
            "risk": "none",
            "via": "web",
            "returning": False,
        }
        assert frame["reasons"] == ["longest_wait", "only_one"]
        left = datetime.fromisoformat(frame["expires_at"]) - clock.now()
        assert timedelta(seconds=25) < left <= timedelta(seconds=30)

    async def test_all_sockets_of_the_person_see_it_and_nobody_elses(self) -> None:
        async with available("bo") as bo, sockets.console("bo") as phone:
            await sync_to_async(people.sara)()
            async with sockets.console("sara") as sara:
                offer = await offered(bo)
                assert (await phone.receive("offer"))["offer"] == offer
                assert await sara.quiet()

    async def test_who_connects_while_it_is_live_is_shown_it_after_the_welcome(self) -> None:
        async with available("bo") as bo:
            offer = await offered(bo)
            async with sockets.console("bo") as again:
                assert (await again.receive("offer"))["offer"] == offer
                assert again.seen[0]["type"] == "welcome"

    async def test_a_hint_that_was_lost_is_healed_by_the_sweep(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with available("bo") as bo:
            with monkeypatch.context() as patched:
                patched.setattr(publish, "account_changed", lambda account: None)
                await amina()
                await tick()
            assert (await bo.receive("offer"))["offer"]

    async def test_somebody_who_was_here_before_is_said_to_be_returning(self) -> None:
        async with available("bo") as bo:
            await amina()
            await bo.send(type_="conversation.next")
            one = (await bo.receive("conversation"))["conversation"]["id"]
            row = await sync_to_async(Assignment.objects.get)()
            await sync_to_async(queueing.end_by_citizen)(conversation=one, at=clock.now())
            later = await amina()
            await sync_to_async(_same_citizen)(row.conversation_id, later)
            await tick()
            frame = await bo.receive("offer")
        assert frame["conversation"]["returning"] is True
        assert "talked_before" in frame["reasons"]


def _same_citizen(earlier: object, later: Opened) -> None:
    citizen = Conversation.objects.values_list("citizen_id", flat=True).get(id=earlier)
    Conversation.objects.filter(id=later.conversation).update(citizen_id=citizen)


class TestSayingYes:
    async def test_it_is_answered_as_the_next_one_is(self) -> None:
        async with available("bo") as bo, sockets.console("bo") as phone:
            offer = await offered(bo)
            await phone.receive("offer")
            await bo.send(type_="offer.accept", offer=offer)
            for socket in (bo, phone):
                came = await all_of(socket, "conversation", "message", "synced", "offer.gone")
                given, gone = came["conversation"], came["offer.gone"]
                assert (given["reason"], given["conversation"]["state"]) == ("assigned", "active")
                assert (gone["offer"], gone["reason"]) == (offer, "accepted")
                assert came["message"]["body"] == "hej, er der nogen"

    async def test_of_two_tabs_one_gets_it_and_the_other_hears_so(self) -> None:
        async with available("bo") as bo, sockets.console("bo") as phone:
            offer = await offered(bo)
            await bo.send(type_="offer.accept", offer=offer)
            await phone.send(type_="offer.accept", offer=offer)
            await bo.receive("conversation")
            await phone.receive("conversation")
            errors = []
            for socket in (bo, phone):
                await socket.quiet()
                errors += [each["code"] for each in socket.seen if each["type"] == "error"]
        assert errors == ["wrong_state"]
        assert await sync_to_async(Assignment.objects.count)() == 1

    async def test_by_asking_for_the_next_too(self) -> None:
        async with available("bo") as bo:
            offer = await offered(bo)
            await bo.send(type_="conversation.next")
            came = await all_of(bo, "conversation", "offer.gone")
        assert came["conversation"]["reason"] == "assigned"
        assert (came["offer.gone"]["offer"], came["offer.gone"]["reason"]) == (offer, "accepted")

    async def test_what_is_foreign_or_over_is_refused(self) -> None:
        async with available("bo") as bo, available("sara") as sara:
            offer = (await _offer_of(bo, sara))["offer"]
            mine, other = (bo, sara) if bo.seen[-1].get("offer") == offer else (sara, bo)
            for kind in ("offer.accept", "offer.decline"):
                assert (await refused(other, type_=kind, offer=offer))["code"] == "not_found"
                assert (await refused(other, type_=kind, offer=new_id()))["code"] == "not_found"
            await sync_to_async(_run_out)()
            assert (await refused(mine, type_="offer.accept", offer=offer))["code"] == "wrong_state"


async def _offer_of(*consoles: Socket) -> Frame:
    """Whichever of them is offered Amina."""
    await amina()
    await tick()
    row = await sync_to_async(Offer.objects.select_related("account").get)()
    login = row.account.login
    return await consoles[["bo", "sara"].index(login)].receive("offer")


def _run_out() -> None:
    offers.expire_due(at=clock.now() + timedelta(seconds=30))


class TestItIsGone:
    async def test_a_no_is_answered_and_shown_on_every_socket(self) -> None:
        async with available("bo") as bo, sockets.console("bo") as phone:
            offer = await offered(bo)
            await phone.receive("offer")
            await bo.send(type_="offer.decline", offer=offer, reason="")
            for socket in (bo, phone):
                gone = await socket.receive("offer.gone")
                assert (gone["offer"], gone["reason"]) == (offer, "declined")
            assert (await refused(bo, type_="offer.decline", offer=offer))["code"] == "wrong_state"

    async def test_a_citizen_who_leaves_takes_it_along(self) -> None:
        async with available("bo") as bo:
            opened = await amina()
            await tick()
            await bo.receive("offer")
            async with sockets.citizen(opened.token) as her:
                await her.send(type_="conversation.end")
                assert (await bo.receive("offer.gone"))["reason"] == "withdrawn"

    async def test_its_deadline_and_a_break_end_it(self) -> None:
        async with available("bo") as bo:
            await offered(bo)
            await sync_to_async(_run_out)()
            assert (await bo.receive("offer.gone"))["reason"] == "expired"
            await tick()
            await bo.receive("offer")
            await bo.send(type_="presence.set", status="break")
            assert (await bo.receive("offer.gone"))["reason"] == "withdrawn"
