"""The life of a plan to call people in: it runs step by step until somebody comes."""

from enum import StrEnum


class EscalationState(StrEnum):
    RUNNING = "running"
    ANSWERED = "answered"  # somebody came
    ENDED = "ended"  # it is needed no more: the citizen left, or the conversation is over
    EXHAUSTED = "exhausted"  # every step was taken


class EscalationEvent(StrEnum):
    ANSWER = "answer"
    END = "end"
    EXHAUST = "exhaust"


class EscalationKind(StrEnum):
    NOBODY_THERE = "nobody_there"
    DANGER = "danger"
    HELP = "help"  # a volunteer asked for the shift lead


_S, _E = EscalationState, EscalationEvent

TRANSITIONS = {
    (_S.RUNNING, _E.ANSWER): _S.ANSWERED,
    (_S.RUNNING, _E.END): _S.ENDED,
    (_S.RUNNING, _E.EXHAUST): _S.EXHAUSTED,
    # Every step was taken, and still somebody comes, or the need ends.
    (_S.EXHAUSTED, _E.ANSWER): _S.ANSWERED,
    (_S.EXHAUSTED, _E.END): _S.ENDED,
}
