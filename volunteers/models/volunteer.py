from django.db import models

from volunteers.models.account import Account


class Volunteer(models.Model):
    """What somebody who answers can do: languages, subjects (none means every), and how many
    conversations at most at a time."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="volunteer")
    languages = models.JSONField(default=list)
    subjects = models.JSONField(default=list)
    on_call = models.BooleanField(
        default=False
    )  # may be texted when somebody waits and nobody is there
    limit = models.PositiveSmallIntegerField(default=2)
