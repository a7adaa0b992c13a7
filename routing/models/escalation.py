from django.conf import settings
from django.db import models
from django.db.models import Q

from krisechat.foundation.leases import DueRow
from krisechat.models import Conversation
from routing.states.escalation import EscalationKind, EscalationState


class Escalation(DueRow):
    """A plan to call people in about a conversation, frozen when it starts.

    `plan` is a list of steps `{"tier": NAME, "after_seconds": N, "accounts": [ID, …]}`, counted
    from `began_at`; `due_at` is when step number `next_step` is taken.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="escalations"
    )
    kind = models.CharField(max_length=12, choices=[(str(k), str(k)) for k in EscalationKind])
    state = models.CharField(max_length=9, choices=[(str(s), str(s)) for s in EscalationState])
    plan = models.JSONField()
    next_step = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "kind"],
                condition=Q(state__in=["running", "exhausted"]),
                name="escalation_one_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(due_at__isnull=False),
                name="escalation_running_has_a_next_step",
            ),
        ]


class EscalationCall(models.Model):
    """Somebody who was called in by a step, once per step."""

    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="calls")
    step = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=16)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["escalation", "step", "account"], name="escalation_call_once"
            )
        ]
