from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Replace

from krisechat.foundation.ids import new_id
from krisechat.models.helpline import Helpline

_DIGITS = Replace(F("display"), Value(" "), Value(""))


class DirectoryEntry(models.Model):
    """One number of the help directory; `helpline` is empty where it is for all of them.

    `revision` grows with every change of what a citizen reads, so that a proposal made on an older
    one is known to be overtaken. Phoning it without a change leaves it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    helpline = models.ForeignKey(Helpline, models.PROTECT, null=True, blank=True, related_name="+")
    labels = models.JSONField()  # language code to text; "da" is always there
    notes = models.JSONField(default=dict)
    owner = models.CharField(max_length=80)
    display = models.CharField(max_length=16)
    tel = models.CharField(max_length=16)  # E.164, or the bare digits of a short number
    url = models.URLField(max_length=200, blank=True)
    topics = models.JSONField(default=list)
    hours = models.JSONField(default=dict)  # see foundation/call_hours.py
    danger = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()  # 112 is 0
    verified_on = models.DateField(null=True)  # in Denmark
    verified_by = models.UUIDField(null=True)  # an account
    source = models.CharField(max_length=200)
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tel="112", order=0, danger=True) | (~Q(tel="112") & Q(order__gte=1)),
                name="directory_112_is_first",
            ),
            models.CheckConstraint(
                condition=~Q(tel__in=["112", "114"]) | Q(active=True),
                name="directory_112_and_114_stay",
            ),
            models.CheckConstraint(
                condition=Q(danger=False) | Q(tel="112"), name="directory_danger_is_112"
            ),
            models.CheckConstraint(
                condition=Q(display__startswith="1", tel=_DIGITS)
                | (~Q(display__startswith="1") & Q(tel=Concat(Value("+45"), _DIGITS))),
                name="directory_tel_is_display",
            ),
            models.CheckConstraint(
                condition=Q(verified_on=None, verified_by=None)
                | Q(verified_on__isnull=False, verified_by__isnull=False),
                name="directory_verified_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~(Q(owner="") | Q(source="") | Q(display="")),
                name="directory_owner_source_display",
            ),
            models.UniqueConstraint(
                fields=["tel"], condition=Q(active=True), name="directory_each_number_once"
            ),
        ]
