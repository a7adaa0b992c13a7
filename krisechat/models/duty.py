from django.db import models

from krisechat.foundation.leases import DueRow


class Duty(DueRow):
    """Something the clock does again and again, by one engine at a time."""

    name = models.CharField(max_length=40, primary_key=True)
    begun_at = models.DateTimeField(null=True)  # when a clock first knew of it
    done_at = models.DateTimeField(null=True)
