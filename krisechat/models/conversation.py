from django.db import models

from krisechat.foundation.ids import new_id
from krisechat.models.citizen import Citizen
from krisechat.models.helpline import Helpline
from krisechat.states.conversation import ConversationState, Gone, Outcome, Risk, Texting, Via


def _choices(
    enum: type[ConversationState | Gone | Outcome | Risk | Texting | Via],
) -> list[tuple[str, str]]:
    return [(str(each), str(each)) for each in enum]


class Conversation(models.Model):
    """A citizen and those who answer, with one order of messages.

    `last_seq` is the number of the newest message; it moves only under this row's lock.
    `revision` grows with every change that is not a message (state, volunteer, risk), so that
    a connection that missed a hint sees that something changed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    helpline = models.ForeignKey(Helpline, on_delete=models.PROTECT)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT)
    state = models.CharField(max_length=8, choices=_choices(ConversationState))
    via = models.CharField(max_length=3, choices=_choices(Via))
    texting = models.CharField(max_length=12, choices=_choices(Texting), default=Texting.NONE)
    gone = models.CharField(max_length=8, choices=_choices(Gone), default=Gone.NO, blank=True)
    language = models.CharField(max_length=12)
    topic = models.CharField(max_length=40, blank=True)
    organisation = models.CharField(max_length=40, blank=True)
    postal_code_sealed = models.BinaryField(null=True)
    risk = models.CharField(max_length=8, choices=_choices(Risk), default=Risk.NONE)
    outcome = models.CharField(max_length=8, choices=_choices(Outcome), blank=True)
    tags_sealed = models.BinaryField(null=True)
    last_seq = models.PositiveBigIntegerField(default=0)
    revision = models.PositiveBigIntegerField(default=0)
    opening_id = models.UUIDField(null=True, unique=True)  # the opener's client_id
    return_code_digest = models.BinaryField(null=True, unique=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[str(each) for each in ConversationState]),
                name="conversation_state_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=False)
                | models.Q(state__in=[ConversationState.WAITING, ConversationState.ACTIVE]),
                name="conversation_that_is_over_has_an_end",
            ),
        ]
        indexes = [models.Index(fields=["state", "ended_at"], name="conversation_by_state")]
