"""A state machine is one table: (state, event) to the next state. Nothing more."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from krisechat.foundation.refusals import WrongState

State = TypeVar("State", bound=StrEnum)
Event = TypeVar("Event", bound=StrEnum)


def after(table: Mapping[tuple[State, Event], State], *, state: State, event: Event) -> State:
    """The state that follows. Raises WrongState when the event has no place in this state."""
    try:
        return table[state, event]
    except KeyError:
        raise WrongState(f"'{event}' is not possible while the state is '{state}'.") from None


def sources(table: Mapping[tuple[State, Event], State], *, event: Event) -> list[State]:
    """The states an event may start from: what a conditional update asks for in its WHERE."""
    return [state for (state, its_event) in table if its_event == event]
