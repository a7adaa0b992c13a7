"""The whole replay: volunteers on duty, as many citizens at once as there are places, a report."""

import asyncio
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from krisechat.management.replay import numbers
from krisechat.management.replay.asking import Asker, NoAnswer, Refused
from krisechat.management.replay.citizen import Citizen
from krisechat.management.replay.dialogue import Dialogue
from krisechat.management.replay.doors import Door, Doors
from krisechat.management.replay.ledger import Ledger
from krisechat.management.replay.pace import Pace
from krisechat.management.replay.play import Play, Stage
from krisechat.management.replay.postbox import Postbox
from krisechat.management.replay.report import Report
from krisechat.management.replay.stored import CutShort, read_stored
from krisechat.management.replay.text_line import Account, TextLine
from krisechat.management.replay.texter import Texter
from krisechat.management.replay.transcript import Heard
from krisechat.management.replay.verdict import judge
from krisechat.management.replay.volunteer import LOGINS, Volunteer

LOOK_S = 0.5
READERS = 8


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a replay has come."""

    conversations: int
    of_conversations: int
    messages: int
    of_messages: int


async def conduct(
    dialogues: tuple[Dialogue, ...],
    *,
    doors: tuple[Door, ...],
    pace: Pace,
    progress: Callable[[Progress], None],
    account: Account | None = None,
) -> Report:
    """Plays all `dialogues` through the servers and reports; `progress` hears of it as it goes.

    Those by text message go through `account`, or wherever the servers say that theirs go.
    """
    limits = httpx.Limits(max_connections=READERS * 4)
    async with httpx.AsyncClient(timeout=30, trust_env=False, limits=limits) as http:
        conductor = _Conductor(
            dialogues, doors=doors, pace=pace, http=http, progress=progress, account=account
        )
        return await conductor.conduct()


class _Conductor:
    def __init__(
        self,
        dialogues: tuple[Dialogue, ...],
        *,
        doors: tuple[Door, ...],
        pace: Pace,
        http: httpx.AsyncClient,
        progress: Callable[[Progress], None],
        account: Account | None,
    ) -> None:
        run = uuid.uuid4()
        # Jitter and choice of server, nothing secret: an ordinary generator will do.
        self._doors = Doors(all=doors, dice=random.Random(run.int))
        self._ledger, self._stage, self._pace = Ledger(), Stage(), pace
        self._plays = [Play(dialogue=dialogue, run=run) for dialogue in dialogues]
        self._asker = Asker(
            doors=self._doors, http=http, patience_s=pace.stall_s, told=self._waited_out
        )
        self._postbox = self._phones(account, http) if account else None
        self._volunteers = [
            Volunteer(
                login=login, stage=self._stage, doors=self._doors, ledger=self._ledger, pace=pace
            )
            for login in LOGINS
        ]
        self._on_stage: dict[asyncio.Task[None], Play] = {}
        self._faults: list[str] = []
        self._progress = progress
        self._began = self._places_at = time.monotonic()
        typing = [pace.typing_s(turn.text) for each in dialogues for turn in each.turns]
        self._longest_s, self._limit_s = max(typing), pace.limit_s + sum(typing)

    def _phones(self, account: Account, http: httpx.AsyncClient) -> Postbox | None:
        """A number of their own for all who text, and the line there."""
        texting = [play for play in self._plays if play.dialogue.via == "sms"]
        fresh = numbers.fresh(self._doors.dice, count=len(texting))
        for play, number in zip(texting, fresh, strict=True):
            play.phone = number
        line = TextLine(
            account=account,
            doors=self._doors,
            http=http,
            patience_s=self._pace.stall_s,
            told=self._waited_out,
        )
        return Postbox(line) if texting else None

    async def conduct(self) -> Report:
        tasks = [asyncio.create_task(each.live()) for each in self._volunteers]
        reading = []
        try:
            if self._postbox is not None:
                await self._postbox.line.find()
                reading = [asyncio.create_task(self._postbox.live())]
            await self._play_all()
            took_s = time.monotonic() - self._began
            stored = await self._read_all()
        finally:
            for task in reading:
                task.cancel()
            await self._send_home(tasks)
        return self._report(stored, took_s)

    async def _play_all(self) -> None:
        waiting = list(reversed(self._plays))
        while waiting or self._on_stage:
            while waiting and len(self._on_stage) < self._places():
                self._enter(waiting.pop())
            if waiting and (fault := self._hopeless()):
                self._faults.append(fault)
                waiting.clear()
            await self._look()

    def _enter(self, play: Play) -> None:
        play.entered_at = time.monotonic()
        self._on_stage[asyncio.create_task(self._citizen(play).live())] = play

    def _citizen(self, play: Play) -> Citizen | Texter:
        if play.by_text and self._postbox is not None:
            return Texter(
                play=play,
                stage=self._stage,
                postbox=self._postbox,
                ledger=self._ledger,
                pace=self._pace,
            )
        return Citizen(
            play=play,
            stage=self._stage,
            asker=self._asker,
            doors=self._doors,
            ledger=self._ledger,
            pace=self._pace,
        )

    async def _look(self) -> None:
        """Waits a moment; clears away who is done or given up, and tells how far things are."""
        if self._on_stage:
            await asyncio.wait(self._on_stage, timeout=LOOK_S, return_when=asyncio.FIRST_COMPLETED)
        else:
            await asyncio.sleep(LOOK_S)
        for task, play in list(self._on_stage.items()):
            if task.done():
                task.result()
                del self._on_stage[task]
            elif fault := self._given_up(play):
                play.fault = play.fault or fault
                task.cancel()
                self._stage.settled(play)
                del self._on_stage[task]
        self._tell()

    def _given_up(self, play: Play) -> str:
        now = time.monotonic()
        if now - self._began > self._limit_s:
            return "the whole replay took too long"
        if now - max(play.entered_at, play.moved_at) > self._pace.stall_s + self._longest_s:
            return f"nothing happened for {self._pace.stall_s:.0f} s"
        return ""

    def _places(self) -> int:
        places = sum(volunteer.places for volunteer in self._volunteers)
        if places:
            self._places_at = time.monotonic()
        return places

    def _hopeless(self) -> str:
        """Why no more conversations are begun; empty while there is hope."""
        if all(volunteer.left for volunteer in self._volunteers):
            return "no volunteer is left"
        now = time.monotonic()
        begun = any(play.conversation for play in self._plays)
        if now - self._places_at > (self._pace.stall_s if begun else self._pace.start_s):
            return "no volunteer came on duty: is a server there, with the demo's logins?"
        moved_at = max(self._began, *(play.moved_at for play in self._plays))
        if now - moved_at > self._pace.stall_s + self._longest_s:
            return f"nothing happened anywhere for {self._pace.stall_s:.0f} s"
        return ""

    async def _read_all(self) -> dict[str, dict[int, Heard] | None]:
        gate = asyncio.Semaphore(READERS)

        if self._postbox is not None:
            await asyncio.sleep(self._pace.late_s)
            await self._postbox.look_last(self._plays)

        async def read(play: Play) -> dict[int, Heard] | None:
            if play.by_text:
                return play.stored
            if not play.token:
                return None
            async with gate:
                try:
                    return await read_stored(self._asker, token=play.token)
                except (Refused, NoAnswer, CutShort, LookupError, TypeError):
                    return None

        read_back = await asyncio.gather(*(read(play) for play in self._plays))
        return {
            play.dialogue.id: stored for play, stored in zip(self._plays, read_back, strict=True)
        }

    async def _send_home(self, on_duty: list[asyncio.Task[None]]) -> None:
        for task in self._on_stage:
            task.cancel()
        for volunteer, task in zip(self._volunteers, on_duty, strict=True):
            volunteer.leave()
            if not volunteer.connected:
                task.cancel()
        _, late = await asyncio.wait(on_duty, timeout=5)
        for task in late:
            task.cancel()

    def _report(self, stored: dict[str, dict[int, Heard] | None], took_s: float) -> Report:
        verdicts = tuple(
            judge(play, self._ledger.record(play.dialogue.id), stored[play.dialogue.id])
            for play in self._plays
        )
        faults = [*self._faults, *(each.fault for each in self._volunteers if each.fault)]
        if self._postbox is not None and self._postbox.fault:
            faults.append(self._postbox.fault)
        return Report(verdicts=verdicts, ledger=self._ledger, took_s=took_s, faults=tuple(faults))

    def _tell(self) -> None:
        done = sum(play.ended for play in self._plays)
        records = self._ledger.records.values()
        self._progress(
            Progress(
                conversations=done,
                of_conversations=len(self._plays),
                messages=sum(len(record.acknowledged) for record in records),
                of_messages=sum(len(play.dialogue.turns) for play in self._plays),
            )
        )

    def _waited_out(self, code: str) -> None:
        self._ledger.waited_out[code] += 1
