"""The coordinators' page: handovers on their way, what happens to each next, and the door.

Nothing a citizen said stands here. A shift lead sees where everything is and may close the door;
only a coordinator sends a handover before its time.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from krisechat.foundation import clock
from krisechat.foundation.refusals import BadValue, NotFound, Refusal
from krisechat.queries import directory, helplines
from routing import access
from routing.coordination import ways
from routing.operations import closures, handovers
from routing.operations.closures import Reason
from routing.queries import handovers as found
from routing.queries import opening
from volunteers.models import Account
from volunteers.queries import on_call
from volunteers.states.role import Role

PAGE = "/overdragelser"
HOURS = (1, 2, 4, 8, 12, 24, 48, 72, 168)

Step = Callable[..., None]


def _lead(request: HttpRequest) -> Account:
    """Who asks. Raises NotFound for whoever neither leads shifts nor coordinates."""
    account = request.user
    if not isinstance(account, Account) or not on_call.is_lead(account.id):
        raise NotFound("Not found.")
    return account


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that is not closed, and the door."""
    return _page(request, _lead(request))


def _page(
    request: HttpRequest, lead: Account, *, refused: str = "", status: int = 200
) -> HttpResponse:
    at = clock.now()
    rows = found.on_their_way(lead.id)
    door = opening.status(at=at)
    coordinates = Role.COORDINATOR in access.roles_of(lead.id)
    context = {
        "brand": "Krisechat",
        "demo": settings.KRISECHAT_DEMO,
        "at": at,
        "me": lead.name,
        "groups": ways.groups(rows, history=found.history, at=at),
        "may_send": coordinates,
        "to_phone": directory.to_phone(at=at) if coordinates else 0,
        "door": door,
        "shut": ways.REASONS.get(door.reason, ""),  # at short notice, and why
        "reasons": ways.REASONS.items(),
        "hours": HOURS,
        "refused": refused,
    }
    return render(request, "routing/coordination/overview.html", context, status=status)


def _form(step: Step) -> Any:
    """One step, and back; a refusal is a sentence on the page, and has changed nothing."""

    @require_POST
    @login_required
    def page(request: HttpRequest, **parts: Any) -> HttpResponse:
        lead = _lead(request)
        try:
            step(request, lead.id, clock.now(), **parts)
        except NotFound:
            raise
        except Refusal as refusal:
            words = ways.REFUSED.get(type(refusal).__name__, ways.NOTHING_CHANGED)
            return _page(request, lead, refused=words, status=refusal.status)
        response = HttpResponseRedirect(PAGE)
        response.status_code = 303
        return response

    return page


def _close(request: HttpRequest, lead: UUID, at: datetime) -> None:
    hours = request.POST.get("hours", "")
    reason = request.POST.get("reason", "")
    if hours not in [str(each) for each in HOURS] or reason not in set(Reason):
        raise BadValue("This is not one of the choices.")
    closures.close(
        helpline=helplines.only(),
        account=lead,
        reason=Reason(reason),
        until=at + timedelta(hours=int(hours)),
        at=at,
    )


def _reopen(request: HttpRequest, lead: UUID, at: datetime) -> None:
    closures.reopen(helpline=helplines.only(), account=lead, at=at)


def _send_now(request: HttpRequest, lead: UUID, at: datetime, *, id: UUID) -> None:
    access.require_coordinates(lead, id)
    handovers.deliver_now(handover=id, account=lead, at=at)


close = _form(_close)
reopen = _form(_reopen)
send_now = _form(_send_now)
