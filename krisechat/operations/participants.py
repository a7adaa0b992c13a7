"""Who is in a conversation, besides the citizen."""

from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from krisechat.models import Participant
from krisechat.privacy import aliases, sealing
from krisechat.realtime import publish
from krisechat.states.conversation import Author


def join(*, conversation: UUID, account: UUID, responsible: bool, at: datetime) -> Participant:
    """The account's row in the conversation, made or revived, its alias nobody else's there."""
    cipher = sealing.conversation_cipher(conversation)
    name = aliases.for_volunteer(taken=_names(cipher, conversation))
    alias = aliases.seal(cipher, conversation=conversation, account=account, alias=name)
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


def leave_all(*, conversation: UUID, at: datetime) -> None:
    """Nobody who answers has any part in the conversation any more."""
    for account in answering_in(conversation):
        leave(conversation=conversation, account=account, at=at)


def answering_in(conversation: UUID) -> set[UUID]:
    """Everybody who answers in the conversation now, and whoever stands by."""
    rows = Participant.objects.filter(conversation_id=conversation, left_at__isnull=True)
    return {account for account in rows.values_list("account_id", flat=True) if account}


def _names(cipher: AESGCM, conversation: UUID) -> set[str]:
    """What everybody who is or was in the conversation is called there."""
    rows = Participant.objects.filter(conversation_id=conversation)
    return {
        aliases.unseal(cipher, conversation=conversation, account=account, sealed=sealed)
        for account, sealed in rows.values_list("account_id", "alias_sealed")
    }


def _tell(conversation: UUID, account: UUID) -> None:
    def tell() -> None:
        publish.account_changed(account)
        publish.changed(conversation)

    transaction.on_commit(tell)
