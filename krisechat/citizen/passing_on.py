"""What is to be passed on: read, corrected and decided by the citizen, and where it is afterwards.

One page with a neutral address that posts to itself, so that it leaves nothing in the history.
"""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from krisechat.citizen import bearing, page_context, posting, speaking
from krisechat.foundation import clock
from krisechat.foundation.refusals import BadValue, NotAvailable, Refusal, Unauthenticated
from krisechat.operations import access_tokens
from krisechat.operations.access_tokens import Holder
from krisechat.realtime.decoding import checked_id
from krisechat.states.conversation import Risk
from routing.operations import handovers
from routing.operations.handovers.deciding import NotWhatWasShown
from routing.privacy.handover_content import Content, Household
from routing.queries import citizens_handover, municipalities
from routing.queries.citizens_handover import CitizensHandover

ADDRESS = "/skriv/videre"
TALK = "/skriv"
# What the citizen may word anew; each can also be left out.
_TEXTS = ("own_words", "situation", "wishes", "agreed", "name", "phone")
_CONTACT = ("how", "when", "not_safe")


@csrf_exempt  # the form token is the proof, and needs no second cookie
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Reads it, or posts one decision."""
    try:
        holder = bearing.visitor(request)
        if holder is None:
            return HttpResponseRedirect("/")
        if request.method != "POST":
            return _drawn(request, holder)
        bearing.page_cookie(request, form_token=request.POST.get("form_token", ""))
        return _decided(request, holder)
    except Unauthenticated:
        return HttpResponseRedirect("/")


def _decided(request: HttpRequest, holder: Holder) -> HttpResponse:
    try:
        step = posting.checked({"do": request.POST.get("do", "")})["do"]
        if step == "approve":
            _approve(request, holder)
            return _go(request, ADDRESS)
        if step == "decline":
            handovers.decline(handover=_asked_about(request, holder).id, at=clock.now())
        elif step == "words":
            code = access_tokens.new_return_code(conversation=holder.conversation)
            return _drawn(request, holder, four_words=code)
        elif step == "withdraw":
            handovers.withdraw(handover=_asked_about(request, holder).id, at=clock.now())
    except Refusal as refusal:
        return _drawn(request, holder, refusal=refusal)
    return _go(request, TALK)


def _approve(request: HttpRequest, holder: Holder) -> None:
    """Yes to what the page showed, or to what they made of it there."""
    found = _asked_about(request, holder)
    posted = posting.checked(request.POST.dict())
    handovers.approve(
        handover=found.id,
        version=_version(posted.get("version", "")),
        how="page",
        municipality_code=posted.get("municipality_code", ""),
        corrected=_corrected(found.content, posted) if "edit" in posted else None,
        at=clock.now(),
    )


def _version(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadValue("This is not a version.", field="version")
    return int(text)


def _asked_about(request: HttpRequest, holder: Holder) -> CitizensHandover:
    """The handover the page showed, if it is still the one there is. Raises NotWhatWasShown."""
    found = citizens_handover.of_conversation(holder.conversation, at=clock.now())
    shown = checked_id(request.POST.get("handover", ""), field="handover")
    if found is None or found.id != shown:
        raise NotWhatWasShown("There is another one by now.")
    return found


def _corrected(content: Content, posted: dict[str, str]) -> Content:
    """What the citizen made of it. A browser ends lines its own way; what is not ticked stays
    out."""
    changes: dict[str, Any] = {field: _typed(posted, field) for field in _TEXTS if field in posted}
    contact = {field: _typed(posted, field) for field in _CONTACT if field in posted}
    changes["safe_contact"] = msgspec.structs.replace(
        content.safe_contact, text_ok="text_ok" in posted, **contact
    )
    if "keep_household" not in posted:
        changes["household"] = Household()
    if "keep_involved" not in posted:
        changes["involved"] = []
    if "keep_besides" not in posted:
        changes |= {"risk": Risk.NONE, "postal_code": "", "language": ""}
    return msgspec.structs.replace(content, **changes)


def _typed(posted: dict[str, str], field: str) -> str:
    return posted[field].replace("\r\n", "\n") if f"keep_{field}" in posted else ""


def _drawn(
    request: HttpRequest, holder: Holder, *, refusal: Refusal | None = None, four_words: str = ""
) -> HttpResponse:
    found = citizens_handover.of_conversation(holder.conversation, at=clock.now())
    if found is None or found.stage == "draft":
        return _go(request, TALK)
    editing = found.stage == "to_read" and ("ret" in request.GET or "edit" in request.POST)
    content = found.content
    if refusal is not None and editing and not isinstance(refusal, NotWhatWasShown):
        content = _corrected(content, request.POST.dict())
    context = {
        **page_context.of(request),
        **page_context.talk(request),
        "passing": found,
        "content": content,
        "language_named": speaking.named(content.language),
        "editing": editing,
        "places": found.candidates or municipalities.everywhere(),
        "chosen": request.POST.get("municipality_code", ""),
        "four_words": four_words,
        "refused": _why(refusal) if refusal is not None else "",
    }
    status = refusal.status if refusal is not None else 200
    return render(request, "krisechat/passing_on.html", context, status=status)


def _why(refusal: Refusal) -> str:
    """Which sentence says it: where, nobody_there, changed, or other."""
    if isinstance(refusal, NotAvailable):
        return "nobody_there"
    if refusal.field == "municipality_code":
        return "where"
    if refusal.code == "wrong_state":
        return "changed"
    return "words" if refusal.field == "own_words" else "other"


def _go(request: HttpRequest, where: str) -> HttpResponse:
    response = HttpResponseRedirect(where + speaking.language_query(request))
    response.status_code = 303
    return response
