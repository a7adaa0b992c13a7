"""A conversation the citizen ended stays with its volunteer for half an hour, to be closed."""

from datetime import datetime, timedelta

from django.db import transaction

from krisechat.models import Conversation, Participant
from krisechat.operations import participants
from krisechat.states.conversation import ConversationState
from routing.models import Assignment

TO_CLOSE = timedelta(minutes=30)


def release(*, at: datetime, limit: int = 100) -> int:
    """Takes those who answered out of conversations that ended half an hour ago (P30)."""
    rows = Participant.objects.filter(
        account__isnull=False,
        left_at__isnull=True,
        conversation__state__in=[ConversationState.ENDED, ConversationState.ERASED],
        conversation__ended_at__lte=at - TO_CLOSE,
    )
    found = list(rows.values_list("conversation_id", "account_id")[:limit])
    for conversation, account in found:
        with transaction.atomic():
            Conversation.objects.select_for_update().filter(id=conversation).first()
            Assignment.objects.filter(conversation_id=conversation, ended_at=None).update(
                ended_at=at
            )
            if account is not None:
                participants.leave(conversation=conversation, account=account, at=at)
    return len(found)
