"""What a caseworker does to a handover: each form is one step, and leads back to its page.

A step out of order changes nothing; the page says why, in a sentence.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from krisechat.foundation import clock
from krisechat.foundation.refusals import BadValue, NotFound, Refusal
from routing.access import Side
from routing.municipality import pages, wording
from routing.municipality.gate import Caseworker, for_caseworkers, require
from routing.operations import handovers
from routing.operations.handovers.receiving import WORD_MAX, NotAContactPerson
from routing.rules import wall_clock


def _acknowledge(request: HttpRequest, who: Caseworker, id: UUID, at: datetime) -> None:
    handovers.acknowledge(handover=id, account=who.id, at=at)


def _take(request: HttpRequest, who: Caseworker, id: UUID, at: datetime) -> None:
    handovers.assign(handover=id, contact_person=who.id, account=who.id, at=at)


def _give(request: HttpRequest, who: Caseworker, id: UUID, at: datetime) -> None:
    try:
        to = UUID(request.POST.get("to", ""))
    except ValueError:
        raise NotAContactPerson("This is nobody.", field="contact_person") from None
    handovers.assign(handover=id, contact_person=to, account=who.id, at=at)


def _contacted(request: HttpRequest, who: Caseworker, id: UUID, at: datetime) -> None:
    when = _moment(request.POST.get("at", ""), at=at)
    how = request.POST.get("how", "")
    handovers.contacted(handover=id, contacted_at=when, how=how, account=who.id, at=at)


def _moment(text: str, *, at: datetime) -> datetime:
    """The moment a field of date and time names, on the wall clock; now, when it is empty or
    names this minute. Raises BadValue."""
    if not text:
        return at
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        raise BadValue("This is no date and time.", field="at") from None
    if wall.tzinfo is not None or not 2000 <= wall.year <= 2199:
        raise BadValue("This is no date and time here.", field="at")
    now = at.astimezone(wall_clock.COPENHAGEN).replace(tzinfo=None, second=0, microsecond=0)
    return at if wall.replace(second=0, microsecond=0) == now else wall_clock.begins(wall)


def _close(request: HttpRequest, who: Caseworker, id: UUID, at: datetime) -> None:
    outcome = request.POST.get("outcome", "")
    handovers.close(handover=id, outcome=outcome, account=who.id, at=at)


def _send_back(request: HttpRequest, who: Caseworker, id: UUID, at: datetime) -> None:
    reason = request.POST.get("reason", "")
    handovers.send_back(handover=id, reason=reason, account=who.id, at=at)


def _say(request: HttpRequest, who: Caseworker, id: UUID, at: datetime) -> None:
    body = request.POST.get("body", "").strip()
    if not body or len(body) > WORD_MAX or "\0" in body:
        raise BadValue("A word has 1 to 4,000 characters.", field="body")
    handovers.say(handover=id, side=Side.MUNICIPALITY, account=who.id, body=body, at=at)


STEPS: dict[str, Callable[[HttpRequest, Caseworker, UUID, datetime], None]] = {
    "modtaget": _acknowledge,
    "tag": _take,
    "giv": _give,
    "kontakt": _contacted,
    "afslut": _close,
    "retur": _send_back,
    "ord": _say,
}


@require_POST
@for_caseworkers
def step(request: HttpRequest, who: Caseworker, id: UUID, name: str) -> HttpResponse:
    """One step, and back to the page; refused, the page says why and has kept what was written."""
    if name not in STEPS:
        raise Http404
    require(who, id)
    try:
        STEPS[name](request, who, id, clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        return pages.opened(
            request,
            who,
            id,
            purpose="follow_up",
            refused=_sentence(refusal),
            said=request.POST.get("body", ""),
            status=refusal.status,
        )
    response = HttpResponseRedirect(f"/kommune/{id}?til={pages.FOLLOW_UP}")
    response.status_code = 303
    return response


def _sentence(refusal: Refusal) -> str:
    named = wording.REFUSED.get(type(refusal).__name__)
    return named or wording.REFUSED_FIELDS.get(refusal.field or "", wording.NOTHING_CHANGED)
