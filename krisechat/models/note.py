from django.conf import settings
from django.db import models

from krisechat.foundation.ids import new_id
from krisechat.models.conversation import Conversation


class Note(models.Model):
    """What a volunteer writes for the next volunteer. The citizen never sees it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    body_sealed = models.BinaryField()
    at = models.DateTimeField()
