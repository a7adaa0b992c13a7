"""The language of an answer."""

from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


class BeginsInDanish:
    """Middleware: every request begins in the product's own language, whatever the thread that
    answers it spoke last. The citizen's pages then choose the reader's."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        translation.activate(settings.LANGUAGE_CODE)
        return self.get_response(request)
