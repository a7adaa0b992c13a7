from django.conf import settings
from django.db import models
from django.db.models import Q

from krisechat.models import Conversation


class Assignment(models.Model):
    """Who got whom, when, and why: each decision stores its reasons."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="assignments"
    )
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reasons = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(ended_at__isnull=True), name="assignment_one"
            )
        ]
