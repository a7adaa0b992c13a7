"""What the citizen's endpoints take in: declared types, and what each field may be."""

import re
from typing import Annotated, Any
from uuid import UUID

import msgspec

from krisechat.foundation.refusals import BadValue, TooLong
from krisechat.models import Helpline
from krisechat.operations import feedback as feedbacks
from krisechat.operations.opening import Opening
from krisechat.realtime.decoding import BODY_MAX, checked_body, checked_id, convert
from krisechat.realtime.frames_in import Given

NICKNAME_MAX = 40
SLUG_MAX = 40
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_DANISH = re.compile(r"[2-9][0-9]{7}")
_POSTAL_CODE = re.compile(r"[0-9]{4}")


def _said(what: str, **schema: Any) -> msgspec.Meta:
    """What the document says of a field besides its type; nothing is checked by it."""
    return msgspec.Meta(description=what, extra_json_schema=schema)


Body = _said(f"1 to {BODY_MAX} code points after trimming; CPR numbers are masked.")


class ProofRequest(msgspec.Struct, kw_only=True):
    """What a slowed request is repeated with."""

    challenge: str = ""
    proof: str = ""


class OpeningRequest(ProofRequest, kw_only=True):
    """`POST /api/v1/conversations`; an empty string means not given."""

    client_id: Annotated[str, _said("A UUID; repeated within 10 minutes: the same one.")] = ""
    language: Annotated[str, _said("One of the status's.")] = ""
    topic: Annotated[str, _said("One of the status's.")] = ""
    organisation: Annotated[str, _said("The slug of one of the status's.")] = ""
    postal_code: Annotated[str, _said("Four digits.")] = ""
    nickname: Annotated[str, _said(f"At most {NICKNAME_MAX} code points.")] = ""
    phone: Annotated[str, _said("E.164; eight digits are taken as Danish.")] = ""
    sms_consent: bool = False
    sms_discreet: Annotated[bool, _said("False: the volunteer's words go by SMS too.")] = True
    first_message: Annotated[str, Body] = ""


class ResumeRequest(ProofRequest, kw_only=True):
    """`POST /api/v1/conversations/resume`."""

    return_code: Given


class MessageRequest(msgspec.Struct, kw_only=True):
    """`POST /api/v1/conversation/messages`."""

    client_id: Annotated[Given, _said("The sender's own id of it.", format="uuid")]
    body: Annotated[Given, Body]


class FeedbackRequest(msgspec.Struct, kw_only=True):
    """`POST /api/v1/conversation/feedback`."""

    helped: Annotated[Given, _said("Did it?", enum=list(feedbacks.ANSWERS))]
    what_would_help: Annotated[str, Body] = ""


def opening(data: dict[str, Any], *, helpline: Helpline, organisations: set[str]) -> Opening:
    """The opening a request asks for. Raises BadValue or TooLong, naming the field."""
    asked = convert(data, OpeningRequest)
    return Opening(
        helpline=helpline,
        client_id=checked_id(asked.client_id, field="client_id") if asked.client_id else None,
        language=_one_of(asked.language, helpline.languages, field="language"),
        topic=_one_of(asked.topic, helpline.topics, field="topic"),
        organisation=_one_of(asked.organisation, organisations, field="organisation"),
        postal_code=_postal_code(asked.postal_code),
        nickname=_nickname(asked.nickname),
        phone=phone(asked.phone) if asked.phone.strip() else "",
        sms_consent=asked.sms_consent,
        sms_discreet=asked.sms_discreet,
        first_message=checked_body(asked.first_message, field="first_message")
        if asked.first_message
        else "",
    )


def message(data: dict[str, Any]) -> tuple[UUID, str]:
    """(client_id, trimmed body). Raises MissingField, BadValue or TooLong."""
    asked = convert(data, MessageRequest)
    return checked_id(asked.client_id, field="client_id"), checked_body(asked.body)


def feedback(data: dict[str, Any]) -> FeedbackRequest:
    """The answer and the words, trimmed. Raises BadValue or TooLong."""
    asked: FeedbackRequest = convert(data, FeedbackRequest)
    words = asked.what_would_help.strip()
    if words:
        words = checked_body(words, field="what_would_help")
    return FeedbackRequest(helped=asked.helped, what_would_help=words)


def _one_of(value: str, known: Any, *, field: str) -> str:
    if value and value not in known:
        raise BadValue("This is not one of those offered here.", field=field)
    return value


def _postal_code(value: str) -> str:
    trimmed = value.strip()
    if trimmed and not _POSTAL_CODE.fullmatch(trimmed):
        raise BadValue("A Danish postal code has four digits.", field="postal_code")
    return trimmed


def _nickname(value: str) -> str:
    trimmed = " ".join(value.split())
    if len(trimmed) > NICKNAME_MAX:
        raise TooLong(f"A name has at most {NICKNAME_MAX} characters.", field="nickname")
    return trimmed


def phone(value: str) -> str:
    """The number in E.164; eight digits are taken as Danish. Raises BadValue."""
    plain = re.sub(r"[\s().-]", "", value)
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    if _DANISH.fullmatch(plain):
        return "+45" + plain
    if not _PHONE.fullmatch(plain):
        raise BadValue("This is not a telephone number.", field="phone")
    return plain
