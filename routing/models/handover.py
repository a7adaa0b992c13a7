from django.conf import settings
from django.db import models
from django.db.models import Q

from krisechat.foundation.ids import new_id
from krisechat.foundation.leases import DueRow
from krisechat.models import Conversation
from routing.states.handover import HandoverKind, HandoverState


class Handover(DueRow):
    """What a citizen wants a municipality to know, and who there has it.

    The content is one sealed JSON object (see routing/privacy/handover_content.py) under a data
    key of its own (owner kind `handover`), so that it outlives the conversation by its own days.
    `version` grows with every change of the content; `approved_version` is the one the citizen
    said yes to. `due_at` is the next moment of the clock: delivery while approved, then the
    deadline of what the municipality owes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="handovers"
    )
    kind = models.CharField(max_length=8, choices=[(str(k), str(k)) for k in HandoverKind])
    state = models.CharField(max_length=12, choices=[(str(s), str(s)) for s in HandoverState])
    municipality_code = models.CharField(max_length=4, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    contact_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="handovers"
    )
    content_sealed = models.BinaryField(null=True)
    version = models.PositiveIntegerField(default=1)
    approved_version = models.PositiveIntegerField(null=True)
    shown_version = models.PositiveIntegerField(null=True)  # the citizen was asked to read it
    deliver_at = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField(null=True)  # of the step the municipality owes
    climbed_at = models.DateTimeField(null=True)  # overdue: the team lead was told
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(state__in=["draft", "approved"], kind__in=["consent", "advice"]),
                name="handover_one_open_with_the_citizen",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "delivered", "acknowledged", "assigned"])
                | Q(due_at__isnull=False),
                name="handover_owed_has_a_next_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["assigned", "contacted", "closed"])
                | Q(contact_person__isnull=False),
                name="handover_taken_has_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(kind="concern") | ~Q(state__in=["approved", "withdrawn"]),
                name="handover_concern_is_nobodys_to_stop",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality_code", "changed_at"], name="handover_by_place")
        ]


class HandoverStep(models.Model):
    """What happened to a handover, when, and by whom; codes only. Written once."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=24)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)


class HandoverWord(models.Model):
    """A word between municipality and helpline about a handover; sealed like its content."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="words")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    side = models.CharField(max_length=12)  # helpline, municipality
    body_sealed = models.BinaryField()
    at = models.DateTimeField()


class Consent(models.Model):
    """That the citizen said yes to passing something on: what version, to whom, how, until when.

    Holds no word of theirs, and stays when the content is gone (five years).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    handover_id = models.UUIDField(db_index=True)
    municipality_code = models.CharField(max_length=4)
    version = models.PositiveIntegerField()
    text_version = models.CharField(max_length=16)  # which wording of the question they answered
    how = models.CharField(max_length=8)  # page, sms
    given_at = models.DateTimeField()
    good_until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
