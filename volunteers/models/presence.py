from django.db import models

from krisechat.foundation.leases import DueRow
from volunteers.models.account import Account
from volunteers.states.presence import Status


class Presence(DueRow):
    """Who is on duty now. `seen_at` is the last moment a server held a socket of theirs;
    `due_at` is when their conversations are given back unless they are seen before; `asked_at` is
    when they last asked for the next one and nobody was there for them.

    The row is also the lock on the volunteer's free places: see operations/places.py.
    """

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, related_name="presence"
    )
    status = models.CharField(max_length=9, choices=[(str(s), str(s)) for s in Status])
    capacity = models.PositiveSmallIntegerField()
    seen_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    turn = models.PositiveBigIntegerField(default=0)
