"""The webhooks as the OpenAPI document tells of them."""

from typing import Annotated, Any, NotRequired, TypedDict

from msgspec import Meta

from krisechat.foundation.describing import Call
from krisechat.foundation.refusals import BadValue, MissingField
from krisechat.outbound import payloads
from krisechat.twilio.signature import FORM, Forged

MessageSid = Annotated[str, Meta(pattern=f"^{payloads.MESSAGE_SID.pattern}$")]
MessageStatus = Annotated[str, Meta(pattern=f"^{payloads.STATUS.pattern}$")]
OurId = Annotated[str, Meta(description="Our own id of the text, as we told Twilio to call us.")]
TwiML = Annotated[str, Meta(description="An empty response: stored. What we say comes later.")]


class TwilioText(TypedDict):
    """A text message came. Other names are kept and ignored; none may stand twice."""

    MessageSid: MessageSid
    AccountSid: str
    From: str
    To: str
    Body: str
    NumMedia: NotRequired[str]


class TwilioStatus(TypedDict):
    """How far a text of ours has come. Other names are kept and ignored; none may stand twice."""

    MessageSid: MessageSid
    AccountSid: str
    MessageStatus: MessageStatus


SECURITY: dict[str, Any] = {
    "twilioSignature": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Twilio-Signature",
        "description": "Over our public address and the form: "
        "https://www.twilio.com/docs/usage/security#validating-requests",
    }
}
_ALIKE: dict[str, Any] = {
    "method": "post",
    "answers": {200: TwiML},
    "asked_as": FORM,
    "answered_as": "text/xml",
    "lets_in": (("twilioSignature",),),
    "refuses": (MissingField, BadValue, Forged),
}
CALLS = (
    Call(
        path="/twilio/sms",
        name="incoming_text",
        does="A text message came to our number; the same MessageSid twice is stored once.",
        asks=TwilioText,
        **_ALIKE,
    ),
    Call(
        path="/twilio/status",
        name="text_status",
        does="How far a text of ours has come.",
        asks=TwilioStatus,
        query={"o": OurId},
        **_ALIKE,
    ),
)
