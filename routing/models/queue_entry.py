from django.db import models
from django.db.models import Q

from krisechat.foundation.leases import DueRow
from krisechat.models import Conversation
from routing.states.queue_entry import QueueState


class QueueEntry(DueRow):
    """A conversation's stay in the queue. At most one is waiting for each conversation, and
    whoever waits always has a next moment: `due_at` is when the clock looks whether anybody has
    come, and calls more people in if not."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="queue_entries"
    )
    state = models.CharField(max_length=7, choices=[(str(s), str(s)) for s in QueueState])
    waiting_since = models.DateTimeField()  # when the citizen first came, also after a giving back
    given_back_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(state="waiting"), name="queue_one_stay"
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(due_at__isnull=False),
                name="queue_waiting_has_a_next_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", left_at__isnull=True)
                | (~Q(state="waiting") & Q(left_at__isnull=False)),
                name="queue_left_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "waiting_since"], name="queue_by_wait")]
