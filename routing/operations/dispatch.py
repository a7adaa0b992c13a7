"""Finding somebody for everybody who waits: the clock's work, every second and at every nudge.

Who is next and who is asked are pure rules (routing/rules); here they are fed from the database
and their choice becomes an offer. Two engines may do it at once: what both choose, one offers.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from routing.operations import offers as offer_operations
from routing.queries import answering, earlier, lanes, offers, queue
from routing.rules import matching
from routing.rules.lanes import Room
from routing.rules.matching import Answering, Choice
from routing.rules.priority import Waiting
from volunteers.queries import on_call


def match(*, at: datetime) -> int:
    """Offers each conversation that waits to whoever fits best and is free; returns how many
    offers were made. One cheap question when there is nothing to offer."""
    if not offers.somebody_waits_unoffered():
        return 0
    everybody = answering.on_duty(at=at)
    if not any(each.free for each in everybody):
        return 0
    return _Round(everybody, at=at).offer_all()


class _Round:
    """One look over the queue, and who is still free in it."""

    def __init__(self, everybody: Sequence[Answering], *, at: datetime) -> None:
        self._at = at
        self._people = {each.account: each for each in everybody}
        self._line = queue.waiting()
        self._on_offer = offers.conversations_on_offer()
        self._talked_with = earlier.who_wait_talked_with()
        self._answers = earlier.Answers(self._line)
        self._within_call = on_call.languages()
        self._room = self._room_for_crowds()

    def offer_all(self) -> int:
        made = 0
        for one in self._line:
            if not any(each.free for each in self._people.values()):
                break
            if one.conversation in self._on_offer or not self._has_room_for(one):
                continue
            made += self._offer(one)
        return made

    def _room_for_crowds(self) -> Room | None:
        """How far a flood may fill the places, in any lane; None while there is none."""
        crowds = {one.conversation: one.lane for one in self._line if one.is_crowd}
        if not crowds:
            return None
        offered = [lane for one, lane in crowds.items() if one in self._on_offer]
        people = self._people.values()
        return Room(
            places=sum(each.places for each in people),
            free=sum(each.places - each.taken - each.offered for each in people if each.free),
            held=[*lanes.held_by_crowds(), *offered],
        )

    def _has_room_for(self, one: Waiting) -> bool:
        return not one.is_crowd or self._room is None or self._room.has_place_for(one.lane)

    def _offer(self, one: Waiting) -> bool:
        known = replace(one, returning_to=self._talked_with.get(one.conversation, frozenset()))
        choice = matching.choose(
            known,
            tuple(self._people.values()),
            at=self._at,
            earlier=self._answers.of(one.conversation),
            within_call=self._within_call,
        )
        if choice is None:
            return False
        self._asked(choice.account)
        if self._room is not None:
            self._room.took(one.lane if one.is_crowd else None)
        return self._made(one, choice)

    def _asked(self, account: UUID) -> None:
        """Also when the offer was not made: whatever stood in its way stands there this second."""
        self._people[account] = replace(self._people[account], offered=True)

    def _made(self, one: Waiting, choice: Choice) -> bool:
        offer = offer_operations.make(
            conversation=one.conversation,
            account=choice.account,
            reasons=reasons(one, choice.reasons, at=self._at),
            at=self._at,
        )
        return offer is not None


def reasons(one: Waiting, codes: Sequence[str], *, at: datetime) -> dict[str, object]:
    """Why this one, why now, and why this person, for whoever asks later."""
    waited = max(int((at - one.waiting_since).total_seconds()), 0)
    return {"codes": list(codes), "waited_seconds": waited}
