"""Whose login a socket comes with, and whether it still stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from krisechat.foundation import clock
from volunteers import access
from volunteers.access import Answerer
from volunteers.models import Account


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
    raw = next((value for name, value in scope["headers"] if name.lower() == b"cookie"), b"")
    try:
        cookies: SimpleCookie = SimpleCookie(raw.decode("latin-1"))
    except CookieError:
        return ""
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""


def alive(sessions: Mapping[str, UUID]) -> set[str]:
    """Which of these sessions (key to account) still stand, with their accounts."""
    rows = Session.objects.filter(session_key__in=sessions, expire_date__gt=clock.now())
    standing = set(rows.values_list("session_key", flat=True))
    active = set(
        Account.objects.filter(id__in=set(sessions.values()), is_active=True).values_list(
            "id", flat=True
        )
    )
    return {key for key, account in sessions.items() if key in standing and account in active}
