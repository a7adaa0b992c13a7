"""Danger, and help for whoever answers: the emergency card, and who is called in.

What is shown is the difference to what this connection was shown before, read anew at every hint
and whenever the sweep finds that the record has grown: so no lost hint keeps a call from anybody.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from krisechat.foundation import clock
from krisechat.queries.conversations import Snapshot
from krisechat.realtime import frames_in, frames_out, publish
from krisechat.socket.hub import Hub
from krisechat.socket.threads import in_thread
from krisechat.socket.wire import AsgiSend
from routing.operations import danger
from routing.queries import emergencies
from routing.queries.emergencies import Call, Emergency, Recorded
from routing.states.emergency import LEAD_HERE, LEAD_LEAVES, EmergencyCode
from routing.states.escalation import EscalationKind
from volunteers import access
from volunteers.console.offering import OfferingConnection

_KINDS = {EscalationKind.DANGER: "acute", EscalationKind.HELP: "help"}
# Of what is put on record, this is also called out.
_CALLED_OUT = (EmergencyCode.LEAD_CALLED, EmergencyCode.LEAD_CAME)


class EmergencyConnection(OfferingConnection):
    """A console that shows the emergency card and the calls for its person."""

    def __init__(self, hub: Hub, scope: dict[str, Any], send: AsgiSend) -> None:
        super().__init__(hub, scope, send)
        self.cards: dict[UUID, Emergency] = {}
        self.calls: dict[int, Call] = {}
        self._entered: set[UUID] = set()
        self._one_look_at_a_time = asyncio.Lock()

    def _enter(self, snapshot: Snapshot, *, last_seq: int = 0) -> Snapshot:
        self.cards.pop(snapshot.id, None)
        self._entered.add(snapshot.id)
        return super()._enter(snapshot, last_seq=last_seq)

    async def hello(self, frame: frames_in.ConsoleHello) -> None:
        await super().hello(frame)
        await self._look_at_emergencies()

    async def look_again(self) -> None:
        await super().look_again()
        await self._look_at_emergencies()

    async def _look_at_emergencies(self) -> None:
        """Shows what is new on the cards of this desk, and who calls."""
        async with self._one_look_at_a_time:
            mine = set(self.streams)
            found, calls = await in_thread(lambda: _read(self.who.account, mine))
            for id, card in found.items():
                self._show_card(id, card)
            self._entered -= mine
            self._show_calls(calls)

    def _show_card(self, id: UUID, card: Emergency) -> None:
        before = self.cards.get(id)
        known = len(before.steps) if before is not None else 0
        if id not in self.streams or (before is not None and len(card.steps) == known):
            return  # not ours any more, or nothing new
        self.cards[id] = card
        self._push_card(id)
        if id not in self._entered:  # what was before we came is not called out
            self._call_out(id, card.steps[known:])

    def _call_out(self, id: UUID, new: Sequence[Recorded]) -> None:
        for kind in _CALLED_OUT:
            who = [each for each in new if each.step == kind and each.account != self.who.account]
            if who:
                self._alert(kind, id, detail=who[-1].name)

    def _push_card(self, id: UUID) -> None:
        card = self.cards[id]
        self.push(
            frames_out.Emergency(
                conversation=id,
                steps=[
                    {"step": each.step, "by": each.by, "name": each.name, "at": each.at}
                    for each in card.steps
                ],
                numbers=[
                    {
                        "label": each.label,
                        "display": each.display,
                        "tel": each.tel,
                        "step": each.step,
                    }
                    for each in card.numbers
                ],
            )
        )

    def _show_calls(self, calls: dict[int, Call]) -> None:
        before, self.calls = self.calls, calls
        for id in calls.keys() - before.keys():
            self._alert(_KINDS[EscalationKind(calls[id].kind)], calls[id].conversation)
        still = {each.conversation for each in calls.values()}
        for conversation in {each.conversation for each in before.values()} - still:
            self._alert("over", conversation)

    def _alert(self, kind: str, conversation: UUID, *, detail: str = "") -> None:
        self.push(frames_out.Alert(kind=kind, conversation=conversation, detail=detail))

    # ── Commands ──────────────────────────────────────────────────────────────────────────

    async def ask_for_help(self, frame: frames_in.HelpRequest) -> None:
        self._mine(frame.conversation)
        await self._do(
            lambda: danger.ask_for_help(
                conversation=frame.conversation, account=self.who.account, at=clock.now()
            ),
            within=frame.conversation,
        )
        await self._look_at_emergencies()
        # An answer, also where one is on the way already and nothing new is on record.
        self._alert(EmergencyCode.LEAD_CALLED, frame.conversation)

    async def record_step(self, frame: frames_in.EmergencyStep) -> None:
        one, me = frame.conversation, self.who.account
        if frame.step == LEAD_HERE:
            # Their right to it is that they were called; they may not be in it yet.
            await self._do(lambda: danger.come(conversation=one, account=me, at=clock.now()))
        elif frame.step == LEAD_LEAVES:
            await self._do(
                lambda: danger.leave(conversation=one, account=me, at=clock.now()), within=one
            )
        else:
            await self._do(
                lambda: danger.record(
                    conversation=one, step=frame.step, account=me, at=clock.now()
                ),
                within=one,
            )
        shown = self.cards.get(one)
        await self.look_again()
        if one in self.streams and one in self.cards and self.cards[one] is shown:
            self._push_card(one)  # nothing new, but an answer all the same

    async def _do(self, operation: Callable[[], None], *, within: UUID | None = None) -> None:
        def work() -> None:
            if within is not None:
                access.require(account=self.who.account, conversation=within)
            operation()

        await in_thread(work)

    @staticmethod
    def check_rights(connections: Sequence[Any]) -> list[tuple[Any, bool]]:
        verdicts = OfferingConnection.check_rights(connections)
        calls = emergencies.calls_of({each.person for each in connections})
        counts = emergencies.counts({id for each in connections for id in list(each.streams)})
        for each in connections:
            grown = any(
                counts[id] > (len(each.cards[id].steps) if id in each.cards else 0)
                for id in list(each.streams)
            )
            if grown or each.calls.keys() != calls[each.person].keys():
                publish.account_changed(each.person)
        return verdicts


def _read(account: UUID, mine: set[UUID]) -> tuple[dict[UUID, Emergency], dict[int, Call]]:
    """In a thread: the cards of these conversations, and who calls this person."""
    found = emergencies.of(
        mine,
        at=clock.now(),
        include_unverified=settings.KRISECHAT_SHOW_UNVERIFIED_NUMBERS,
    )
    return found, emergencies.calls_of([account])[account]
