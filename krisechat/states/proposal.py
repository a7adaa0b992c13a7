"""The life of a proposal: one person proposes, another one answers. What was answered stays so."""

from enum import StrEnum


class ProposalState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


class ProposalEvent(StrEnum):
    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    OVERTAKE = "overtake"


_S, _E = ProposalState, ProposalEvent

TRANSITIONS = {
    (_S.OPEN, _E.APPROVE): _S.APPROVED,
    (_S.OPEN, _E.DECLINE): _S.DECLINED,
    (_S.OPEN, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.OPEN, _E.OVERTAKE): _S.OVERTAKEN,
}
