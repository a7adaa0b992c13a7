"""A citizen of the replay who writes text messages from a number of their own."""

import asyncio
import time
from contextlib import suppress

from krisechat.management.replay.asking import NoAnswer, Refused
from krisechat.management.replay.inbox import Inbox
from krisechat.management.replay.ledger import Ledger
from krisechat.management.replay.pace import Pace
from krisechat.management.replay.play import Play, Stage
from krisechat.management.replay.postbox import Postbox
from routing.rules import texted

LOOK_S = 0.1
OUT_OF_SIGHT_S = 15.0


class _Stopped(Exception):
    """The dialogue cannot go on by text message; the sentence says why."""


class Texter:
    """One citizen of one play. Knows only what a phone shows."""

    def __init__(
        self, *, play: Play, stage: Stage, postbox: Postbox, ledger: Ledger, pace: Pace
    ) -> None:
        self._play = play
        self._stage = stage
        self._postbox = postbox
        self._ledger = ledger
        self._record = ledger.record(play.dialogue.id)
        self._pace = pace
        self._wake = asyncio.Event()
        self._inbox = Inbox(dialogue=play.dialogue)
        self._record.inbox = self._inbox

    async def live(self) -> None:
        """From the first text to the end; how it went stands in the play."""
        try:
            await self._begin()
            for number, turn in enumerate(self._play.dialogue.turns):
                if turn.by == "citizen":
                    await self._say(number)
                else:
                    await self._until_has(number)
                self._play.moved_at = time.monotonic()
            self._play.citizen_has_all = True
            self._stage.ring()
            await self._until_over()
        except Refused as refused:
            self._play.fault = f"a text of the citizen was refused: {refused.code}"
        except NoAnswer:
            self._play.fault = "nobody took in a text of the citizen"
        except _Stopped as stopped:
            self._play.fault = str(stopped)
            if self._play.texted_at:
                self._stage.ring()
                await self._until_over()
        finally:
            self._stage.settled(self._play)

    async def _begin(self) -> None:
        if texted.is_stop(self._play.dialogue.turns[0].text, after_our_own_words=False):
            raise _Stopped("turn 1 says STOP, which begins no conversation")
        while not self._stage.begins_by_text(self._play):
            self._play.moved_at = time.monotonic()
            await asyncio.sleep(LOOK_S)
        self._postbox.opens(self._play.phone, self._inbox, wake=self._wake.set)

    async def _say(self, number: int) -> None:
        """Types a turn, and waits until the helpline has it."""
        play, body = self._play, self._play.dialogue.turns[number].text
        await asyncio.sleep(self._pace.typing_s(body))
        began = time.monotonic()
        play.texted_at = play.texted_at or time.time()
        line, once = self._postbox.line, play.client_id(number)
        sid = await line.type(phone=play.phone, body=body, once=once)
        self._record.sent.add(once)
        while not (await line.brought(sid) or self._volunteer_has(number)):
            await asyncio.sleep(LOOK_S)
        self._record.brought.add(number)
        self._ledger.ack_times_s.append(time.monotonic() - began)

    def _volunteer_has(self, number: int) -> bool:
        """What no webhook brought, the helpline may have found in the list."""
        turns = self._play.dialogue.turns
        earlier = (each for each in turns[: number + 1] if each.by == "citizen")
        same = sum(turns[number].same(each.text) for each in earlier)
        heard = self._record.received["volunteer"].values()
        said = [each.body for each in heard if each.author == "citizen"]
        return sum(turns[number].same(body) for body in said) >= same

    async def _until_has(self, number: int) -> None:
        while not self._inbox.has(number):
            if self._stopped_before(number):
                self._play.stopped_at = number
                raise _Stopped(f"turn {number} says STOP, so that turn {number + 1} may not come")
            self._wake.clear()
            await self._wake.wait()

    def _stopped_before(self, number: int) -> bool:
        """Whether no text may go when turn `number` is to come: a STOP is obeyed until the citizen
        writes again. "Nej" may be one or not, which shows in the answer to it."""
        before = self._play.dialogue.turns[number - 1]
        if before.by != "citizen" or not texted.is_stop(before.text, after_our_own_words=True):
            return False
        return texted.is_stop(before.text, after_our_own_words=False) or self._inbox.stopped

    async def _until_over(self) -> None:
        """A phone does not show that it is over. Its volunteer sees it, or had asked for it and
        does not see the conversation any more."""
        while not (self._play.closed or self._gone()):
            self._wake.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S * 5):
                    await self._wake.wait()
        self._play.ended = True
        self._stage.ring()

    def _gone(self) -> bool:
        play = self._play
        if not play.closing_at or play.holder:
            return False
        return time.monotonic() > play.closing_at + OUT_OF_SIGHT_S
