"""Did it help? One tap, asked once, and never read by the volunteer it is about."""

from datetime import datetime
from uuid import UUID

from krisechat.foundation.refusals import BadValue, WrongState
from krisechat.models import Conversation, Feedback
from krisechat.privacy import masking, sealing
from krisechat.states.conversation import ConversationState

ANSWERS = ("yes", "partly", "no")


def give(*, conversation: UUID, helped: str, what_would_help: str, at: datetime) -> None:
    """Stores the answer, the newest in place of the earlier. Raises BadValue or WrongState."""
    if helped not in ANSWERS:
        raise BadValue("The answer is yes, partly or no.", field="helped")
    if not Conversation.objects.filter(id=conversation, state=ConversationState.ENDED).exists():
        raise WrongState("The conversation is not over yet.")
    words, _ = masking.mask_cpr(what_would_help)
    Feedback.objects.update_or_create(
        conversation_id=conversation,
        defaults={"helped": helped, "what_would_help_sealed": _seal(conversation, words), "at": at},
    )


def _seal(conversation: UUID, words: str) -> bytes | None:
    if not words:
        return None
    cipher = sealing.conversation_cipher(conversation)
    return sealing.seal(
        cipher,
        table="feedback",
        column="what_would_help",
        owner=conversation,
        row=conversation,
        text=words,
    )
