from django.db import models

from krisechat.foundation.ids import new_id
from krisechat.models.conversation import Conversation
from krisechat.models.participant import Participant
from krisechat.states.conversation import Author, Via


class Message(models.Model):
    """One message, written once and never changed. Its words are sealed under the conversation's
    key and bound to this conversation and this `seq`: moved or edited, they do not open."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    seq = models.PositiveBigIntegerField()
    author = models.CharField(max_length=9, choices=[(str(a), str(a)) for a in Author])
    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.PROTECT, db_index=False
    )
    client_id = models.UUIDField(null=True)
    body_sealed = models.BinaryField()
    masked = models.BooleanField(default=False)
    via = models.CharField(max_length=3, choices=[(str(v), str(v)) for v in Via])
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_seq_once"),
            # client_id leads, so that a batch's resends are found by this index too.
            models.UniqueConstraint(
                fields=["client_id", "participant"], name="message_client_id_once_per_author"
            ),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="message_seq_from_one"),
        ]
