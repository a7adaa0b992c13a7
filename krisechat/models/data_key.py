from django.db import models

from krisechat.foundation.ids import new_id


class DataKey(models.Model):
    """The one key that opens all of an owner's values, itself wrapped under a week's key.

    Delete this row, and the owner's values in the live database are noise at once. Destroy the
    week's key, and they are noise in every backup too. `counts_from` is the moment retention
    counts from; `week` is its ISO week. `backups_dead_at` is when the last week key that ever
    wrapped this data key is due for destruction: until then some backup can still be read.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_kind = models.CharField(max_length=16)
    owner_id = models.UUIDField()
    week = models.CharField(max_length=8)
    retention_class = models.CharField(max_length=16)
    wrapped = models.BinaryField()
    counts_from = models.DateTimeField()
    backups_dead_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_id"], name="data_key_one_per_owner"
            ),
        ]
        indexes = [
            models.Index(fields=["retention_class", "counts_from"], name="data_key_by_retention"),
        ]
