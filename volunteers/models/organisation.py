from django.db import models
from django.db.models import Q

from krisechat.foundation.ids import new_id


class Organisation(models.Model):
    """An NGO whose people answer, or a municipality whose caseworkers take over."""

    class Kind(models.TextChoices):
        NGO = "ngo"
        MUNICIPALITY = "municipality"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    municipality_code = models.CharField(max_length=4, blank=True)  # kommunekode, four digits

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="ngo", municipality_code="")
                | (Q(kind="municipality") & ~Q(municipality_code="")),
                name="organisation_code_is_for_municipalities",
            )
        ]
