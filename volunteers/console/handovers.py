"""The console's handover panel over HTTP: JSON in, JSON out, the session's login, a CSRF token in
the header `X-CSRFToken`. docs/console-api.md says what each call takes and gives.

Refusals are `{"code", "detail", "field"?}`, `candidates` where a municipality must be chosen.
"""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from krisechat.foundation import clock
from krisechat.foundation.refusals import (
    Malformed,
    NotFound,
    Refusal,
    TooLong,
    Unauthenticated,
    Unavailable,
)
from krisechat.foundation.strict_json import decode_object
from krisechat.realtime.decoding import checked_body, checked_id, convert
from krisechat.realtime.frames_in import Whole
from routing import access as handover_access
from routing.access import Side
from routing.operations import handovers
from routing.privacy.handover_content import Content
from routing.queries import handovers as queries
from routing.queries import municipalities
from volunteers import access
from volunteers.access import Answerer
from volunteers.console import handover_view

logger = logging.getLogger(__name__)

Answer = tuple[dict[str, Any], int]


class NewRequest(msgspec.Struct, kw_only=True):
    conversation: UUID
    kind: str


class WriteRequest(msgspec.Struct, kw_only=True):
    handover: UUID
    version: Whole
    content: Content
    municipality_code: str = ""
    postal_code: str = ""


class OneRequest(msgspec.Struct, kw_only=True):
    handover: UUID


class ShowRequest(msgspec.Struct, kw_only=True):
    handover: UUID
    version: Whole | None = None


class AnswerRequest(msgspec.Struct, kw_only=True):
    handover: UUID
    seq: Whole
    municipality_code: str = ""


class SendRequest(msgspec.Struct, kw_only=True):
    handover: UUID
    shown_114: bool = False
    municipality_code: str = ""


class WordRequest(msgspec.Struct, kw_only=True):
    handover: UUID
    body: str


def _endpoint(work: Callable[[Answerer, HttpRequest], Answer]) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        try:
            body, status = work(_person(request), request)
        except Refusal as refusal:
            body, status = refusal.body(), refusal.status
        except (DatabaseError, InterfaceError):
            away = Unavailable()
            body, status = away.body(), away.status
        return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})

    return view


def _person(request: HttpRequest) -> Answerer:
    account = request.user
    found = access.answerer(account.pk) if account.is_authenticated else None
    if found is None:
        raise Unauthenticated("Log in first.")
    return found


def _asked(request: HttpRequest, to: Any) -> Any:
    try:
        text = request.body.decode()
    except RequestDataTooBig:
        raise TooLong("The request is larger than 64 KiB.") from None
    except UnicodeDecodeError:
        raise Malformed("This is not UTF-8.") from None
    return convert(decode_object(text), to)


def _mine(who: Answerer, id: UUID) -> UUID:
    """The handover, for whoever writes it or is in its conversation. Raises NotFound."""
    if handover_access.handover_for(who.account, id).side != Side.HELPLINE:
        raise NotFound("Not found.")
    return id


def _shown(who: Answerer, id: UUID, *, postal_code: str = "") -> dict[str, Any]:
    return handover_view.of(
        queries.opened(who.account, id), postal_code=postal_code, at=clock.now()
    )


def _current(who: Answerer, request: HttpRequest) -> Answer:
    conversation = checked_id(request.GET.get("conversation", ""), field="conversation")
    at = clock.now()
    found = queries.current(account=who.account, conversation=conversation)
    if found == (None, None):
        access.require(account=who.account, conversation=conversation)
    opened = [
        handovers.read(account=who.account, handover=id, purpose="write", at=at) if id else None
        for id in found
    ]
    with_citizen, concern = (handover_view.of(each, at=at) if each else None for each in opened)
    answer = {**handover_view.CHOICES, "with_citizen": with_citizen, "concern": concern}
    return answer, 200


def _municipalities(who: Answerer, request: HttpRequest) -> Answer:
    postcode = request.GET.get("postnummer", "")
    found = municipalities.of_postcode(postcode) if postcode else municipalities.everywhere()
    return {"municipalities": handover_view.places(found)}, 200


def _new(who: Answerer, request: HttpRequest) -> Answer:
    asked = _asked(request, NewRequest)
    id = handovers.draft(
        account=who.account, conversation=asked.conversation, kind=asked.kind, at=clock.now()
    )
    return _shown(who, id), 201


def _write(who: Answerer, request: HttpRequest) -> Answer:
    asked = _asked(request, WriteRequest)
    handovers.write(
        handover=_mine(who, asked.handover),
        version=asked.version,
        content=asked.content,
        municipality_code=asked.municipality_code,
        postal_code=asked.postal_code,
        account=who.account,
        at=clock.now(),
    )
    return _shown(who, asked.handover, postal_code=asked.postal_code), 200


def _show(who: Answerer, request: HttpRequest) -> Answer:
    asked = _asked(request, ShowRequest)
    opened = queries.opened(who.account, _mine(who, asked.handover))
    handovers.show_to_citizen(
        handover=asked.handover,
        version=opened.row.version if asked.version is None else asked.version,
        account=who.account,
        at=clock.now(),
    )
    return _shown(who, asked.handover), 200


def _approved_by_text(who: Answerer, request: HttpRequest) -> Answer:
    asked = _asked(request, AnswerRequest)
    opened = queries.opened(who.account, _mine(who, asked.handover))
    handovers.approve(
        handover=asked.handover,
        version=opened.row.version,
        how="sms",
        municipality_code=asked.municipality_code,
        answer_seq=asked.seq,
        account=who.account,
        at=clock.now(),
    )
    return _shown(who, asked.handover), 200


def _send_now(who: Answerer, request: HttpRequest) -> Answer:
    asked = _asked(request, SendRequest)
    handovers.deliver_concern(
        handover=_mine(who, asked.handover),
        account=who.account,
        shown_114=asked.shown_114,
        municipality_code=asked.municipality_code,
        at=clock.now(),
    )
    return _shown(who, asked.handover), 200


def _word(who: Answerer, request: HttpRequest) -> Answer:
    asked = _asked(request, WordRequest)
    handovers.say(
        handover=_mine(who, asked.handover),
        side=Side.HELPLINE,
        account=who.account,
        body=checked_body(asked.body),
        at=clock.now(),
    )
    return _shown(who, asked.handover), 200


current = require_GET(_endpoint(_current))
places = require_GET(_endpoint(_municipalities))
new = require_POST(_endpoint(_new))
write = require_POST(_endpoint(_write))
show = require_POST(_endpoint(_show))
approved_by_text = require_POST(_endpoint(_approved_by_text))
send_now = require_POST(_endpoint(_send_now))
word = require_POST(_endpoint(_word))
