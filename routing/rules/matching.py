"""Who is offered whom, and why. Pure."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from routing.rules import priority
from routing.rules.priority import Waiting

# The people of the organisation a citizen chose have this long; then everybody may answer.
OWN_PEOPLE_FIRST = timedelta(minutes=3)
# Those who speak somebody's language have this long; then everybody may answer, in the words they
# have: a conversation in a language nobody knows well is better than none.
OWN_LANGUAGE_FIRST = timedelta(minutes=3)
# Whoever said no to somebody is not asked about them again for this long, and then last.
NO_HOLDS = timedelta(minutes=10)
# Whoever asked for the next one in vain within this time is there and ready.
ASKED_LATELY = timedelta(minutes=2)
# Whoever let an offer pass within this time is perhaps not at the screen.
MISSED_LATELY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Somebody on duty. `places` is how many conversations at most, `taken` how many now;
    `idle_since` is when their work last changed (None: they have had none yet)."""

    account: UUID
    languages: Collection[str]
    subjects: Collection[str] = ()
    organisations: Collection[str] = ()
    places: int = 1
    taken: int = 0
    leads: bool = False  # a shift lead or coordinator: kept free for danger while others can
    holds_acute: bool = False  # no second one beside somebody in danger (P72)
    offered: bool = False  # is deciding about an offer now
    idle_since: datetime | None = None
    asked_at: datetime | None = None  # asked for the next one since then, and got nothing
    missed_at: datetime | None = None  # let an offer pass, and has taken none since

    @property
    def free(self) -> bool:
        """Whether something can be offered to them now."""
        return self.taken < self.places and not self.offered and not self.holds_acute


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What became of earlier offers in this stay in the queue: who said no and when, and who let
    it pass."""

    declined: Mapping[UUID, datetime]
    passed: Collection[UUID] = ()


NOTHING_EARLIER = Earlier(declined={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Who is asked, and why this one waiting and why this one answering, as codes."""

    account: UUID
    reasons: tuple[str, ...]


def fits(one: Waiting, *, languages: Collection[str], subjects: Collection[str]) -> bool:
    """Whether a person with these languages and subjects can answer. No subjects means every
    subject; a conversation that names none fits everybody."""
    return speaks(one, languages) and knows(one, subjects)


def speaks(one: Waiting, languages: Collection[str]) -> bool:
    """Whether their language is among these, or they named none."""
    return not one.language or one.language in languages


def knows(one: Waiting, subjects: Collection[str]) -> bool:
    """Whether what they wrote about is among these; none named means every subject."""
    return not subjects or not one.topic or one.topic in subjects


def may_take(
    one: Waiting,
    person: Answering,
    everybody: Sequence[Answering],
    *,
    at: datetime,
    earlier: Earlier = NOTHING_EARLIER,
    within_call: Collection[str] = (),
) -> bool:
    """Whether this person may answer now; `everybody` is on duty, with or without a free place,
    and `within_call` are the languages of those who can be called in."""
    if not knows(one, person.subjects) or _said_no(person, earlier, at=at):
        return False
    if not speaks(one, person.languages) and _theirs_first(
        one, everybody, at=at, earlier=earlier, within_call=within_call
    ):
        return False
    own_people_first = at - one.stays_since < OWN_PEOPLE_FIRST
    if not one.organisation or _own(one, person) or not own_people_first:
        return True
    return not any(
        _own(one, each)
        and fits(one, languages=each.languages, subjects=each.subjects)
        and not _said_no(each, earlier, at=at)
        for each in everybody
    )


def choose(
    one: Waiting,
    everybody: Sequence[Answering],
    *,
    at: datetime,
    earlier: Earlier = NOTHING_EARLIER,
    within_call: Collection[str] = (),
) -> Choice | None:
    """Who is asked about this one now; None when nobody who may answer has a free place."""
    ready = [
        each
        for each in everybody
        if each.free
        and may_take(one, each, everybody, at=at, earlier=earlier, within_call=within_call)
    ]
    if not ready:
        return None
    best = min(ready, key=lambda each: _rank(one, each, earlier, at=at))
    reasons = (*priority.why(one), *_why(one, best, alone=len(ready) == 1, at=at))
    return Choice(account=best.account, reasons=reasons)


def _theirs_first(
    one: Waiting,
    everybody: Sequence[Answering],
    *,
    at: datetime,
    earlier: Earlier,
    within_call: Collection[str],
) -> bool:
    """Whether those who speak this one's language are waited for; not where there is nobody."""
    if at - one.stays_since >= OWN_LANGUAGE_FIRST:
        return False
    return one.language in within_call or any(
        fits(one, languages=each.languages, subjects=each.subjects)
        and not _said_no(each, earlier, at=at)
        for each in everybody
    )


def _own(one: Waiting, person: Answering) -> bool:
    return one.organisation in person.organisations


def _said_no(person: Answering, earlier: Earlier, *, at: datetime) -> bool:
    said = earlier.declined.get(person.account)
    return said is not None and at - said < NO_HOLDS


def _lately(moment: datetime | None, within: timedelta, *, at: datetime) -> bool:
    return moment is not None and at - moment < within


def _rank(one: Waiting, person: Answering, earlier: Earlier, *, at: datetime) -> tuple[object, ...]:
    """The lowest is asked first."""
    return (
        person.account in earlier.declined,
        person.account in earlier.passed,
        not speaks(one, person.languages),
        _lately(person.missed_at, MISSED_LATELY, at=at),
        bool(one.organisation) and not _own(one, person),
        person.account not in one.returning_to,
        person.leads,
        not _lately(person.asked_at, ASKED_LATELY, at=at),
        person.taken,
        -_idle_seconds(person, at=at),
        person.account,
    )


def _idle_seconds(person: Answering, *, at: datetime) -> float:
    """How long nothing new has come to them; whoever has had nothing at all comes first."""
    return math.inf if person.idle_since is None else (at - person.idle_since).total_seconds()


def _why(one: Waiting, person: Answering, *, alone: bool, at: datetime) -> tuple[str, ...]:
    codes = []
    if person.account in one.returning_to:
        codes.append("talked_before")
    if one.organisation and _own(one, person):
        codes.append("organisation")
    if not speaks(one, person.languages):
        codes.append("other_language")
    if _lately(person.asked_at, ASKED_LATELY, at=at):
        codes.append("asked")
    codes.append("only_one" if alone else "least_busy")
    return tuple(codes)
