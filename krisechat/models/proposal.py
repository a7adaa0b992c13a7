from django.db import models
from django.db.models import F, Q

from krisechat.foundation.ids import new_id
from krisechat.states.proposal import ProposalState

_ANSWERED = [str(ProposalState.APPROVED), str(ProposalState.DECLINED)]


class Proposal(models.Model):
    """A change of something citizens rely on, proposed by one person and answered by another.

    `kind` and `object_id` name what it is about, which exists already unless this would make it;
    `revision` is the one it was made on. `before` and `after` hold the fields of both, and stay as
    the record of what was changed. Nothing of a citizen is in it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=32)
    object_id = models.UUIDField()
    verb = models.CharField(max_length=16)
    revision = models.PositiveIntegerField()  # 0 for what does not exist yet
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    proposed_by = models.UUIDField()  # an account
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=ProposalState.OPEN)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    word = models.CharField(max_length=500, blank=True)  # why it was declined

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, decided_by=None, decided_at=None)
                | (
                    ~Q(state=ProposalState.OPEN)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="proposal_decided_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_ANSWERED) | ~Q(decided_by=F("proposed_by")),
                name="proposal_answered_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "object_id", "proposed_at"], name="proposal_by_object"),
            models.Index(
                fields=["kind"],
                condition=Q(state=ProposalState.OPEN),
                name="proposal_open",
            ),
        ]
