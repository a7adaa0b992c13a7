"""The life of a handover, from the first words written together to the contact made.

A concern about a child goes from draft to delivered at once: nobody approves it, nobody withdraws
it. Everything else is approved by the citizen first, and theirs to withdraw until it is delivered.
"""

from enum import StrEnum


class HandoverKind(StrEnum):
    CONSENT = "consent"  # the citizen wants it passed on, under their name
    ADVICE = "advice"  # the municipality is asked, without a name
    CONCERN = "concern"  # the duty to report about a child


class HandoverState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    CONTACTED = "contacted"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


class HandoverEvent(StrEnum):
    APPROVE = "approve"
    REWRITE = "rewrite"  # what was approved is changed: it must be approved anew
    DELIVER = "deliver"
    DELIVER_AT_ONCE = "deliver_at_once"  # a concern, and nothing else
    ACKNOWLEDGE = "acknowledge"
    ASSIGN = "assign"
    CONTACT = "contact"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    RETURN = "return"
    ERASE = "erase"  # the citizen erased everything they could; a report about a child stays


_S, _E = HandoverState, HandoverEvent

TRANSITIONS: dict[tuple[HandoverState, HandoverEvent], HandoverState] = {
    (_S.DRAFT, _E.APPROVE): _S.APPROVED,
    (_S.DRAFT, _E.DELIVER_AT_ONCE): _S.DELIVERED,
    (_S.DRAFT, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.APPROVED, _E.REWRITE): _S.DRAFT,
    (_S.APPROVED, _E.DELIVER): _S.DELIVERED,
    (_S.APPROVED, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.DELIVERED, _E.ACKNOWLEDGE): _S.ACKNOWLEDGED,
    (_S.DELIVERED, _E.RETURN): _S.RETURNED,
    (_S.ACKNOWLEDGED, _E.ASSIGN): _S.ASSIGNED,
    (_S.ACKNOWLEDGED, _E.RETURN): _S.RETURNED,
    (_S.ASSIGNED, _E.ASSIGN): _S.ASSIGNED,  # given to another named person
    (_S.ASSIGNED, _E.CONTACT): _S.CONTACTED,
    (_S.CONTACTED, _E.CLOSE): _S.CLOSED,
    **{(each, _E.ERASE): _S.WITHDRAWN for each in _S if each != _S.WITHDRAWN},
}

# The municipality has it, and owes the next step.
OWED = frozenset({_S.DELIVERED, _S.ACKNOWLEDGED, _S.ASSIGNED})
