"""Scripts, styles and pictures, served without a thread for everything else: what is made for the
citizen's phone under its hash (krisechat/citizen/made.py), the rest by WhiteNoise."""

from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware
from whitenoise.middleware import WhiteNoiseMiddleware

from krisechat.citizen import made


@sync_and_async_middleware
def static_files(get_response: Any) -> Any:
    """Answers what lies under STATIC_URL; everything else goes on untouched."""
    noise = WhiteNoiseMiddleware(_nothing)

    def found(request: HttpRequest) -> HttpResponseBase | None:
        if not request.path_info.startswith(settings.STATIC_URL):
            return None
        if (ours := made.served(request)) is not None:
            return ours
        response: HttpResponseBase | None = noise(request)
        return _whole(response) if isinstance(response, FileResponse) else response

    if iscoroutinefunction(get_response):

        async def answer_async(request: HttpRequest) -> HttpResponseBase:
            return found(request) or await get_response(request)

        return answer_async

    def answer(request: HttpRequest) -> HttpResponseBase:
        return found(request) or get_response(request)

    return answer


def _nothing(request: HttpRequest) -> None:
    return None


def _whole(response: FileResponse) -> HttpResponse:
    """The file at once: ours are small, and an event loop cannot stream a blocking file."""
    whole = HttpResponse(b"".join(response.streaming_content), status=response.status_code)  # type: ignore[arg-type]
    for name, value in response.items():
        whole[name] = value
    return whole
