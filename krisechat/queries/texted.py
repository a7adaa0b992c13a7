"""Who somebody is who sends a text message, and what was said to their number last."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from krisechat.models import Citizen, Conversation, Feedback, Message, Outbound
from krisechat.queries.letters import OF_A_MESSAGE
from krisechat.states.conversation import Author, ConversationState, Via
from krisechat.states.outbound import OutboundState

OPEN = (ConversationState.WAITING, ConversationState.ACTIVE)
ANSWERED_WITHIN = timedelta(hours=24)
_GONE_OUT = [
    OutboundState.SENDING,
    OutboundState.UNKNOWN,
    OutboundState.ACCEPTED,
    OutboundState.SENT,
    OutboundState.DELIVERED,
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of ours that the next text may answer: `helped` or `what_would_help`."""

    question: str
    conversation: UUID


def open_conversation(phone_digest: bytes) -> Conversation | None:
    """The newest one still going on that this number belongs to: begun by text; else begun on the
    web by somebody who gave the number and agreed to texts, once a text of it has gone there.

    Anybody can type anybody's number, and would read on their page what its owner writes: a text
    that answers none of ours from there is not theirs to see.
    """
    rows = Conversation.objects.filter(citizen__phone_digest=phone_digest, state__in=OPEN)
    rows = rows.order_by("-opened_at")
    gone_there = Outbound.objects.filter(
        conversation_id=OuterRef("pk"),
        template__in=OF_A_MESSAGE | {"your_turn"},
        state__in=_GONE_OUT,
        tried_at__gt=OuterRef("citizen__phone_since"),
    )
    by_text = rows.filter(via=Via.SMS).first()
    return by_text or rows.filter(Exists(gone_there), citizen__sms_consent=True).first()


def texting_citizen(phone_digest: bytes) -> UUID | None:
    """Who wrote from this number before. Nobody who only gave it on the web: a number typed there
    is proof of nothing."""
    rows = Citizen.objects.filter(phone_digest=phone_digest, phone_sealed__isnull=False)
    rows = rows.exclude(conversation__via=Via.WEB).order_by("-created_at")
    return rows.values_list("id", flat=True).first()


def wrote_since(phone_digest: bytes, moment: datetime) -> bool:
    """Whether words came from this number after that."""
    words = Message.objects.filter(author=Author.CITIZEN, via=Via.SMS, sent_at__gt=moment)
    return words.filter(conversation__citizen__phone_digest=phone_digest).exists()


def last_word_was_ours(phone_digest: bytes) -> bool:
    """Whether the last text to this number was none of a volunteer's."""
    last = _sent(phone_digest).order_by("-created_at").first()
    return last is not None and (last.template not in OF_A_MESSAGE - {"neutral_when_gone"})


def asked(phone_digest: bytes, *, at: datetime) -> Asked | None:
    """The question this number was asked last, within a day, and has not answered yet."""
    rows = _sent(phone_digest).filter(
        template__in=("helped", "what_would_help"), tried_at__gt=at - ANSWERED_WITHIN
    )
    last = rows.order_by("-created_at").first()
    if last is None or last.conversation_id is None:
        return None
    given = Feedback.objects.filter(conversation_id=last.conversation_id).first()
    if last.template == "helped":
        answered = given is not None
    else:
        answered = given is None or given.what_would_help_sealed is not None
    return None if answered else Asked(question=last.template, conversation=last.conversation_id)


def _sent(phone_digest: bytes) -> QuerySet[Outbound]:
    people = Citizen.objects.filter(phone_digest=phone_digest).values_list("id", flat=True)
    return Outbound.objects.filter(
        recipient_id__in=[str(each) for each in people], state__in=_GONE_OUT
    )
