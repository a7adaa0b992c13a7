from django.db import models

from krisechat.models.conversation import Conversation


class AccessToken(models.Model):
    """A citizen's bearer secret for one conversation, kept as a keyed hash only.

    A `device` token lives in the page's cookie; quick exit and silence end it and
    the tokens the page bought with it, never those of other devices. `used_at` is when the person
    at that device last did something, to about a minute. `draft_sealed` is what was typed there
    and not sent, for the one next draw of its page.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="access_tokens"
    )
    digest = models.BinaryField(unique=True)
    device = models.BooleanField(default=False)
    bought_with = models.ForeignKey("self", null=True, on_delete=models.CASCADE)
    issued_at = models.DateTimeField()
    used_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    draft_sealed = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["used_at"],
                condition=models.Q(device=True, ended_at=None),
                name="access_token_device_in_use",
            )
        ]
