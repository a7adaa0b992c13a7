"""How is it right now? One tap while waiting and one afterwards, both free to leave out (F33)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from krisechat.foundation.refusals import BadValue, WrongState
from krisechat.models import Conversation, Feeling
from krisechat.models.feeling import FEELINGS
from krisechat.states.conversation import ConversationState

_MOMENTS: dict[str, str] = {
    ConversationState.WAITING: "before",
    ConversationState.ENDED: "after",
}


def tell(*, conversation: UUID, how: str, at: datetime) -> None:
    """Stores one of the five words, the newest in place of an earlier one of the same moment.
    Raises BadValue, or WrongState while somebody talks with them: then it is theirs to say."""
    if how not in FEELINGS:
        raise BadValue("This is none of the five.", field="how")
    with transaction.atomic():
        row = Conversation.objects.filter(id=conversation).select_for_update()
        state = row.values_list("state", flat=True).first()
        moment = _MOMENTS.get(state or "")
        if moment is None:
            raise WrongState("It is asked before and after.")
        Feeling.objects.update_or_create(
            conversation_id=conversation, defaults={moment: how, "at": at}
        )
