"""Whose login a socket comes with, and whether it still stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http.cookie import parse_cookie

from krisechat.foundation import clock
from volunteers import access
from volunteers.access import Answerer


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A session; `person` is None when its account may not answer."""

    session_key: str
    person: Answerer | None


def of_scope(scope: Mapping[str, Any]) -> Login | None:
    """The login a socket's handshake carries, in a thread; None when there is none."""
    key = _cookie(scope)
    if not key:
        return None
    account: Any = auth.get_user(SimpleNamespace(session=SessionStore(key)))  # type: ignore[arg-type]
    if not account.is_authenticated or not account.is_active:
        return None
    return Login(session_key=key, person=access.answerer(account.pk))


def _cookie(scope: Mapping[str, Any]) -> str:
    """The session's key as the pages would read it; empty when it is none of ours."""
    sent = [value for name, value in scope["headers"] if name.lower() == b"cookie"]
    cookies = parse_cookie(b"; ".join(sent).decode("latin-1"))
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    return key if key.isascii() and key.isalnum() else ""


def alive(sessions: Mapping[str, UUID]) -> set[str]:
    """Which of these sessions (key to account) still stand, with accounts that may answer."""
    rows = Session.objects.filter(session_key__in=sessions, expire_date__gt=clock.now())
    standing = set(rows.values_list("session_key", flat=True))
    answering = access.answering(set(sessions.values()))
    return {key for key, account in sessions.items() if key in standing and account in answering}
