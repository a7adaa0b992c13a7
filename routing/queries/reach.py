"""Whether anybody on duty will be asked about somebody who waits."""

from collections.abc import Sequence
from datetime import datetime

from routing.queries import answering, earlier, offers
from routing.rules import matching
from routing.rules.priority import Waiting
from volunteers.queries import on_call


class Reach:
    """Who is on duty and what became of earlier offers, read once for everybody who waits."""

    def __init__(self, waiting: Sequence[Waiting], *, at: datetime) -> None:
        self._at = at
        self._on_offer = offers.conversations_on_offer()
        self._answers = earlier.Answers(waiting)
        self._everybody = answering.on_duty(at=at)
        self._within_call = on_call.languages()

    def is_on_offer(self, one: Waiting) -> bool:
        """Whether somebody is being asked now."""
        return one.conversation in self._on_offer

    def somebody_could(self, one: Waiting) -> bool:
        """Whether somebody fits, has a free place, and has not let it pass already."""
        said = self._answers.of(one.conversation)
        others = [each for each in self._everybody if each.account not in said.passed]
        choice = matching.choose(
            one, others, at=self._at, earlier=said, within_call=self._within_call
        )
        return choice is not None
