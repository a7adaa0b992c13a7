"""`POST /twilio/sms` and `POST /twilio/status`: stored, then answered, then handled by the clock.

Answered within two seconds, whatever state the database is in: 200 says that it is stored, 503
that it is not, and Twilio tries again (configured as docs/sms.md says). A refusal is JSON, as
everywhere.
"""

import asyncio
import logging
import math

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from krisechat.foundation import clock
from krisechat.foundation.refusals import BadValue, Refusal, Unavailable
from krisechat.operations import receipts
from krisechat.outbound import payloads
from krisechat.socket.threads import in_thread
from krisechat.twilio import signature

logger = logging.getLogger(__name__)

WITHIN_SECONDS = 1.5
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@csrf_exempt
@require_POST
async def sms(request: HttpRequest) -> HttpResponse:
    """A text message came to our number."""
    return await _answer(request, kind="text")


@csrf_exempt
@require_POST
async def status(request: HttpRequest) -> HttpResponse:
    """How far a text of ours has come. `o` in the address is our own id of it."""
    return await _answer(request, kind="status")


async def _answer(request: HttpRequest, *, kind: str) -> HttpResponse:
    try:
        fields, id = _read(request, kind=kind)
    except Refusal as refusal:
        return _refused(refusal)
    try:
        async with asyncio.timeout(WITHIN_SECONDS):
            await in_thread(lambda: _store(fields, id, kind=kind))
    except Exception as error:  # whatever kept it from being stored, it was not
        logger.warning("a %s was not stored: %s", kind, type(error).__name__)
        return _refused(Unavailable("It was not stored. Try again."))
    return HttpResponse(NOTHING_TO_SAY, content_type="text/xml")


def _refused(refusal: Refusal) -> HttpResponse:
    response = JsonResponse(refusal.body(), status=refusal.status)
    if refusal.retry_after is not None:
        response["Retry-After"] = str(math.ceil(refusal.retry_after))
    return response


def _read(request: HttpRequest, *, kind: str) -> tuple[dict[str, str], str]:
    """The fields, and what this piece of news is known by. Raises what signature.checked raises,
    and BadValue."""
    names = payloads.TEXT_NAMES if kind == "text" else payloads.STATUS_NAMES
    fields = signature.checked(request, required=names)
    sid, state = fields["MessageSid"], fields.get("MessageStatus", "")
    if not payloads.MESSAGE_SID.fullmatch(sid):
        raise BadValue("This is no id of a message.", field="MessageSid")
    if kind == "text":
        return fields, sid
    if not payloads.STATUS.fullmatch(state):
        raise BadValue("This is no state of a message.", field="MessageStatus")
    return {**fields, "o": request.GET.get("o", "")}, f"{sid}:{state}"


def _store(fields: dict[str, str], id: str, *, kind: str) -> None:
    receipts.take_in(
        provider_id=id,
        kind=kind,
        source="webhook",
        payload=fields,
        sender=payloads.incoming(fields).sender if kind == "text" else "",
        at=clock.now(),
    )
