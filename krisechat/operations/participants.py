"""Who is in a conversation, besides the citizen."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from krisechat.models import Participant
from krisechat.privacy import aliases, sealing
from krisechat.realtime import publish
from krisechat.states.conversation import Author


def join(*, conversation: UUID, account: UUID, responsible: bool, at: datetime) -> Participant:
    """The account's row in the conversation, made or revived, with an alias of its own there."""
    cipher = sealing.conversation_cipher(conversation)
    alias = aliases.seal(
        cipher, conversation=conversation, account=account, alias=aliases.for_volunteer()
    )
    row, _ = Participant.objects.update_or_create(
        conversation_id=conversation,
        account_id=account,
        defaults={"responsible": responsible, "left_at": None},
        create_defaults={
            "author": Author.VOLUNTEER,
            "alias_sealed": alias,
            "responsible": responsible,
            "joined_at": at,
        },
    )
    _tell(conversation, account)
    return row


def leave(*, conversation: UUID, account: UUID, at: datetime) -> bool:
    """The account has no part in the conversation any more, from this moment on; False when it
    had none."""
    rows = Participant.objects.filter(
        conversation_id=conversation, account_id=account, left_at__isnull=True
    )
    left = rows.update(responsible=False, left_at=at) == 1
    if left:
        _tell(conversation, account)
    return left


def _tell(conversation: UUID, account: UUID) -> None:
    def tell() -> None:
        publish.account_changed(account)
        publish.changed(conversation)

    transaction.on_commit(tell)
