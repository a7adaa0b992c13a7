from django.conf import settings
from django.db import models

from krisechat.models import Conversation


class CameFrom(models.Model):
    """Where an open conversation came from, as keyed hashes of that day, and as if when it had come
    for that (`rules/lanes.py`). Gone once the conversation is closed, and after 24 hours in any
    case; no address is kept anywhere (P26)."""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, primary_key=True, related_name="came_from"
    )
    source = models.BinaryField(max_length=32)
    network = models.BinaryField(max_length=32)
    came_at = models.DateTimeField(db_index=True)
    stands_from = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["network"], name="came_from_network")]


class AbuseMark(models.Model):
    """Somebody who answers closed what came from this source as abuse; fades in 24 hours."""

    source = models.BinaryField(max_length=32)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    marked_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "account"], name="abuse_mark_one_each")
        ]
