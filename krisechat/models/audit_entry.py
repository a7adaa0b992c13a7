from django.db import models
from django.db.models import Q


class AuditEntry(models.Model):
    """Who did or read what, when and for which purpose. Written once, never changed or removed.

    No name, number or word of a person is in it: only kinds, ids and codes. The last three fields
    are empty until the sealer gives the entry its place in the chain, once; a hash covers the
    whole entry, its position and the hash before it.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=32)
    object_id = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    position = models.PositiveBigIntegerField(null=True, unique=True)
    previous_hash = models.BinaryField(null=True)
    hash = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(position=None, previous_hash=None, hash=None)
                | Q(position__gte=1, previous_hash__isnull=False, hash__isnull=False),
                name="audit_entry_chained_whole_or_not",
            ),
        ]
        indexes = [
            models.Index(fields=["object_kind", "object_id", "at"], name="audit_entry_by_object"),
            models.Index(fields=["id"], condition=Q(position=None), name="audit_entry_unchained"),
        ]


class AuditSeal(models.Model):
    """The sealer's signature over the chain's newest hash at one moment. Never changed."""

    position = models.PositiveBigIntegerField(primary_key=True)
    head_hash = models.BinaryField()
    signature = models.BinaryField()
    sealed_at = models.DateTimeField()
