"""The inbox, and one handover. Every look at one is on record, with its purpose."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from krisechat.foundation import clock
from routing.municipality import lines, sheet
from routing.municipality.gate import Caseworker, for_caseworkers, require
from routing.operations import handovers
from routing.queries import team_leads

VIEWS = {"": "Indbakke", "mine": "Mine", "afsluttet": "Afsluttet"}
FOLLOW_UP = "opfoelgning"  # in the address: a look to follow up rather than to assess


def _frame(who: Caseworker, *, view: str | None) -> dict[str, Any]:
    """What every page of the portal gets."""
    return {
        "brand": "Krisechat",
        "demo": settings.KRISECHAT_DEMO,
        "who": who,
        "at": clock.now(),
        "view": view,
        "views": VIEWS.items(),
    }


@require_safe
@for_caseworkers
def inbox(request: HttpRequest, who: Caseworker) -> HttpResponse:
    """What the municipality was given, in the order in which it asks for something."""
    at = clock.now()
    view = request.GET.get("vis", "")
    view = view if view in VIEWS else ""
    rows = lines.shown(handovers.read_inbox(account=who.id, at=at), who, view=view)
    found = lines.groups(rows, me=who.id, leaders=team_leads.names(who.codes), at=at)
    context = {
        **_frame(who, view=view),
        "groups": found,
        "summary": sheet.summary(found),
        "follow_up": FOLLOW_UP,
    }
    return render(request, "routing/municipality/inbox.html", context)


@require_safe
@for_caseworkers
def handover(request: HttpRequest, who: Caseworker, id: UUID) -> HttpResponse:
    """One handover, with what can be done about it next."""
    purpose = "follow_up" if request.GET.get("til") == FOLLOW_UP else "assess"
    return opened(request, who, id, purpose=purpose)


def opened(
    request: HttpRequest,
    who: Caseworker,
    id: UUID,
    *,
    purpose: str,
    refused: str = "",
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of one handover; after a refusal with what it says, and the words kept."""
    require(who, id)
    at = clock.now()
    found = handovers.read(account=who.id, handover=id, purpose=purpose, at=at)
    context = {
        **_frame(who, view=None),
        **sheet.of(found, who, leaders=team_leads.names([found.row.municipality_code]), at=at),
        "refused": refused,
        "said": said,
    }
    return render(request, "routing/municipality/handover.html", context, status=status)
