"""A citizen's bearer secrets: issued, resolved, ended. Only their keyed hashes are stored."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from krisechat.foundation.refusals import Unauthenticated
from krisechat.models import AccessToken, Conversation
from krisechat.privacy import pseudonyms
from krisechat.realtime import publish
from krisechat.states.conversation import ConversationState, Gone


class UnknownReturnCode(Unauthenticated):
    """No conversation has these four words, or they are no longer good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whom a token speaks for. `device` is the page's own token, this one or what bought it; None
    for other clients."""

    token_id: int
    device: int | None
    conversation: UUID
    participant: int


def issue(
    *, conversation: UUID, at: datetime, device: bool = False, bought_with: int | None = None
) -> str:
    """A fresh token beside the earlier ones; `device` for the page's cookie. Whoever gets one is
    there, however they went before."""
    token: str = pseudonyms.new_token()
    with transaction.atomic():
        AccessToken.objects.create(
            conversation_id=conversation,
            digest=pseudonyms.token_digest(token),
            device=device,
            bought_with_id=bought_with,
            issued_at=at,
            used_at=at,
        )
        came_back(conversation)
    return token


def came_back(conversation: UUID) -> None:
    """The citizen is there again: those who answer see them as gone no more."""
    gone = Conversation.objects.filter(id=conversation).exclude(gone=Gone.NO)
    if gone.exists() and gone.update(gone=Gone.NO, revision=F("revision") + 1):
        transaction.on_commit(lambda: publish.changed(conversation))


def issue_from_device(*, cookie: str, at: datetime) -> str:
    """A fresh socket token for the page whose device token is `cookie`."""
    holder = resolve(cookie)
    return issue(conversation=holder.conversation, at=at, bought_with=holder.token_id)


def resolve(token: str) -> Holder:
    """Whom the token speaks for. Raises Unauthenticated: unknown, ended and erased look alike."""
    live = AccessToken.objects.filter(
        digest=pseudonyms.token_digest(token),
        ended_at__isnull=True,
        conversation__participants__author="citizen",
    ).exclude(conversation__state=ConversationState.ERASED)
    row = live.values_list(
        "id", "device", "bought_with_id", "conversation_id", "conversation__participants__id"
    ).first()
    if row is None:
        raise Unauthenticated("This token is not known, or has ended.")
    id, is_device, bought_with, conversation, participant = row
    return Holder(
        token_id=id,
        device=id if is_device else bought_with,
        conversation=conversation,
        participant=participant,
    )


def end_all(*, conversation: UUID, at: datetime) -> None:
    """Every token of the conversation is 401 from now on."""
    AccessToken.objects.filter(conversation_id=conversation, ended_at__isnull=True).update(
        ended_at=at, draft_sealed=None
    )


def new_return_code(*, conversation: UUID) -> str:
    """Four words that open the conversation from any device, in place of any earlier four."""
    words: str = pseudonyms.new_return_code()
    Conversation.objects.filter(id=conversation).update(
        return_code_digest=pseudonyms.return_code_digest(words)
    )
    return words


def conversation_of_return_code(words: str) -> UUID:
    """The conversation the four words belong to. Raises UnknownReturnCode."""
    digest = pseudonyms.return_code_digest(words)
    found = Conversation.objects.filter(return_code_digest=digest)
    row = found.exclude(state=ConversationState.ERASED).values_list("id", flat=True).first()
    if row is None:
        raise UnknownReturnCode("These words open no conversation.", field="return_code")
    return row
