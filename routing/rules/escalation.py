"""Who is called in, and when: the fixed plans. Pure.

A plan is a list of steps, each `{"tier", "after_seconds", "accounts"}`, counted from its start;
it is made once, when it starts, from the people there are then. A tier nobody is in is left out
and nobody waits for it: the next one takes its moment. Nobody stands in a plan twice. When every
step is taken, the last tier is called again every ten minutes for as long as somebody is needed.
"""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import TypedDict

# Nobody there: how long after the tier before.
SHIFT_LEAD_AFTER = timedelta(minutes=3)
COORDINATOR_AFTER = timedelta(minutes=3)
# Danger, and a volunteer who asks for help: within this a lead says that they come (P13).
COMES_WITHIN = timedelta(minutes=5)
# Every step was taken and nobody came.
AGAIN_AFTER = timedelta(minutes=10)


class Tier(StrEnum):
    ON_CALL = "on_call"
    SHIFT_LEAD = "shift_lead"
    COORDINATOR = "coordinator"


class Step(TypedDict):
    """One step of a plan: whom, and how many seconds after its start."""

    tier: str
    after_seconds: int
    accounts: list[str]


_Rung = tuple[Tier, timedelta, Sequence[str]]  # a tier, how long after the one before, its people


def nobody_there(
    *, on_call: Sequence[str], shift_leads: Sequence[str], coordinators: Sequence[str]
) -> list[Step]:
    """Somebody waits and nobody is there: everybody on call at once, then all shift leads, then
    the coordinators."""
    return _climb(
        (Tier.ON_CALL, timedelta(0), on_call),
        (Tier.SHIFT_LEAD, SHIFT_LEAD_AFTER, shift_leads),
        (Tier.COORDINATOR, COORDINATOR_AFTER, coordinators),
    )


def a_lead_is_needed(*, shift_leads: Sequence[str], coordinators: Sequence[str]) -> list[Step]:
    """A life is in danger, or a volunteer asks for help: the first shift lead at once, the others
    when that one has not come within five minutes, then the coordinators."""
    return _climb(
        (Tier.SHIFT_LEAD, timedelta(0), shift_leads[:1]),
        (Tier.SHIFT_LEAD, COMES_WITHIN, shift_leads[1:]),
        (Tier.COORDINATOR, COMES_WITHIN, coordinators),
    )


def _climb(*rungs: _Rung) -> list[Step]:
    steps: list[Step] = []
    called: set[str] = set()
    after = timedelta(0)
    for tier, later, people in rungs:
        new = [each for each in dict.fromkeys(people) if each not in called]
        if not new:
            continue
        after += later if steps else timedelta(0)
        called.update(new)
        steps.append(Step(tier=str(tier), after_seconds=int(after.total_seconds()), accounts=new))
    return steps


def step(plan: Sequence[Step], *, number: int) -> Step:
    """Step `number`, from 0. Beyond the plan it is the last step again."""
    return plan[min(number, len(plan) - 1)]


def is_last(plan: Sequence[Step], *, number: int) -> bool:
    """Whether nobody new is called after step `number`."""
    return number >= len(plan) - 1


def pause_before(plan: Sequence[Step], *, number: int) -> timedelta:
    """How long after the start step `number` of the plan is taken; beyond the plan, how long
    after the step before it."""
    if number < len(plan):
        return timedelta(seconds=plan[number]["after_seconds"])
    return AGAIN_AFTER
