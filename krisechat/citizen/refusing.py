"""Every way a request can fail, as a refusal with its code, a sentence and its status."""

import logging
import math
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, InterfaceError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from krisechat.foundation import refusals
from krisechat.foundation.key_files import KeyringUnusable
from krisechat.foundation.refusals import Refusal

logger = logging.getLogger(__name__)

_NOT_SERVED = (
    exceptions.MethodNotAllowed,
    exceptions.UnsupportedMediaType,
    exceptions.NotAcceptable,
)


def as_refusal(error: Exception, context: Any = None) -> Response | None:
    """The framework's exception handler: an answer for every exception, a fault included."""
    if context is not None:  # refusals are JSON, also where the answer is something else
        context["request"].accepted_renderer = JSONRenderer()
        context["request"].accepted_media_type = JSONRenderer.media_type
    if isinstance(error, _NOT_SERVED):
        body = refusals.Malformed("This method or media type is not served here.").body()
        return Response(body, status=error.status_code)
    refusal = _refusal(error)
    response = Response(refusal.body(), status=refusal.status)
    if refusal.retry_after is not None:
        response["Retry-After"] = str(math.ceil(refusal.retry_after))
    return response


def _refusal(error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Http404 | exceptions.NotFound):
        return refusals.NotFound("Not found.")
    if isinstance(error, exceptions.ParseError):
        return refusals.Malformed("This is not JSON.")
    if isinstance(error, RequestDataTooBig):
        return refusals.TooLong("The request is larger than 64 KiB.")
    if isinstance(error, SuspiciousOperation):
        return refusals.Malformed("This request could not be read.")
    if not isinstance(error, DatabaseError | InterfaceError):
        # The kind of fault and nothing else: its text may quote what somebody wrote.
        logger.error("request failed: %s", type(error).__name__)
    if isinstance(error, KeyringUnusable):
        logger.error("the key ring is not usable; see `manage.py keys check`")
    return refusals.Unavailable()
