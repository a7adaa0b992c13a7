"""P10, no orphan: what an absent volunteer holds goes back to the front of the queue, once."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.db import OperationalError
from django.test import Client

from config.engine import Engine
from krisechat.foundation import clock
from krisechat.models import AuditEntry, Conversation
from krisechat.operations.opening import Opened
from krisechat.socket import closing
from routing.models import QueueEntry
from routing.operations import absences, assignments
from routing.queries import queue
from tests.races.together import failures, together
from tests.support import people, sockets
from tests.support.quick import quick_return_codes
from volunteers.access import Answerer
from volunteers.models import Account

__all__ = ["quick_return_codes"]

pytestmark = pytest.mark.django_db(transaction=True)

STEP = timedelta(seconds=5)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


@pytest_asyncio.fixture
async def orderly_end() -> AsyncIterator[None]:
    yield
    await sockets.end_hub()


def ticks(engine: Engine, *, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The engine runs steadily from one moment to the other; each moment after its tick."""
    at = begin
    while at <= end:
        engine.tick(at)
        yield at
        at += STEP


def run(engine: Engine, *, begin: datetime, end: datetime) -> None:
    for _ in ticks(engine, begin=begin, end=end):
        pass


def held(person: Answerer, *, at: datetime | None = None) -> UUID:
    """A conversation the person has taken at that moment, before they were gone."""
    conversation = people.amina("hej", at=at).conversation
    people.on_duty(person, at=at)
    assert assignments.take_next(person, at=at or clock.now()) == conversation
    return conversation


def state(conversation: UUID) -> str:
    return str(Conversation.objects.get(id=conversation).state)


def given_back(conversation: UUID) -> int:
    return AuditEntry.objects.filter(action="give_back", object_id=str(conversation)).count()


# ── The socket is gone ────────────────────────────────────────────────────────────────────────


async def test_whose_socket_is_gone_for_a_minute_gives_back_to_the_front_and_the_page_says_so(
    orderly_end: None,
) -> None:
    engine = await sync_to_async(Engine)()
    opened = await sync_to_async(people.amina)("hej")
    await sync_to_async(people.bo)()
    async with sockets.citizen(opened.token) as amina:
        await _bo_takes_it_and_is_gone(opened)
        await amina.receive("state")
        earlier = clock.now() - seconds(600)
        await sync_to_async(people.amina)("jeg har ventet længere", at=earlier)
        gone = clock.now()
        at = await sync_to_async(_waiting_again_at)(engine, opened.conversation, gone)
        assert seconds(60) <= at - gone <= seconds(75)
        told = await amina.receive("state")
        while told["state"] != "waiting":
            told = await amina.receive("state")
        assert told["volunteer"] is None
        assert told["queue"]["position"] == 1
    assert await sync_to_async(given_back)(opened.conversation) == 1


async def _bo_takes_it_and_is_gone(opened: Opened) -> None:
    async with sockets.console("bo") as bo:
        await bo.send(type_="presence.set", status="available")
        await bo.send(type_="conversation.next")
        given = await bo.receive("conversation")
        assert given["conversation"]["id"] == str(opened.conversation)


def _waiting_again_at(engine: Engine, conversation: UUID, gone: datetime) -> datetime:
    for at in ticks(engine, begin=gone, end=gone + seconds(90)):
        if state(conversation) == "waiting":
            return at
    raise AssertionError("it was never given back")


async def test_logging_out_gives_back_at_once(orderly_end: None) -> None:
    opened = await sync_to_async(people.amina)("hej")
    await sync_to_async(people.bo)()
    browser = Client()
    await sync_to_async(browser.force_login)(await sync_to_async(Account.objects.get)(login="bo"))
    key = browser.cookies["v"].value
    async with (
        sockets.citizen(opened.token) as amina,
        sockets.connected("/ws/console", cookie=f"v={key}") as bo,
    ):
        await bo.send(type_="hello", resume={})
        await bo.send(type_="presence.set", status="available")
        await bo.send(type_="conversation.next")
        await bo.receive("conversation")
        assert (await amina.receive("state"))["state"] == "active"
        await sync_to_async(browser.post)("/logout")
        told = await amina.receive("state")
        assert (told["state"], told["volunteer"]) == ("waiting", None)
        assert (await bo.receive("conversation"))["reason"] == "removed"
        assert await bo.closed(seconds=10) == closing.NOT_AUTHENTICATED


# ── The clock ─────────────────────────────────────────────────────────────────────────────────


def test_what_comes_back_stands_before_those_who_have_waited_longer() -> None:
    now = clock.now()
    mine = held(people.bo(), at=now - seconds(70))
    people.amina("jeg har ventet længere", at=now - seconds(600))
    assert absences.give_back(at=now, steady_since=now - seconds(600)) == 1
    assert queue.line().conversations[0] == mine


def test_after_an_outage_of_ours_everybody_gets_their_time_to_come_back() -> None:
    engine = Engine()
    conversation = held(people.bo())
    asleep_until = clock.now() + seconds(3600)
    run(engine, begin=asleep_until, end=asleep_until + seconds(60))
    assert state(conversation) == "active"
    run(engine, begin=asleep_until + seconds(61), end=asleep_until + seconds(75))
    assert state(conversation) == "waiting"


def test_a_database_that_was_away_counts_as_an_outage_of_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine, began = Engine(), clock.now()
    conversation = held(people.bo())
    run(engine, begin=began, end=began + seconds(50))

    def away(**_: Any) -> int:
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(absences, "give_back", away)
        engine.tick(began + seconds(55))
    run(engine, begin=began + seconds(56), end=began + seconds(115))
    assert state(conversation) == "active"
    run(engine, begin=began + seconds(120), end=began + seconds(130))
    assert state(conversation) == "waiting"


def test_two_engines_at_the_same_moment_do_it_once() -> None:
    people_gone = [people.bo(), people.sara()]
    now = clock.now()
    conversations = [held(each, at=now - seconds(70)) for each in people_gone]
    steady = now - seconds(600)
    ends = together(*[lambda: absences.give_back(at=now, steady_since=steady)] * 4)
    assert failures(ends) == []
    assert sum(ends) == 2
    for each in conversations:
        assert state(each) == "waiting"
        assert given_back(each) == 1
        assert QueueEntry.objects.filter(conversation_id=each, state="waiting").count() == 1


def test_what_an_engine_left_half_done_another_finishes_when_the_lease_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The engine is killed right after it took the row, before anything was given back."""
    now = clock.now()
    bo = people.bo(limit=2)
    first = held(bo, at=now - seconds(71))
    second = people.amina("hej", at=now - seconds(70)).conversation
    assert assignments.take_next(bo, at=now - seconds(70)) == second
    steady = now - seconds(600)

    def killed(**_: Any) -> bool:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(assignments, "give_back", killed)
        with pytest.raises(SystemExit):
            absences.give_back(at=now, steady_since=steady)
    assert absences.give_back(at=now + seconds(5), steady_since=steady) == 0
    assert absences.give_back(at=now + seconds(31), steady_since=steady) == 2
    assert {state(first), state(second)} == {"waiting"}


def test_what_a_logout_left_half_done_the_clock_finishes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    bo = people.bo()
    conversation = held(bo, at=now)

    def killed(**_: Any) -> bool:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(assignments, "give_back", killed)
        with pytest.raises(SystemExit):
            assignments.give_back_all(account=bo.account, why="logout", at=now)
    assert absences.give_back(at=now + seconds(1), steady_since=now - seconds(600)) == 1
    assert state(conversation) == "waiting"


def test_whoever_is_seen_again_in_time_keeps_theirs() -> None:
    from volunteers.operations import presence

    engine, began = Engine(), clock.now()
    bo = people.bo()
    conversation = held(bo)
    run(engine, begin=began, end=began + seconds(55))
    presence.seen([bo.account], at=began + seconds(58))
    run(engine, begin=began + seconds(60), end=began + seconds(115))
    assert state(conversation) == "active"
