"""Logging in and out, and the console's one page."""

import time

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from krisechat.foundation import clock
from krisechat.operations import actors, audit
from krisechat.privacy import pseudonyms
from krisechat.realtime.buckets import Buckets
from routing import access as municipal
from routing.operations import assignments
from volunteers import access
from volunteers.models import Account
from volunteers.queries import on_call

BRAND = "Krisechat"
# Per login and source, so that guessing from afar does not lock somebody out at home.
_tries = Buckets(per_second=10 / 60, burst=10)
# Per source, whatever the login, so that one source cannot use up what all have.
_tries_of_source = Buckets(per_second=20 / 60, burst=40)
_tries_of_all = Buckets(per_second=5, burst=200)


@csrf_exempt  # before a login there is nothing to forge with; see _from_elsewhere
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Who has an account comes in here; a citizen who lands here is shown the way to the chat."""
    if request.user.is_authenticated and request.method != "POST":
        return HttpResponseRedirect(_home(request.user))
    if request.method != "POST":
        return _login_page(request)
    if _from_elsewhere(request):
        return _login_page(request, error="Log ind her på siden.", status=403)
    name = request.POST.get("login", "").strip().replace("\0", " ")  # no column holds NUL
    password = request.POST.get("password", "")
    if _too_fast(request, name):
        return _login_page(request, error="Vent et øjeblik, og prøv igen.", status=429)
    account = auth.authenticate(request, username=name, password=password)
    if account is None:
        return _login_page(
            request, name=name, error="Brugernavn og adgangskode passer ikke sammen.", status=403
        )
    auth.login(request, account)
    _record(account, "login")
    return HttpResponseRedirect(_home(account))


def _home(account: object) -> str:
    """Where somebody's work is: a caseworker's in their municipality's inbox."""
    if isinstance(account, Account) and municipal.codes_of(account.id):
        return "/kommune"
    return "/vagt"


def _from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site's page made a browser post here, to log somebody into an account not
    theirs. Browsers name the origin of every form they post; programs need not."""
    origin = request.headers.get("Origin")
    return origin is not None and origin.lower() not in settings.KRISECHAT_ORIGINS


def _too_fast(request: HttpRequest, name: str) -> bool:
    address = str(request.META.get("REMOTE_ADDR", ""))
    source = pseudonyms.source_digest(address, day=clock.now().date())
    now = time.monotonic()
    return bool(
        _tries.take((source, name[:60]), now=now)
        or _tries_of_source.take(source, now=now)
        or _tries_of_all.take("all", now=now)
    )


def _login_page(
    request: HttpRequest, *, name: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "brand": BRAND,
        "demo": settings.KRISECHAT_DEMO,
        "demo_logins": _demo_logins(),
        "error": error,
        "login": name,
    }
    return render(request, "volunteers/login.html", context, status=status)


def _demo_logins() -> list[tuple[str, str, str]]:
    return list(DEMO_LOGINS) if settings.KRISECHAT_DEMO else []


DEMO_LOGINS = (
    ("bo", "frivillig", "krisechat-demo"),
    ("sara", "frivillig", "krisechat-demo"),
    ("ali", "frivillig", "krisechat-demo"),
    ("liv", "frivillig", "krisechat-demo"),
    ("dorte", "vagtleder", "krisechat-demo"),
    ("jens", "koordinator", "krisechat-demo"),
    ("mette", "sagsbehandler i Aarhus", "krisechat-demo"),
    ("hanne", "teamleder i Aarhus", "krisechat-demo"),
    ("ole", "sagsbehandler på Lolland", "krisechat-demo"),
)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Leaving: every conversation held goes back to the front of the queue."""
    if isinstance(request.user, Account):
        account = request.user
        auth.logout(request)
        assignments.give_back_all(account=account.id, why="logout", at=clock.now())
        _record(account, "logout")
    return HttpResponseRedirect("/login")


def _record(account: object, action: str) -> None:
    if isinstance(account, Account):
        audit.record(
            actor=actors.account(account.id),
            action=action,
            object_kind="account",
            object_id=account.id,
            at=clock.now(),
        )


@require_GET
@login_required
def console(request: HttpRequest) -> HttpResponse:
    """The console; whoever answers nobody is led to their own work, or told there is none."""
    account = request.user
    context = {
        "brand": BRAND,
        "demo": settings.KRISECHAT_DEMO,
        "me": account.get_username() if not isinstance(account, Account) else account.name,
        "logout_url": "/logout",
        "leads": isinstance(account, Account) and on_call.is_lead(account.id),
    }
    answers = isinstance(account, Account) and access.answerer(account.id) is not None
    if not answers and _home(account) != "/vagt":
        return HttpResponseRedirect(_home(account))
    template = "volunteers/console.html" if answers else "volunteers/waiting_room.html"
    return render(request, template, context)
