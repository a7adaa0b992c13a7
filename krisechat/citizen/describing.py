"""The citizen's API as the OpenAPI document tells of it."""

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Meta

from krisechat.citizen import answering, asking, bearing
from krisechat.citizen.messages_view import WAIT_MAX
from krisechat.citizen.posting import TooManySends
from krisechat.foundation.describing import Call
from krisechat.foundation.refusals import (
    BadValue,
    Closed,
    IdConflict,
    MissingField,
    NotFound,
    ProofRequired,
    RateLimited,
    Refusal,
    Unauthenticated,
    WrongState,
)
from krisechat.realtime.frames_in import Whole

BODIES: Mapping[type[Refusal], Any] = {
    Closed: answering.RefusedClosed,
    ProofRequired: answering.RefusedProof,
    TooManySends: answering.RefusedSend,
}
SECURITY: Mapping[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "The conversation's token."},
    "pageCookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": bearing.COOKIE,
        "description": "The page's own cookie, `__Host-s` over https; never enough without the "
        "form token.",
    },
    "formToken": {
        "type": "apiKey",
        "in": "header",
        "name": bearing.FORM_HEADER,
        "description": "Derived from the cookie; stands in the page.",
    },
}
_PAGE = ("pageCookie", "formToken")
_HOLDER = (("bearer",), _PAGE)
_ONE = "/api/v1/conversation"

CALLS = (
    Call(
        path="/api/v1/status",
        method="get",
        name="status",
        does="Open or not, how long it takes, and whom else to call.",
        answers={200: answering.Status},
    ),
    Call(
        path="/api/v1/conversations",
        method="post",
        name="open_conversation",
        does="A new conversation, which waits from now on; the same for a repeated client_id.",
        asks=asking.OpeningRequest,
        answers={201: answering.Secrets},
        refuses=(BadValue, Closed, ProofRequired),
    ),
    Call(
        path="/api/v1/conversations/resume",
        method="post",
        name="resume_conversation",
        does="Back into a conversation with its four words.",
        asks=asking.ResumeRequest,
        answers={200: answering.Secrets},
        refuses=(MissingField, BadValue, Unauthenticated, NotFound, RateLimited, ProofRequired),
    ),
    Call(
        path=_ONE,
        method="delete",
        name="erase_conversation",
        does="The citizen's own erasure: unreadable at once, and every token is 401.",
        answers={204: None},
        lets_in=_HOLDER,
        refuses=(Unauthenticated, NotFound),
    ),
    Call(
        path=f"{_ONE}/messages",
        method="get",
        name="poll_messages",
        does="What is new after a seq; waits up to so many seconds for a message or a change.",
        query={"after": Whole, "wait": Annotated[int, Meta(ge=0, le=WAIT_MAX)]},
        answers={200: answering.Transcript},
        lets_in=_HOLDER,
        refuses=(BadValue, Unauthenticated, NotFound),
    ),
    Call(
        path=f"{_ONE}/messages",
        method="post",
        name="send_message",
        does="Stored before it is answered: 201 the first time, 200 for a resend.",
        asks=asking.MessageRequest,
        answers={201: answering.Acknowledged, 200: answering.Acknowledged},
        lets_in=_HOLDER,
        refuses=(
            MissingField,
            BadValue,
            Unauthenticated,
            NotFound,
            IdConflict,
            WrongState,
            TooManySends,
        ),
    ),
    Call(
        path=f"{_ONE}/token",
        method="post",
        name="buy_token",
        does="The page's cookie buys a token for its socket.",
        answers={200: answering.BoughtToken},
        lets_in=(_PAGE,),
        refuses=(Unauthenticated,),
    ),
    Call(
        path=f"{_ONE}/return-code",
        method="post",
        name="new_return_code",
        does="Four new words in place of any earlier ones.",
        answers={200: answering.NewReturnCode},
        lets_in=_HOLDER,
        refuses=(Unauthenticated,),
    ),
    Call(
        path=f"{_ONE}/end",
        method="post",
        name="end_conversation",
        does="The citizen ends the conversation.",
        answers={200: answering.Ended},
        lets_in=_HOLDER,
        refuses=(Unauthenticated, NotFound, WrongState),
    ),
    Call(
        path=f"{_ONE}/feedback",
        method="post",
        name="give_feedback",
        does="Did it help? Once it is over; the newest answer counts.",
        asks=asking.FeedbackRequest,
        answers={200: answering.Thanks},
        lets_in=_HOLDER,
        refuses=(MissingField, BadValue, Unauthenticated, NotFound, WrongState),
    ),
)
