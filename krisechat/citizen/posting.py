"""What the pages' forms post, brought into the same form as the API's."""

import time
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from krisechat.citizen import asking, speaking, standing
from krisechat.foundation import clock
from krisechat.foundation.ids import new_id
from krisechat.foundation.refusals import Malformed, RateLimited
from krisechat.operations import messages
from krisechat.operations.access_tokens import Holder
from krisechat.operations.opening import Opening
from krisechat.privacy import masking
from krisechat.queries import conversations
from krisechat.realtime import buckets
from krisechat.states.conversation import Author


class TooManySends(RateLimited):
    """Above the author's limit; nothing was stored of the message with this `client_id`."""

    def __init__(self, *, client_id: UUID, retry_after: float) -> None:
        super().__init__("Too many messages at once.", retry_after=retry_after)
        self.client_id = client_id

    def body(self) -> dict[str, Any]:
        return {**super().body(), "client_id": self.client_id}


def checked(fields: dict[str, str]) -> dict[str, str]:
    """The fields of a form. Raises Malformed for NUL, which JSON is read without already."""
    if any("\0" in text for text in fields.values()):
        raise Malformed("A text holds NUL.")
    return fields


def opening(request: HttpRequest, *, at: datetime) -> Opening:
    """The opening the start form asks for, in the language its page was read in, also where
    nobody here answers in it: whoever answers is to know. Raises what the API's would."""
    data = {
        "client_id": request.POST.get("client_id", ""),
        "first_message": request.POST.get("first_message", ""),
    }
    asked = standing.opening(checked(data), at=at)
    return replace(asked, language=speaking.language(request))


def proof(request: HttpRequest) -> asking.ProofRequest:
    """What a slowed form is posted again with."""
    return asking.ProofRequest(
        challenge=request.POST.get("challenge", ""), proof=request.POST.get("proof", "")
    )


def send(request: HttpRequest, holder: Holder) -> None:
    """Stores the message the composer posted. Raises what storing refuses."""
    data = {"client_id": _client_id(request), "body": request.POST.get("body", "")}
    client_id, body = asking.message(checked(data))
    store(holder, client_id=client_id, body=body)


def _client_id(request: HttpRequest) -> str:
    return request.POST.get("client_id", "") or str(new_id())


def store(holder: Holder, *, client_id: UUID, body: str) -> messages.Stored:
    """Stores a citizen's message, CPR numbers masked. Raises TooManySends and what storing
    refuses."""
    me = conversations.snapshot(holder.conversation).citizen()
    wait = buckets.sends.take(me.participant, now=time.monotonic())
    if wait:
        raise TooManySends(client_id=client_id, retry_after=wait)
    words, masked = masking.mask_cpr(body)
    send = messages.Send(
        conversation=holder.conversation,
        participant=me.participant,
        author=Author.CITIZEN,
        alias=me.alias,
        client_id=client_id,
        body=words,
        masked=masked,
    )
    [outcome] = messages.store([send], at=clock.now())
    if not isinstance(outcome, messages.Stored):
        raise outcome
    return outcome
