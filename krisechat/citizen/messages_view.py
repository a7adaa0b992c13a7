"""`/api/v1/conversation/messages`: the long poll where sockets are blocked, and sending there.

The only asynchronous view: a poll waits up to 25 seconds and holds no thread meanwhile.
"""

import time

import msgspec
from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework.request import Request
from rest_framework.response import Response

from krisechat.citizen import answering, api, bearing, view
from krisechat.citizen.endpoint import Endpoint
from krisechat.citizen.refusing import as_refusal
from krisechat.foundation import clock
from krisechat.foundation.refusals import BadValue
from krisechat.operations import turn_texts
from krisechat.operations.access_tokens import Holder
from krisechat.queries import conversations, transcripts
from krisechat.realtime.frames_in import WHOLE_MAX
from krisechat.socket.watching import Watch
from krisechat.states.conversation import ConversationState
from routing.queries import citizens_handover, queue

WAIT_MAX = 25  # seconds


class SendView(Endpoint):
    """Sending over HTTP."""

    def post(self, request: Request) -> Response:
        return api.send(request)


@csrf_exempt
async def messages(request: HttpRequest) -> HttpResponse:
    """GET polls, everything else goes to SendView."""
    if request.method != "GET":
        response = await sync_to_async(SendView.as_view())(request)
        response["Allow"] = "GET, POST"
        return response
    try:
        answer = await _poll(request)
    except Exception as error:  # each becomes a named refusal, a fault included
        return _refused(error)
    return HttpResponse(msgspec.json.encode(answer), content_type="application/json")


def _refused(error: Exception) -> HttpResponse:
    refused = as_refusal(error)
    if refused is None:
        raise error
    response = HttpResponse(
        msgspec.json.encode(refused.data),
        status=refused.status_code,
        content_type="application/json",
    )
    if "Retry-After" in refused:
        response["Retry-After"] = refused["Retry-After"]
    return response


async def _poll(request: HttpRequest) -> answering.Transcript:
    after = _whole(request, "after", most=WHOLE_MAX)
    wait = _whole(request, "wait", most=WAIT_MAX)
    holder = await sync_to_async(bearing.holder)(request)
    until = time.monotonic() + wait
    with Watch(holder.conversation) as watch:
        first = answer = await sync_to_async(_read)(holder, after)
        if first["state"] == ConversationState.ACTIVE:  # a page that asks is there, and is told
            await sync_to_async(turn_texts.page_knows)(
                conversation=holder.conversation, at=clock.now()
            )
        while not _has_news(answer, first) and (left := until - time.monotonic()) > 0:
            await watch.news(seconds=left)
            answer = await sync_to_async(_read)(await sync_to_async(bearing.holder)(request), after)
    return answer


def _whole(request: HttpRequest, name: str, *, most: int) -> int:
    value = request.GET.get(name, "") or "0"
    if not value.isascii() or not value.isdigit() or len(value) > 16 or int(value) > most:
        raise BadValue(f"This is a whole number from 0 to {most}.", field=name)
    return int(value)


def _has_news(answer: answering.Transcript, first: answering.Transcript) -> bool:
    """A message, or another state than when the poll began."""
    return bool(answer["messages"]) or _stands(answer) != _stands(first)


def _stands(answer: answering.Transcript) -> tuple[object, ...]:
    return answer["state"], answer["volunteer"], answer["queue"], answer["handover"]


def _read(holder: Holder, after: int) -> answering.Transcript:
    snapshot = conversations.snapshot(holder.conversation)
    if after > snapshot.last_seq:
        raise BadValue("This seq is beyond the last message.", field="after")
    found = transcripts.after(holder.conversation, after)
    place = queue.line().place_of(holder.conversation)
    shown = view.of(snapshot, place, citizens_handover.stage_of(holder.conversation))
    last = found[-1].seq if found else after
    return {
        "messages": found,
        "last_seq": last,
        "more": last < snapshot.last_seq,
        "state": shown.state,
        "volunteer": shown.volunteer,
        "queue": shown.queue,
        "handover": shown.handover,
    }
