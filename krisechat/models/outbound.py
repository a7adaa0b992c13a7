from django.db import models
from django.db.models import Q

from krisechat.foundation.ids import new_id
from krisechat.foundation.leases import DueRow
from krisechat.models.conversation import Conversation
from krisechat.states.outbound import Channel, OutboundState


class Outbound(DueRow):
    """A text message or an e-mail to send, written in the transaction of its cause.

    `once` names the cause: the same cause never makes two. To whom and, where it is not simply
    the words of message `seq`, what: sealed under the recipient's key (a citizen's own, or the one
    for staff), bound to this row. `address` is for places, whose address is no secret.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=5, choices=[(str(c), str(c)) for c in Channel])
    template = models.CharField(max_length=24)  # what kind of text it is, for figures and tests
    state = models.CharField(
        max_length=9,
        choices=[(str(s), str(s)) for s in OutboundState],
        default=OutboundState.QUEUED,
    )
    once = models.CharField(max_length=120, unique=True)
    recipient_kind = models.CharField(max_length=8)  # citizen, account, place
    recipient_id = models.CharField(max_length=40)  # texts to one recipient go one after another
    address = models.CharField(max_length=120, blank=True)
    to_sealed = models.BinaryField(null=True)
    body_sealed = models.BinaryField(null=True)
    conversation = models.ForeignKey(
        Conversation, null=True, on_delete=models.CASCADE, related_name="outbound"
    )
    seq = models.PositiveBigIntegerField(null=True)
    part = models.PositiveSmallIntegerField(default=1)  # of a text too long for one
    provider_id = models.CharField(max_length=64, null=True, unique=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=24, blank=True)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__isnull=False)
                | ~Q(
                    state__in=[OutboundState.QUEUED, OutboundState.SENDING, OutboundState.UNKNOWN]
                ),
                name="outbound_undecided_has_a_next_moment",
            )
        ]
        indexes = [
            models.Index(fields=["conversation", "seq"], name="outbound_by_message"),
            models.Index(fields=["recipient_id", "state"], name="outbound_by_recipient"),
            models.Index(fields=["tried_at"], name="outbound_by_try"),
        ]
