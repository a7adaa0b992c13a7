"""Whether words go to somebody's phone: until they write STOP, and again once they write anew."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from krisechat.models import Citizen, Conversation, Outbound, StoppedNumber
from krisechat.operations import actors, audit, conversations, outbox
from krisechat.operations.audit import Actor
from krisechat.outbound import wording
from krisechat.queries import texted
from krisechat.states.conversation import ConversationState, Texting, Via

OPEN = (ConversationState.WAITING, ConversationState.ACTIVE)


def stop(*, phone_digest: bytes, conversation: UUID | None, cause: str, at: datetime) -> bool:
    """Nothing goes to this number any more, whoever gave it, but one text that says so; False when
    it was so already, or nobody of this number is known. `cause` is the id of what asked for it.

    What was agreed to on the web is agreed to no more: it may have been somebody else who did.
    """
    with transaction.atomic():
        fresh = _halt(phone_digest, at=at)
        newest = _people(phone_digest).filter(phone_sealed__isnull=False).first()
        if newest is None or not fresh:
            return False
        body = wording.to_citizen("stopped", language=newest.language)
        once = f"stopped:{cause}"
        if conversation is not None:
            outbox.text_citizen(
                conversation=conversation, template="stopped", body=body, once=once, at=at
            )
        else:
            outbox.answer_citizen(
                citizen=newest.id, template="stopped", body=body, once=once, at=at
            )
        _record("stop_texts", newest.id, at=at)
    return True


def stopped_there(*, text: Outbound, at: datetime) -> bool:
    """The provider takes no text to the number of this one, whose owner wrote STOP there: the same
    holds here, but nothing can be sent to say so. Not when it is somebody else's number by now, or
    words have come from it since the text was tried; False then, or when it was so already."""
    tried_at = text.tried_at or text.created_at
    if text.recipient_kind != "citizen":
        return False
    with transaction.atomic():
        people = Citizen.objects.filter(id=text.recipient_id).exclude(phone_since__gt=tried_at)
        found = people.values_list("phone_digest", flat=True).first()
        if found is None or texted.wrote_since(bytes(found), tried_at):
            return False
        fresh = _halt(bytes(found), at=at)
        if fresh:
            _record("stop_texts", UUID(text.recipient_id), actor=actors.SYSTEM, at=at)
    return fresh


def lift(*, phone_digest: bytes, at: datetime) -> bool:
    """They wrote again: words go to their phone as before. False when nothing was stopped."""
    with transaction.atomic():
        stopped = StoppedNumber.objects.filter(phone_digest=phone_digest)
        if not stopped.exists():
            return False
        for each in _open_ones(phone_digest):
            _set(each.id, _as_agreed(each))
        stopped.delete()
        newest = _people(phone_digest).first()
        if newest is not None:
            _record("lift_stop", newest.id, at=at)
    return True


def to_the_phone(conversation: UUID) -> None:
    """They came by web, agreed to have the words by text, and now write by text themselves: what
    is answered need not wait until they are gone from the web."""
    rows = Conversation.objects.filter(id=conversation, texting=Texting.WORDS_WHEN_GONE)
    if rows.update(texting=Texting.WORDS):
        conversations.touch(conversation)


def _halt(phone_digest: bytes, *, at: datetime) -> bool:
    """False when this number was stopped already."""
    for each in _open_ones(phone_digest):  # conversations first, as everywhere
        _set(each.id, Texting.NONE)
    _people(phone_digest).filter(conversation__via=Via.WEB).update(sms_consent=False)
    _, fresh = StoppedNumber.objects.get_or_create(
        phone_digest=phone_digest, defaults={"stopped_at": at}
    )
    return fresh


def _people(phone_digest: bytes) -> QuerySet[Citizen]:
    return Citizen.objects.filter(phone_digest=phone_digest).order_by("-created_at")


def _open_ones(phone_digest: bytes) -> list[Conversation]:
    rows = Conversation.objects.filter(citizen__phone_digest=phone_digest, state__in=OPEN)
    return list(rows.select_related("citizen").order_by("id"))


def _as_agreed(conversation: Conversation) -> Texting:
    if conversation.via == Via.SMS:
        return Texting.WORDS
    citizen = conversation.citizen
    if not citizen.sms_consent:
        return Texting.NONE
    return Texting.NEUTRAL_WHEN_GONE if citizen.sms_discreet else Texting.WORDS_WHEN_GONE


def _set(conversation: UUID, texting: Texting) -> None:
    conversations.touch(conversation)
    Conversation.objects.filter(id=conversation).update(texting=texting)


def _record(action: str, citizen: UUID, *, actor: Actor = actors.CITIZEN, at: datetime) -> None:
    audit.record(actor=actor, action=action, object_kind="citizen", object_id=citizen, at=at)
