from django.db import models

from volunteers.models import Organisation


class Municipality(models.Model):
    """A municipality that takes handovers here: where its notice goes, and when it is open.

    `opening` holds one `["HH:MM", "HH:MM"]` (wall clock of Copenhagen) or null for each weekday
    from Monday. What differs from the national calendar stands in `bridge_days_closed` and in its
    special days. A municipality without a row has the usual hours and no mailbox.
    """

    code = models.CharField(primary_key=True, max_length=4)  # kommunekode, four digits
    organisation = models.OneToOneField(
        Organisation, null=True, on_delete=models.PROTECT, related_name="municipality"
    )
    mailbox = models.EmailField(blank=True)
    leader_mailbox = models.EmailField(blank=True)
    night_phone = models.CharField(max_length=20, blank=True)  # its own emergency duty, else 114
    opening = models.JSONField(default=list)
    bridge_days_closed = models.BooleanField(default=False)


class SpecialDay(models.Model):
    """A day on which one municipality differs: closed, or open until a time."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="special_days"
    )
    day = models.DateField()
    open_until = models.TimeField(null=True)  # null: closed all day

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "day"], name="special_day_once")
        ]
