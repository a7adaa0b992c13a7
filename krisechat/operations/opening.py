"""How a conversation begins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import IntegrityError, transaction

from krisechat.foundation.ids import new_id
from krisechat.foundation.keyring import KeyDestroyed
from krisechat.models import Citizen, Conversation, Helpline, Participant
from krisechat.operations import access_tokens, actors, audit, messages
from krisechat.privacy import aliases, contact, data_keys, masking, pseudonyms, sealing
from krisechat.privacy.retention import RetentionClass
from krisechat.states.conversation import Author, ConversationState, Texting, Via

REPEATABLE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Opening:
    """What a citizen says when they come; everything is optional. `phone` is E.164; `citizen` is
    whoever wrote from that number before."""

    helpline: Helpline
    citizen: UUID | None = None
    client_id: UUID | None = None
    language: str = ""
    topic: str = ""
    organisation: str = ""
    postal_code: str = ""
    nickname: str = ""
    phone: str = ""
    sms_consent: bool = False
    sms_discreet: bool = True
    first_message: str = ""
    via: Via = Via.WEB


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Opened:
    """The conversation and the secrets to come back with; `fresh` is False for a repetition."""

    conversation: UUID
    token: str
    return_code: str
    state: str
    fresh: bool


def open_conversation(opening: Opening, *, at: datetime) -> Opened:
    """Opens a conversation that waits; the same `client_id` within ten minutes finds it again,
    with a fresh token and a fresh return code in place of the earlier one."""
    try:
        with transaction.atomic():
            earlier = _opened_before(opening, at=at)
            conversation = earlier or _create(opening, at=at)
            return _with_secrets(conversation, fresh=earlier is None, at=at)
    except IntegrityError:  # the same client_id was faster on another connection
        with transaction.atomic():
            earlier = _opened_before(opening, at=at)
            if earlier is None:
                raise
            return _with_secrets(earlier, fresh=False, at=at)


def _opened_before(opening: Opening, *, at: datetime) -> Conversation | None:
    if opening.client_id is None:
        return None
    earlier = Conversation.objects.filter(opening_id=opening.client_id).first()
    if earlier is not None and earlier.opened_at < at - REPEATABLE:
        Conversation.objects.filter(id=earlier.id).update(opening_id=None)
        return None
    return earlier


def _with_secrets(conversation: Conversation, *, fresh: bool, at: datetime) -> Opened:
    return Opened(
        conversation=conversation.id,
        token=access_tokens.issue(conversation=conversation.id, at=at),
        return_code=access_tokens.new_return_code(conversation=conversation.id),
        state=conversation.state,
        fresh=fresh,
    )


def _create(opening: Opening, *, at: datetime) -> Conversation:
    language = opening.language or opening.helpline.languages[0]
    citizen = _citizen_again(opening, at=at) or _citizen(opening, language=language, at=at)
    id = new_id()
    cipher = data_keys.create(
        owner_kind="conversation",
        owner_id=id,
        retention_class=RetentionClass.CONVERSATION,
        at=at,
    )
    conversation = Conversation.objects.create(
        id=id,
        helpline=opening.helpline,
        citizen=citizen,
        state=ConversationState.WAITING,
        via=opening.via,
        texting=_texting(opening),
        language=language,
        topic=opening.topic,
        organisation=opening.organisation,
        postal_code_sealed=_postal_code(cipher, id, opening.postal_code),
        opening_id=opening.client_id,
        opened_at=at,
    )
    alias = masking.mask_cpr(opening.nickname)[0] or aliases.for_citizen()
    participant = Participant.objects.create(
        conversation=conversation,
        author=Author.CITIZEN,
        alias_sealed=aliases.seal(cipher, conversation=id, account=None, alias=alias),
        joined_at=at,
    )
    audit.record(
        actor=actors.CITIZEN, action="open", object_kind="conversation", object_id=id, at=at
    )
    if opening.first_message:
        _first_message(opening, participant=participant, alias=alias, at=at)
    return conversation


def _texting(opening: Opening) -> Texting:
    """Who came by text message gets the words; who came by web only what they agreed to."""
    if opening.via == Via.SMS:
        return Texting.WORDS
    if not (opening.phone and opening.sms_consent):
        return Texting.NONE
    return Texting.NEUTRAL_WHEN_GONE if opening.sms_discreet else Texting.WORDS_WHEN_GONE


def _postal_code(cipher: AESGCM, id: UUID, code: str) -> bytes | None:
    if not code:
        return None
    return sealing.seal(
        cipher, table="conversation", column="postal_code", owner=id, row=id, text=code
    )


def citizen_of_number(opening: Opening, *, at: datetime) -> UUID:
    """Whoever wrote from this number, without a conversation: to be answered."""
    language = opening.language or opening.helpline.languages[0]
    known = _citizen_again(opening, at=at)
    return (known or _citizen(opening, language=language, at=at)).id


def _citizen_again(opening: Opening, *, at: datetime) -> Citizen | None:
    """The same pseudonym, its days counted from now; None when it was erased or is too old."""
    if opening.citizen is None:
        return None
    try:
        data_keys.renew(owner_kind="citizen", owner_id=opening.citizen, at=at)
    except (data_keys.OwnerErased, KeyDestroyed):
        return None
    return Citizen.objects.filter(id=opening.citizen).first()


def _citizen(opening: Opening, *, language: str, at: datetime) -> Citizen:
    id = new_id()
    cipher = data_keys.create(
        owner_kind="citizen", owner_id=id, retention_class=RetentionClass.CITIZEN, at=at
    )

    def sealed(column: str, text: str) -> bytes | None:
        if not text:
            return None
        return contact.seal(cipher, citizen=id, column=column, text=text)

    return Citizen.objects.create(
        id=id,
        helpline=opening.helpline,
        language=language,
        name_sealed=sealed("name", masking.mask_cpr(opening.nickname)[0]),
        phone_sealed=sealed("phone", opening.phone),
        phone_digest=pseudonyms.phone_digest(opening.phone) if opening.phone else None,
        phone_since=at if opening.phone else None,
        sms_consent=opening.sms_consent,
        sms_discreet=opening.sms_discreet,
        created_at=at,
    )


def _first_message(opening: Opening, *, participant: Participant, alias: str, at: datetime) -> None:
    body, masked = masking.mask_cpr(opening.first_message)
    messages.store(
        [
            messages.Send(
                conversation=participant.conversation_id,
                participant=participant.pk,
                author=Author.CITIZEN,
                alias=alias,
                client_id=opening.client_id or new_id(),
                body=body,
                masked=masked,
                via=opening.via,
            )
        ],
        at=at,
    )
