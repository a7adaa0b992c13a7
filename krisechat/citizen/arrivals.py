"""What comes while somebody writes without a script: a small frame inside the page that fills
itself, so that the page around it, and what is typed there, stays as it is.

The frame asks again one second after it was drawn; that question is answered when there is news,
at the latest after three quarters of a minute. Until then the browser leaves the old frame alone:
nothing flickers, a screen reader is not moved, and since the frame takes its own place each time,
nothing is added to the history.
"""

import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from krisechat.citizen import bearing, page_context, speaking
from krisechat.foundation.refusals import Unauthenticated
from krisechat.operations import access_tokens
from krisechat.realtime.frames_in import WHOLE_MAX
from krisechat.socket.watching import Watch
from krisechat.states.conversation import ConversationState

HELD = 45.0  # seconds; the server itself gives up a request after 60
# Of one device: each of them is drawn anew with every message. More tabs ask when the time is up.
MOST_HELD = 4
ADDRESS = "/skriv/nyt"

_held: Counter[int] = Counter()


def around(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The page of the conversation, which may hold the frame."""
    response = render(request, "krisechat/chat.html", context, status=status)
    response.frames = "holds"  # type: ignore[attr-defined]  # see config/headers.py
    return response


@require_GET
async def frame(request: HttpRequest) -> HttpResponse:
    """Messages after `efter`; waits while all is still as `har` says it was."""
    request.asks_by_itself = True  # type: ignore[attr-defined]  # see bearing.visitor
    after, had = _whole(request, "efter"), request.GET.get("har", "")
    try:
        cookie = bearing.device(request)
        holder = await sync_to_async(access_tokens.resolve)(cookie)
    except Unauthenticated:
        return await sync_to_async(_drawn)(request, {}, after)
    if _held[holder.token_id] >= MOST_HELD:
        context = await sync_to_async(page_context.talk)(request)
        return await sync_to_async(_drawn)(request, context, after, again_in=int(HELD))
    until = time.monotonic() + HELD
    with _counted(holder.token_id), Watch(holder.conversation) as watch:
        context = await sync_to_async(page_context.talk)(request)
        while _mark(context) == had and (left := until - time.monotonic()) > 0:
            await watch.news(seconds=left)
            context = await sync_to_async(page_context.talk)(request)
    return await sync_to_async(_drawn)(request, context, after)


@contextmanager
def _counted(token: int) -> Iterator[None]:
    """One frame more of this device, for as long as it is held."""
    _held[token] += 1
    try:
        yield
    finally:
        _held[token] -= 1
        if not _held[token]:
            del _held[token]


def _whole(request: HttpRequest, name: str) -> int:
    """A number of our own making; whatever else is sent counts as none."""
    value = request.GET.get(name, "")
    whole = value.isascii() and value.isdigit() and len(value) <= 16
    return min(int(value), WHOLE_MAX) if whole else 0


def _mark(context: dict[str, Any]) -> str:
    """How things stand, as a number: two marks are alike when the frame would look alike."""
    shown = context.get("conversation", {})
    parts = ("state", "last_seq", "volunteer_alias", "given_back", "ahead", "wait", "called_in")
    return str(zlib.crc32(repr([shown.get(each) for each in parts]).encode()))


def _drawn(
    request: HttpRequest, context: dict[str, Any], after: int, *, again_in: int = 1
) -> HttpResponse:
    shown = context.get("conversation", {})
    new = [each for each in shown.get("messages", []) if each["seq"] > after]
    page = {**page_context.of(request), **context, "new": new}
    response = render(request, "krisechat/arrivals.html", page)
    response.frames = "is held"  # type: ignore[attr-defined]
    if shown and shown["state"] != ConversationState.ENDED:
        query = speaking.language_query(request)
        language = query.replace("?", "&")
        again = f"{ADDRESS}?efter={after}&har={_mark(context)}{language}"
        response["Refresh"] = f"{again_in};url={again}"
    return response
