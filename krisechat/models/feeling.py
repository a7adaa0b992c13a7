from django.db import models

from krisechat.models.conversation import Conversation

# From the hardest to the easiest; the words people see stand in partials/feeling.html.
FEELINGS = ("very_hard", "hard", "unwell", "fair", "okay")
_CHOICES = [(each, each) for each in ("", *FEELINGS)]


class Feeling(models.Model):
    """How somebody says it is, before they talked and after: one tap each, never asked for twice.

    A figure and nothing else: nobody who answers is shown it, and it goes with the conversation.
    """

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE)
    before = models.CharField(max_length=9, choices=_CHOICES, blank=True, default="")
    after = models.CharField(max_length=9, choices=_CHOICES, blank=True, default="")
    at = models.DateTimeField()
