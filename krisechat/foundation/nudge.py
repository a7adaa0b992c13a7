"""Waking the clock of this process early, when something has just become due.

A nudge is never needed: the clock looks at the rows every second anyway, also those other
processes wrote. It only makes the common case quicker.
"""

import threading

from django.db import transaction

CLOCK = threading.Event()  # offers, escalations, deliveries
TEXTS = threading.Event()  # the outbox
BROUGHT = threading.Event()  # what the provider told us


def on_commit(lane: threading.Event) -> None:
    """Wakes the lane's loop in this process once the current transaction is committed."""
    transaction.on_commit(lane.set)
