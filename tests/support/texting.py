"""Twilio as the tests play it: signed webhooks in, and what left through the recorder."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.test import Client
from twilio.request_validator import RequestValidator

from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.models import InboundReceipt, Outbound
from krisechat.operations import messages, participants, receipts
from krisechat.queries import conversations
from routing.operations import incoming
from tests.support import people

AMINA = "+4520123456"
FORM = "application/x-www-form-urlencoded"


def sid() -> str:
    """A fresh MessageSid."""
    return f"SM{new_id().hex}"


def fields(body: str = "hej er der nogen", *, by: str = AMINA, **more: str) -> dict[str, str]:
    """What Twilio sends about a text message."""
    return {
        "MessageSid": sid(),
        "AccountSid": settings.TWILIO_ACCOUNT_SID,
        "From": by,
        "To": settings.KRISECHAT_SMS_NUMBER,
        "Body": body,
        "NumMedia": "0",
        "ApiVersion": "2010-04-01",
        **more,
    }


def signed(path: str, found: Any, *, token: str = "", public_url: str = "") -> str:
    """Twilio's signature over our public address and these fields."""
    validator = RequestValidator(token or settings.TWILIO_AUTH_TOKEN)
    url = (public_url or settings.KRISECHAT_PUBLIC_URL) + path
    return str(validator.compute_signature(url, found))


def post(path: str, found: dict[str, str], **headers: str) -> Any:
    """A signed webhook, as Twilio would post it; `headers` may replace the signature."""
    return Client().post(
        path,
        urlencode(found),
        content_type=FORM,
        headers={"X-Twilio-Signature": signed(path, found), **headers},
    )


def texts(body: str, *, by: str = AMINA, at: datetime | None = None, **more: str) -> str:
    """Somebody's text comes in and is handled; what became of it, as a code."""
    found = fields(body, by=by, **more)
    at = at or clock.now()
    receipts.take_in(
        provider_id=found["MessageSid"],
        kind="text",
        source="webhook",
        payload=found,
        sender=by,
        at=at,
    )
    incoming.handle_due(at=at)
    return InboundReceipt.objects.get(provider_id=found["MessageSid"]).result


def volunteer_writes(conversation: UUID, body: str, *, at: datetime | None = None) -> int:
    """Bo, who takes part in it, writes; returns the message's seq."""
    bo = people.bo()
    participants.join(
        conversation=conversation, account=bo.account, responsible=True, at=at or clock.now()
    )
    me = conversations.snapshot(conversation).member_of(bo.account)
    assert me is not None
    send = messages.Send(
        conversation=conversation,
        participant=me.participant,
        author="volunteer",
        alias=me.alias,
        client_id=new_id(),
        body=body,
    )
    [stored] = messages.store([send], at=at or clock.now())
    assert isinstance(stored, messages.Stored)
    return stored.message.seq


def writes_by_web(conversation: UUID, body: str, *, at: datetime | None = None) -> None:
    """The citizen of this conversation writes on the web."""
    me = conversations.snapshot(conversation).citizen()
    send = messages.Send(
        conversation=conversation,
        participant=me.participant,
        author="citizen",
        alias=me.alias,
        client_id=new_id(),
        body=body,
    )
    [stored] = messages.store([send], at=at or clock.now())
    assert isinstance(stored, messages.Stored)


def due(conversation: UUID, body: str = "Jeg er her", *, at: datetime | None = None) -> Outbound:
    """A volunteer's message that waits to go to the phone."""
    seq = volunteer_writes(conversation, body, at=at)
    return Outbound.objects.get(conversation_id=conversation, seq=seq)
