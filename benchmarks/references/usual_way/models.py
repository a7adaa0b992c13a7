"""The one table."""

from django.db import models


class Message(models.Model):
    """What somebody wrote, in clear."""

    conversation = models.IntegerField(db_index=True)
    client_id = models.UUIDField()
    body = models.TextField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "usual_way"

    def __str__(self) -> str:
        return f"message {self.pk}"
