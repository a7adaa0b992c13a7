"""The people of a rehearsal: who is on duty, how many talks each has, and the places between them.

A person on duty has as many places as the rehearsal says. Whoever goes off duty takes nobody new
and ends the talks they have.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from routing.rehearsal.rota import Shift
from routing.rules.matching import Answering


class People:
    """Everybody who answers. `on_duty` is what the rules are asked about."""

    def __init__(self, shifts: Sequence[Shift], *, places: int, languages: Collection[str]) -> None:
        self._all = [
            _person(number, shift, places=places, languages=languages)
            for number, shift in enumerate(each for each in shifts for _ in range(each.people))
        ]
        self._there: dict[UUID, Answering] = {}
        self._gone: dict[UUID, Answering] = {}
        self._acute: dict[UUID, int] = {}
        # The languages that every one of them speaks.
        self.all_speak = frozenset[str](languages).intersection(
            *(each.languages for each in self._all)
        )
        self.busy = 0
        self.places = 0

    def of(self, shifts: Sequence[Shift], number: int) -> list[Answering]:
        """The people of shift `number`."""
        first = sum(shift.people for shift in shifts[:number])
        return self._all[first : first + shifts[number].people]

    @property
    def on_duty(self) -> list[Answering]:
        """Everybody on duty now, with or without a free place."""
        return list(self._there.values())

    @property
    def any_free(self) -> bool:
        """Whether anybody on duty has a free place."""
        return any(each.free for each in self._there.values())

    def come(self, account: UUID, *, at: datetime) -> None:
        """On duty, from now on."""
        person = self._gone.pop(account, None) or self._all[account.int]
        self._there[account] = replace(person, idle_since=at)
        self.places += person.places - person.taken

    def go(self, account: UUID) -> None:
        """Off duty: takes nobody new, and ends what they have."""
        person = self._gone[account] = self._there.pop(account)
        self.places -= person.places - person.taken

    def take(self, account: UUID, *, risk: str, at: datetime) -> None:
        """One more talk for somebody on duty."""
        acute = self._count_acute(account, risk, by=1)
        person = self._there[account]
        self._there[account] = replace(
            person, taken=person.taken + 1, idle_since=at, holds_acute=acute
        )
        self.busy += 1

    def end(self, account: UUID, *, risk: str, at: datetime) -> None:
        """One talk less for somebody, on duty or not any more."""
        acute = self._count_acute(account, risk, by=-1)
        where = self._there if account in self._there else self._gone
        person = where[account]
        where[account] = replace(person, taken=person.taken - 1, idle_since=at, holds_acute=acute)
        self.busy -= 1
        if where is self._gone:
            self.places -= 1

    def _count_acute(self, account: UUID, risk: str, *, by: int) -> bool:
        if risk == "acute":
            self._acute[account] = self._acute.get(account, 0) + by
        return self._acute.get(account, 0) > 0


def _person(number: int, shift: Shift, *, places: int, languages: Collection[str]) -> Answering:
    return Answering(
        account=UUID(int=number),
        languages=frozenset(shift.languages or languages),
        subjects=frozenset(shift.topics),
        organisations=frozenset([shift.organisation] if shift.organisation else []),
        places=places,
    )
