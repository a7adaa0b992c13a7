"""When something goes wrong: a page with the numbers for people, a refusal for programs.

None of it needs the database, quotes what was sent, or says what failed inside.
"""

import logging
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.db import DatabaseError, DataError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from krisechat.citizen import call_list, speaking
from krisechat.foundation import clock, refusals
from krisechat.queries import directory

logger = logging.getLogger("krisechat.errors")

# Whoever calls these is a program: it gets no page.
PROGRAMS = ("/api/", "/twilio/", "/vagt/overdragelse")
STAFF = ("/login", "/logout", "/vagt", "/kommune", "/overdragelser")


class PlainErrors:
    """Middleware: what escapes a view becomes a page or a refusal, and one line in the log."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response
        self._async = iscoroutinefunction(get_response)
        if self._async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        if self._async:
            return self._answer_async(request)
        return _finished(request, self.get_response(request))

    async def _answer_async(self, request: HttpRequest) -> HttpResponseBase:
        return _finished(request, await self.get_response(request))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DataError):  # a value no column can hold, such as a cookie with NUL
            return answer(request, 400)
        if isinstance(error, DatabaseError | InterfaceError):
            return answer(request, 503)
        if isinstance(error, refusals.Refusal):  # such as a conversation erased a moment ago
            return answer(request, error.status if error.status in _REFUSALS else 400)
        if error.__class__.__module__.startswith("django."):
            return None  # Django's own refusals (404, 403, 400) have their handlers
        logger.error("request failed: %s", type(error).__name__)
        return answer(request, 500)


def _finished(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A method that is not served gets a page with a body too."""
    if response.status_code == 405 and not getattr(response, "content", b"x"):
        page = answer(request, 405)
        page["Allow"] = response.get("Allow", "")
        return page
    return response


_REFUSALS: dict[int, refusals.Refusal] = {
    400: refusals.Malformed("This request could not be read."),
    403: refusals.Unauthenticated("This is not for you, or the form was too old."),
    404: refusals.NotFound("Not found."),
    405: refusals.Malformed("This method is not served here."),
    500: refusals.Unavailable("Something went wrong with us."),
    503: refusals.Unavailable(),
}


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """The page or the JSON refusal for this status."""
    if request.path_info.startswith(PROGRAMS):
        return JsonResponse(_REFUSALS[status].body(), status=status)
    template, context = "krisechat/error.html", _context(status)
    if request.path_info.startswith(STAFF):
        template = "volunteers/error.html"
    else:
        context["language_query"] = speaking.language_query(request)
        speaking.language(request)
    response = render(request, template, context, status=status)
    if status == 503:
        response["Retry-After"] = "5"
    return response


def _context(status: int) -> dict[str, Any]:
    numbers = directory.remembered(
        at=clock.now(), include_unverified=settings.KRISECHAT_SHOW_UNVERIFIED_NUMBERS
    )
    shown = [call_list.row(each) for each in numbers]
    return {"status": status, "numbers": shown, "demo": settings.KRISECHAT_DEMO}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    return answer(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, 403)


def healthz(request: HttpRequest) -> HttpResponse:
    """The process is there; nothing more is said."""
    return HttpResponse("ok", content_type="text/plain")
