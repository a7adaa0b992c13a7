from django.db import models

from krisechat.models import Helpline


class ServiceNight(models.Model):
    """When a helpline opens on a weekday and for how long, on the wall clock of Copenhagen: a
    night from 21:00 lasting 480 minutes ends at 05:00, also when the clocks change in it."""

    helpline = models.ForeignKey(Helpline, on_delete=models.CASCADE, related_name="nights")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday, 7 a public holiday
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=1440, weekday__lte=7),
                name="night_is_at_most_a_day",
            ),
            models.UniqueConstraint(fields=["helpline", "weekday", "starts"], name="night_once"),
        ]


class Closure(models.Model):
    """Closed although it would be open: at short notice, until a moment, with a reason."""

    helpline = models.ForeignKey(Helpline, on_delete=models.CASCADE, related_name="closures")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=16)  # a code: illness, technical, holiday, other
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="closure_has_a_length"
            )
        ]
