from django.db import models


class WeekKeyMark(models.Model):
    """That somebody made the key of this week and class, and what it is known by.

    The key itself lies in no database. `mark` is a keyed hash of it: a machine whose copy of the
    ring has another key under this name, or none, finds out before anything is sealed with it.
    """

    week = models.CharField(max_length=8)
    retention_class = models.CharField(max_length=16)
    mark = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["week", "retention_class"], name="week_key_mark_once")
        ]
