from django.db import models

from krisechat.models.conversation import Conversation


class Feedback(models.Model):
    """Did it help, and if not, what would? One answer a conversation; the newest counts."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE)
    helped = models.CharField(max_length=6, choices=[(h, h) for h in ("yes", "partly", "no")])
    what_would_help_sealed = models.BinaryField(null=True)
    at = models.DateTimeField()
