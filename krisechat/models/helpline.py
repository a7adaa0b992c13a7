from django.db import models

from krisechat.foundation.ids import new_id


class Helpline(models.Model):
    """The door a citizen comes through: its name, its subjects, its languages, its number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    languages = models.JSONField(default=list)  # BCP 47 codes, the first is the default
    topics = models.JSONField(default=list)  # slugs a citizen may choose from
    sms_number = models.CharField(max_length=20, blank=True)  # E.164

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="helpline_has_a_name")
        ]
