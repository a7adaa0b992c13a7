from django.conf import settings
from django.db import models
from django.db.models import Q

from krisechat.models.conversation import Conversation
from krisechat.states.conversation import Author


class Participant(models.Model):
    """Somebody in a conversation: the citizen, or a volunteer under the alias they have there.

    The rows of people who answer are their right to the conversation; there is no other.
    Whoever comes back gets the same row again, so that what they sent keeps one author.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="participants"
    )
    author = models.CharField(max_length=9, choices=[(str(a), str(a)) for a in Author])
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="participations"
    )
    alias_sealed = models.BinaryField()
    responsible = models.BooleanField(default=False)
    delivered_seq = models.PositiveBigIntegerField(default=0)
    read_seq = models.PositiveBigIntegerField(default=0)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "account"],
                condition=Q(account__isnull=False),
                name="participant_once_per_account",
            ),
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(author="citizen"),
                name="participant_one_citizen",
            ),
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(responsible=True),
                name="participant_one_responsible",
            ),
            models.CheckConstraint(
                condition=Q(responsible=False) | Q(left_at__isnull=True),
                name="participant_who_left_is_not_responsible",
            ),
        ]
