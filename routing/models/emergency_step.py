from django.conf import settings
from django.db import models

from krisechat.foundation.ids import new_id
from krisechat.models import Conversation


class EmergencyStep(models.Model):
    """What was done about a danger to life, by whom, when: flagged, rang 112, lead came. Codes, no
    words; it stays when the citizen erases the conversation. Written once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="emergency_steps"
    )
    step = models.CharField(max_length=24)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
