"""An old snapshot and the events since are a fresh snapshot: for a console and for a page.

Whatever happens in whatever order: who has been connected all the time knows what somebody knows
who connects now. What the two do not agree on at once they agree on after a sweep.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from typing import Any
from unittest.mock import patch

import pytest
from asgiref.sync import sync_to_async
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import Conversation
from krisechat.operations import positions
from krisechat.operations.conversations import UnableToEnd
from krisechat.operations.opening import Opened
from krisechat.queries import conversations
from krisechat.realtime import publish
from krisechat.realtime.hints import Position
from krisechat.socket import sweeping
from routing.operations import assignments, queueing
from tests.support import people, sockets
from tests.support.folding import FoldedDesk, FoldedPage
from tests.support.sockets import Socket
from volunteers.access import Answerer

pytestmark = pytest.mark.django_db(transaction=True)

ACTS = (
    *("come", "next", "next", "citizen writes", "volunteer writes", "citizen reads"),
    *("volunteer reads", "note", "flag", "close", "citizen ends", "erase"),
    *("give back", "on duty", "break"),
)
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3)), min_size=4, max_size=14)


class Listening:
    """A socket whose frames are folded as they come."""

    def __init__(self, socket: Socket, folded: FoldedDesk | FoldedPage) -> None:
        self.socket, self.folded = socket, folded
        for frame in socket.seen:
            folded.take(frame)
        self._taken = len(socket.seen)

    async def hear(self) -> None:
        """Folds what has come, without waiting for more."""
        await self.socket.quiet(seconds=0)
        for frame in self.socket.seen[self._taken :]:
            self.folded.take(frame)
        self._taken = len(self.socket.seen)

    async def say(self, body: str, **where: Any) -> None:
        client_id = str(new_id())
        self.folded.sent[client_id] = body
        await self.socket.send(type_="message.send", client_id=client_id, body=body, **where)


class Night:
    """Bo at the console, one citizen watched from her own page, others who come and go."""

    def __init__(self, bo: Answerer, opened: Opened, desk: Listening, page: Listening) -> None:
        self.bo, self.opened, self.desk, self.page = bo, [opened], desk, page
        self.unheard = False  # whether the hints of what happens elsewhere are lost

    async def act(self, act: str, number: int) -> None:
        """One thing happens; what cannot happen now does not."""
        one = self.opened[number % len(self.opened)].conversation
        console, at_desk = self.desk.socket, {"conversation": str(one)}
        if act == "come":
            self.opened.append(await sync_to_async(people.amina)("hej"))
        elif act == "next":
            await console.send(type_="conversation.next")
        elif act == "citizen writes":
            await self.page.say(f"ord {number}")
        elif act == "volunteer writes":
            await self.desk.say(f"svar {number}", **at_desk)
        elif act == "volunteer reads":
            await console.send(type_="message.read", seq=1, **at_desk)
        elif act == "note":
            await console.send(type_="conversation.note", body=f"note {number}", **at_desk)
        elif act == "flag":
            risk = ("none", "concern", "high", "acute")[number]
            await console.send(type_="conversation.flag", risk=risk, reason="", **at_desk)
        elif act == "close":
            close = {"outcome": "ended", "tags": [], **at_desk}
            await console.send(type_="conversation.close", **close)
        elif act in ("on duty", "break"):
            status = "available" if act == "on duty" else "break"
            await console.send(type_="presence.set", status=status)
        else:
            opened = self.opened[number % len(self.opened)]
            with patch.object(publish, "_hand_over") if self.unheard else nullcontext():
                await sync_to_async(self._elsewhere)(act, opened)
        await asyncio.sleep(0.01 * number)
        await self.desk.hear()
        await self.page.hear()

    def _elsewhere(self, act: str, opened: Opened) -> None:
        """What comes from another process, past these sockets."""
        one, at = opened.conversation, clock.now()
        state = Conversation.objects.values_list("state", flat=True).get(id=one)
        if act == "citizen reads" and state != "erased" and not self.unheard:
            seen = conversations.snapshot(one)
            me = seen.citizen().participant
            positions.record([Position(one, me, delivered=seen.last_seq, read=seen.last_seq)])
        elif act == "citizen ends" and state in ("waiting", "active"):
            with suppress(UnableToEnd):  # the volunteer may be closing it at this moment
                queueing.end_by_citizen(conversation=one, at=at)
        elif act == "erase" and opened is not self.opened[0] and state != "erased":
            queueing.erase_by_citizen(conversation=one, at=at)
        elif act == "give back":
            assignments.give_back_all(account=self.bo.account, why="gone", at=at)


def clear_the_stage(number: int) -> tuple[Answerer, Opened]:
    """Nobody waits and nobody talks; then Bo and Amina come."""
    for one in Conversation.objects.filter(ended_at=None).values_list("id", flat=True):
        queueing.end_by_citizen(conversation=one, at=clock.now())
    bo = people._volunteer(f"bo{number}", "Bo Lund")
    return people.on_duty(bo), people.amina("hej")


@asynccontextmanager
async def night(number: int) -> AsyncIterator[Night]:
    bo, opened = await sync_to_async(clear_the_stage)(number)
    async with sockets.console(f"bo{number}") as desk, sockets.citizen(opened.token) as page:
        yield Night(bo, opened, Listening(desk, FoldedDesk()), Listening(page, FoldedPage()))


async def fresh_desk(number: int) -> object:
    """What somebody knows who opens the console now."""
    async with sockets.console(f"bo{number}") as console:
        listening = Listening(console, FoldedDesk())
        for _ in console.seen[0]["conversations"]:
            await console.receive("synced")
        await listening.hear()
        return listening.folded.picture()


async def fresh_page(opened: Opened) -> object:
    async with sockets.citizen(opened.token) as page:
        listening = Listening(page, FoldedPage())
        await listening.hear()
        return listening.folded.picture()


nights = iter(range(1, 10_000))


@given(happens=acts, unheard=st.booleans())
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_who_stayed_and_who_comes_anew_know_the_same(
    happens: list[tuple[str, int]], unheard: bool
) -> None:
    sweeping.READ_SECONDS, before = 0.1, sweeping.READ_SECONDS
    number = next(nights)
    try:
        async with night(number) as this:
            this.unheard = unheard
            for act, which in happens:
                await this.act(act, which)
            for _ in range(60):
                await asyncio.sleep(0.05)
                anew = await fresh_desk(number), await fresh_page(this.opened[0])
                await this.desk.hear()
                await this.page.hear()
                stayed = this.desk.folded.picture(), this.page.folded.picture()
                if stayed == anew:
                    break
            else:
                assert stayed == anew
    finally:
        sweeping.READ_SECONDS = before
