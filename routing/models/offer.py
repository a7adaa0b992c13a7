from django.conf import settings
from django.db import models
from django.db.models import Q

from krisechat.foundation.ids import new_id
from krisechat.foundation.leases import DueRow
from krisechat.models import Conversation
from routing.states.offer import OfferState


class Offer(DueRow):
    """A conversation offered to one person; `due_at` is its deadline. At most one is live for each
    conversation, and one for each person. `reasons` says why this one and why this person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="offers")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    state = models.CharField(max_length=9, choices=[(str(s), str(s)) for s in OfferState])
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reasons = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(state="live"), name="offer_one_live"
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(state="live"), name="offer_one_live_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state="live", due_at__isnull=False, ended_at__isnull=True)
                | (~Q(state="live") & Q(due_at__isnull=True, ended_at__isnull=False)),
                name="offer_live_has_a_deadline",
            ),
        ]
