"""Whether a text message may reach the phone of whoever writes on the web: asked once, kindly, and
unknown means no (P42)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from krisechat.foundation.refusals import WrongState
from krisechat.models import Citizen, Conversation
from krisechat.operations import actors, audit, conversations
from krisechat.privacy import contact, data_keys, pseudonyms
from krisechat.states.conversation import ConversationState, Texting, Via

_OPEN = (ConversationState.WAITING, ConversationState.ACTIVE)


class UnableToAgree(WrongState):
    """The conversation is over, or it is by text message anyway."""


def allow(*, conversation: UUID, phone: str, discreet: bool, at: datetime) -> None:
    """From now on a text may follow when the page is gone: one neutral sentence if `discreet`,
    else the words. `phone` is E.164. Raises UnableToAgree.

    A number that wrote STOP stays silent until it writes again; whoever typed it is not told.
    """
    with transaction.atomic():
        row = _locked(conversation)
        cipher = data_keys.cipher_of(owner_kind="citizen", owner_id=row.citizen_id)
        digest = pseudonyms.phone_digest(phone)
        mine = Citizen.objects.filter(id=row.citizen_id)
        mine.exclude(phone_digest=digest, sms_consent=True).update(phone_since=at)
        mine.update(
            phone_sealed=contact.seal(cipher, citizen=row.citizen_id, column="phone", text=phone),
            phone_digest=digest,
            sms_consent=True,
            sms_discreet=discreet,
        )
        texting = Texting.NEUTRAL_WHEN_GONE if discreet else Texting.WORDS_WHEN_GONE
        Conversation.objects.filter(id=conversation).update(texting=texting)
        _record("allow_texts", conversation, at=at)


def refuse(*, conversation: UUID, at: datetime) -> None:
    """No text, not any more: the number is forgotten. Raises UnableToAgree."""
    with transaction.atomic():
        row = _locked(conversation)
        Citizen.objects.filter(id=row.citizen_id).update(
            phone_sealed=None,
            phone_digest=None,
            phone_since=None,
            sms_consent=False,
            sms_discreet=True,
        )
        Conversation.objects.filter(id=conversation).update(texting=Texting.NONE)
        _record("refuse_texts", conversation, at=at)


def _locked(conversation: UUID) -> Conversation:
    conversations.touch(conversation)
    rows = Conversation.objects.filter(id=conversation, state__in=_OPEN, via=Via.WEB)
    row = rows.first()
    if row is None:
        raise UnableToAgree("There is nothing to agree to (any more).")
    return row


def _record(action: str, conversation: UUID, *, at: datetime) -> None:
    audit.record(
        actor=actors.CITIZEN,
        action=action,
        object_kind="conversation",
        object_id=conversation,
        at=at,
    )
