"""Handovers: written with the citizen, approved by them, delivered, taken by one named person.

Each verb stands in the file of its part, with its refusals beside it. See routing/README.md.
"""

from routing.operations.handovers.deciding import (
    approve,
    decline,
    erase_with_conversation,
    show_to_citizen,
    withdraw,
)
from routing.operations.handovers.delivering import deliver_concern, deliver_due, deliver_now
from routing.operations.handovers.lapsing import erase_overdue, lapse_with_conversation
from routing.operations.handovers.overdue import remind_due
from routing.operations.handovers.reading import read, read_inbox
from routing.operations.handovers.receiving import (
    acknowledge,
    assign,
    close,
    contacted,
    say,
    send_back,
)
from routing.operations.handovers.writing import draft, write

__all__ = [
    "acknowledge",
    "approve",
    "assign",
    "close",
    "contacted",
    "decline",
    "deliver_concern",
    "deliver_due",
    "deliver_now",
    "draft",
    "erase_overdue",
    "erase_with_conversation",
    "lapse_with_conversation",
    "read",
    "read_inbox",
    "remind_due",
    "say",
    "send_back",
    "show_to_citizen",
    "withdraw",
    "write",
]
