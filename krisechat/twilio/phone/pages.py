"""The demo phone inside the demo's own server: its API, what its page asks, and the page."""

import time
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from krisechat.twilio.phone import cast, machine
from krisechat.twilio.phone.exchange import Answered, Asked


@csrf_exempt  # Twilio's clients bear a password instead, and the phones no rights at all
def answer(request: HttpRequest) -> HttpResponse:
    """Twilio's API, and what the phones' page asks."""
    if (
        request.headers.get("Origin", settings.KRISECHAT_ORIGINS[0])
        not in settings.KRISECHAT_ORIGINS
    ):
        return JsonResponse({"code": "not_found", "detail": "Not from another page."}, status=404)
    answered = machine.current().answer(_asked(request))
    time.sleep(answered.wait_s)
    return _cut(answered) if answered.cut else JsonResponse(answered.body, status=answered.status)


def _asked(request: HttpRequest) -> Asked:
    query = request.META.get("QUERY_STRING", "")
    return Asked(
        method=request.method or "",
        path=request.path_info,
        query=dict(parse_qsl(query, keep_blank_values=True)),
        form=request.POST.dict(),
        authorization=request.headers.get("Authorization", ""),
    )


def _cut(answered: Answered) -> HttpResponse:
    """An answer that promises more than comes: the client never gets it whole."""
    return HttpResponse(b"{", status=answered.status, headers={"Content-Length": "4096"})


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The page that looks like a phone, or rather like several."""
    context: dict[str, Any] = {
        "citizens": cast.CITIZENS,
        "staff": cast.STAFF,
        "helpline": settings.KRISECHAT_SMS_NUMBER,
    }
    return render(request, "krisechat/phone.html", context)
