from django.db import models

from krisechat.foundation.ids import new_id
from krisechat.models.helpline import Helpline


class Citizen(models.Model):
    """A person in crisis, as a pseudonym. Name and number are sealed under the citizen's own key;
    the number is found again only by its keyed hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    helpline = models.ForeignKey(Helpline, on_delete=models.PROTECT)
    language = models.CharField(max_length=12)
    name_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    phone_digest = models.BinaryField(null=True, db_index=True)
    sms_consent = models.BooleanField(default=False)
    sms_discreet = models.BooleanField(default=True)
    phone_since = models.DateTimeField(null=True)  # when this number was given
    created_at = models.DateTimeField()
