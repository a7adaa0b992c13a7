from django.db import models


class StoppedNumber(models.Model):
    """A telephone number that wrote STOP, as its keyed hash: until it writes again, or a year.

    It belongs to no citizen, so that it holds whoever gives the number, and whoever takes it back.
    """

    phone_digest = models.BinaryField(unique=True)
    stopped_at = models.DateTimeField()
