from django.db import models

from krisechat.foundation.ids import new_id
from krisechat.foundation.leases import DueRow


class InboundReceipt(DueRow):
    """A webhook as it came, stored before anything is done with it, once per `provider_id`.

    The payload is sealed under a data key of its own (owner kind `receipt`). When it has been
    handled, payload and key are gone: what it said lies in the conversation by then, and the
    receipt only proves that it came.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider_id = models.CharField(max_length=80, unique=True)  # MessageSid; with ":state" for news
    kind = models.CharField(max_length=6, choices=[("text", "text"), ("status", "status")])
    source = models.CharField(
        max_length=7, choices=[("webhook", "webhook"), ("listing", "listing")]
    )
    payload_sealed = models.BinaryField(null=True)
    # Whose text it is, until it is handled: one person's texts are handled in their order.
    sender_digest = models.BinaryField(null=True, db_index=True)
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=24, blank=True)  # what became of it, as a code
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(handled_at__isnull=False) | models.Q(due_at__isnull=False),
                name="inbound_unhandled_has_a_next_moment",
            )
        ]
        indexes = [models.Index(fields=["kind", "received_at"], name="inbound_by_time")]
