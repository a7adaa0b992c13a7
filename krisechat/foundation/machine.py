"""A state machine is one table: (state, event) to the next state. Nothing more."""

from collections.abc import Mapping
from enum import StrEnum

from krisechat.foundation.refusals import WrongState

Table = Mapping[tuple[StrEnum, StrEnum], StrEnum]


def after(table: Table, *, state: StrEnum, event: StrEnum) -> StrEnum:
    """The state that follows. Raises WrongState when the event has no place in this state."""
    try:
        return table[state, event]
    except KeyError:
        raise WrongState(f"'{event}' is not possible while the state is '{state}'.") from None


def sources(table: Table, *, event: StrEnum) -> list[str]:
    """The states an event may start from: what a conditional update asks for in its WHERE."""
    return [str(state) for (state, its_event) in table if its_event == event]
