"""Danger on the sockets: the emergency card, the calls, the lead who comes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async

from krisechat.foundation import clock
from krisechat.models import Outbound
from krisechat.realtime import publish
from routing.models import Escalation
from routing.operations import assignments, danger, queueing
from tests.support import people, sockets
from tests.support.emergencies import AT
from tests.support.sockets import Frame, Socket
from volunteers.models import Account

pytestmark = pytest.mark.django_db(transaction=True)


def a_talk(**wishes: object) -> str:
    """Bo has Amina's conversation; Dorte leads."""
    bo = people.on_duty(people.bo())
    people.dorte()
    people.amina(**wishes)  # type: ignore[arg-type]
    return str(assignments.take_next(bo, at=AT))


@asynccontextmanager
async def bo_talks(**wishes: object) -> AsyncIterator[tuple[Socket, str]]:
    talk = await sync_to_async(a_talk)(**wishes)
    async with sockets.console("bo") as bo:
        await bo.receive("synced")
        yield bo, talk


@asynccontextmanager
async def dorte_at_the_console() -> AsyncIterator[Socket]:
    async with sockets.console("dorte") as dorte:
        await dorte.send(type_="presence.set", status="break")
        await dorte.receive("presence")
        yield dorte


async def flags(bo: Socket, talk: str, risk: str = "acute") -> None:
    await bo.send(type_="conversation.flag", conversation=talk, risk=risk, reason="")


async def says(socket: Socket, talk: str, step: str) -> None:
    await socket.send(type_="emergency.step", conversation=talk, step=step)


async def steps_shown(socket: Socket) -> list[str]:
    card = await socket.receive("emergency")
    return [each["step"] for each in card["steps"]]


async def until_steps(socket: Socket, *expected: str) -> Frame:
    while True:
        card = await socket.receive("emergency")
        if [each["step"] for each in card["steps"]] == [*expected]:
            return card


async def alert(socket: Socket, kind: str) -> Frame:
    while (frame := await socket.receive("alert"))["kind"] != kind:
        pass
    return frame


def kinds(socket: Socket) -> list[str]:
    return [each["kind"] for each in socket.seen if each["type"] == "alert"]


class TestTheCard:
    async def test_flagged_acute_it_says_what_was_done_and_whom_to_call(self) -> None:
        async with bo_talks(postal_code="8000") as (bo, talk):
            await flags(bo, talk)
            card = await until_steps(bo, "flagged_acute", "lead_called")
            assert card["conversation"] == talk
            tels = [each["tel"] for each in card["numbers"]]
            assert tels == ["112", "114", "+4570113131"]
            assert set(card["steps"][0]) == {"step", "by", "name", "at"}
            assert card["steps"][0]["by"] not in ("", "bo", "Bo Lund")
            assert (await alert(bo, "lead_called"))["conversation"] == talk

    async def test_below_acute_there_is_none(self) -> None:
        async with bo_talks() as (bo, talk):
            await flags(bo, talk, "high")
            await bo.receive("conversation")
            assert await bo.quiet()

    async def test_each_step_is_answered_also_the_same_again(self) -> None:
        async with bo_talks() as (bo, talk):
            for _ in range(2):
                await says(bo, talk, "called_112")
                assert await steps_shown(bo) == ["called_112"]
            await says(bo, talk, "lead_came")
            error = await bo.receive("error")
            assert (error["code"], error["field"]) == ("bad_value", "step")

    async def test_whoever_comes_back_sees_it_from_the_beginning(self) -> None:
        async with bo_talks() as (bo, talk):
            await says(bo, talk, "called_112")
            await steps_shown(bo)
        async with sockets.console("bo") as again:
            assert await steps_shown(again) == ["called_112"]
            assert await again.quiet()

    async def test_a_stranger_finds_nothing(self) -> None:
        async with bo_talks() as (_, talk):
            await sync_to_async(people.sara)()
            async with sockets.console("sara") as sara:
                for step in ("called_112", "lead_here", "lead_left"):
                    await says(sara, talk, step)
                    assert (await sara.receive("error"))["code"] == "not_found"
                await sara.send(type_="help.request", conversation=talk)
                assert (await sara.receive("error"))["code"] == "not_found"

    async def test_the_citizen_hears_nothing_of_it(self) -> None:
        opened = await sync_to_async(people.amina)()
        bo = await sync_to_async(people.bo)()
        await sync_to_async(people.dorte)()
        await sync_to_async(lambda: assignments.take_next(people.on_duty(bo), at=AT))()
        async with sockets.console("bo") as console, sockets.citizen(opened.token) as amina:
            await flags(console, str(opened.conversation))
            await until_steps(console, "flagged_acute", "lead_called")
            assert await amina.quiet()


class TestTheLead:
    async def test_at_the_console_they_are_let_in_and_called(self) -> None:
        async with bo_talks() as (bo, talk), dorte_at_the_console() as dorte:
            await flags(bo, talk)
            invited = await dorte.receive("conversation")
            assert (invited["reason"], invited["conversation"]["id"]) == ("invited", talk)
            assert invited["conversation"]["volunteer"]["id"] != own_id(dorte)
            called = await dorte.receive("alert")
            assert (called["kind"], called["conversation"]) == ("acute", talk)
            await says(dorte, talk, "lead_here")
            await until_steps(dorte, "flagged_acute", "lead_called", "lead_came")
            came = await alert(bo, "lead_came")
            assert came["detail"] not in ("", "dorte", "Dorte Bang")
            assert await sync_to_async(Outbound.objects.get)(state="cancelled")

    async def test_called_from_home_they_find_the_call_and_come(self) -> None:
        async with bo_talks() as (bo, talk):
            await bo.send(type_="help.request", conversation=talk)
            assert (await alert(bo, "lead_called"))["conversation"] == talk
            async with sockets.console("dorte") as dorte:
                called = await dorte.receive("alert")
                assert (called["kind"], called["conversation"]) == ("help", talk)
                assert not [each for each in dorte.seen if each["type"] == "message"]
                await says(dorte, talk, "lead_here")
                invited = await dorte.receive("conversation")
                assert (invited["reason"], invited["conversation"]["id"]) == ("invited", talk)
                await until_steps(dorte, "asked_for_help", "lead_called", "lead_came")
                await alert(dorte, "over")
                await says(dorte, talk, "lead_left")
                assert (await dorte.receive("conversation"))["reason"] == "removed"
            await until_steps(bo, "asked_for_help", "lead_called", "lead_came", "lead_left")

    async def test_a_call_is_shown_once_on_each_socket(self) -> None:
        async with bo_talks() as (bo, talk), dorte_at_the_console() as dorte:
            await flags(bo, talk)
            await alert(dorte, "acute")
            await says(bo, talk, "called_112")
            await until_steps(dorte, "flagged_acute", "lead_called", "called_112")
            await dorte.quiet()
            assert kinds(dorte) == ["acute"]
            async with sockets.console("dorte") as another:
                await alert(another, "acute")

    async def test_when_it_is_over_the_call_is_taken_back(self) -> None:
        async with bo_talks() as (bo, talk), dorte_at_the_console() as dorte:
            await flags(bo, talk)
            await alert(dorte, "acute")
            await flags(bo, talk, "none")
            await alert(dorte, "over")
            await dorte.quiet()
            reasons = [each["reason"] for each in dorte.seen if each["type"] == "conversation"]
            assert reasons == ["invited", "removed"]

    async def test_no_lost_hint_keeps_a_call_from_anybody(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with bo_talks() as (bo, talk), dorte_at_the_console() as dorte:
            with monkeypatch.context() as patch:
                patch.setattr(publish, "_hand_over", lambda *_: None)
                await sync_to_async(ask_for_help)(talk)
            assert (await dorte.receive("alert"))["kind"] == "help"
            await until_steps(bo, "asked_for_help", "lead_called")


class TestHelp:
    async def test_asked_again_it_is_answered_again(self) -> None:
        async with bo_talks() as (bo, talk):
            for _ in range(2):
                await bo.send(type_="help.request", conversation=talk)
                await alert(bo, "lead_called")
            await bo.quiet()
            assert await sync_to_async(Escalation.objects.count)() == 1

    async def test_where_nobody_can_be_reached_it_says_so(self) -> None:
        async with bo_talks() as (bo, talk):
            await sync_to_async(nobody_leads)()
            await bo.send(type_="help.request", conversation=talk)
            assert (await bo.receive("error"))["code"] == "not_available"
            await sync_to_async(queueing.end_by_citizen)(conversation=UUID(talk), at=AT)
            await bo.receive("state")
            await bo.send(type_="help.request", conversation=talk)
            assert (await bo.receive("error"))["code"] == "wrong_state"


def ask_for_help(talk: str) -> None:
    danger.ask_for_help(conversation=UUID(talk), account=people.bo().account, at=clock.now())


def nobody_leads() -> None:
    Account.objects.filter(login="dorte").update(is_active=False)


def own_id(socket: Socket) -> str:
    [welcome] = [each for each in socket.seen if each["type"] == "welcome"]
    return str(welcome["volunteer"]["id"])
