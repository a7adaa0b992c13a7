"""The help directory's pages: what is to be phoned, what is proposed, and the form for one number.

For coordinators only. Each form is one step of krisechat/operations/directory.py; a refusal is a
sentence on the page, at its field where it has one, and has changed nothing.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from krisechat.foundation import clock
from krisechat.foundation.refusals import NotFound, Refusal
from krisechat.operations import directory
from krisechat.operations.directory_content import UnfitContent
from krisechat.queries import directory as found
from krisechat.queries import proposals
from routing import access
from routing.coordination import number_form, number_lists
from routing.coordination import number_words as words
from volunteers.models import Account

PAGE = "/overdragelser/numre"

Page = Callable[..., HttpResponse]


def _for_coordinators(page: Page) -> Page:
    """With the account of whoever asks. Raises NotFound for everybody else who works here."""

    @login_required
    def checked(request: HttpRequest, **parts: Any) -> HttpResponse:
        account = request.user
        if not isinstance(account, Account):
            raise NotFound("Not found.")
        access.require_coordinator(account.id)
        return page(request, account, **parts)

    return checked


@require_safe
@_for_coordinators
def overview(request: HttpRequest, me: Account) -> HttpResponse:
    """Every number with how it stands, and what waits for a second person."""
    return _list(request, me)


def _list(
    request: HttpRequest, me: Account, *, refused: str = "", status: int = 200
) -> HttpResponse:
    at = clock.now()
    context = {
        **_frame(me),
        **number_lists.everything(at=at, me=me.id),
        "refused": refused,
    }
    return render(request, "routing/coordination/numbers.html", context, status=status)


def _frame(me: Account) -> dict[str, Any]:
    return {
        "brand": "Krisechat",
        "demo": settings.KRISECHAT_DEMO,
        "at": clock.now(),
        "me": me.name,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@_for_coordinators
def new(request: HttpRequest, me: Account) -> HttpResponse:
    """A number nobody has listed yet."""

    def propose(values: dict[str, str]) -> UUID:
        return directory.propose_new(
            number_form.content(values),
            phoned="phoned" in values,
            account=me.id,
            at=clock.now(),
        )

    return _form(request, me, propose, entry=None)


@require_http_methods(["GET", "HEAD", "POST"])
@_for_coordinators
def change(request: HttpRequest, me: Account, id: UUID) -> HttpResponse:
    """One that is listed, or was."""
    entry = found.entry(id)

    def propose(values: dict[str, str]) -> UUID:
        return directory.propose_change(
            id,
            number_form.content(values, stands=entry.number),
            revision=_revision(values.get("revision", "")),
            phoned="phoned" in values,
            account=me.id,
            at=clock.now(),
        )

    return _form(request, me, propose, entry=entry)


def _revision(text: str) -> int:
    """The one that was looked at; what is none of ours was overtaken in any case."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _form(
    request: HttpRequest,
    me: Account,
    propose: Callable[[dict[str, str]], UUID],
    *,
    entry: found.Entry | None,
) -> HttpResponse:
    context: dict[str, Any] = {"entry": entry, "topics": words.TOPICS, "holidays": words.HOLIDAYS}
    status = 200
    if request.method == "POST":
        values = request.POST.dict()
        try:
            return _to(f"{PAGE}/forslag/{propose(values)}")
        except UnfitContent as refusal:
            context |= {"field": refusal.field, "why": words.UNFIT[refusal.reason]}
            status = refusal.status
        except NotFound:
            raise
        except Refusal as refusal:
            context |= {"field": "", "why": _said(refusal)}
            status = refusal.status
        context["form"] = number_form.shape(values)
        context["revision"] = values.get("revision", "")
    else:
        context["form"] = number_form.filled(number_lists.fields_to_fill(request, entry))
        context["revision"] = entry.revision if entry else ""
    page = "routing/coordination/number.html"
    return render(request, page, {**_frame(me), **context}, status=status)


@require_safe
@_for_coordinators
def proposal(request: HttpRequest, me: Account, id: UUID) -> HttpResponse:
    """What is proposed beside what stands there, for the second person."""
    return _proposal(request, me, id)


def _proposal(
    request: HttpRequest, me: Account, id: UUID, *, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **_frame(me),
        **number_lists.one(proposals.one(directory.KIND, id), me=me.id),
        "refused": refused,
        "word": request.POST.get("word", ""),
    }
    return render(request, "routing/coordination/number_proposal.html", context, status=status)


def _answer(answer: Callable[[HttpRequest, UUID, UUID], None]) -> Page:
    """One answer to a proposal, and back to the list; a refusal is said beside the proposal."""

    @require_POST
    @_for_coordinators
    def page(request: HttpRequest, me: Account, id: UUID) -> HttpResponse:
        try:
            answer(request, me.id, id)
        except NotFound:
            raise
        except Refusal as refusal:
            return _proposal(request, me, id, refused=_said(refusal), status=refusal.status)
        return _to(PAGE)

    return page


def _step(step: Callable[[HttpRequest, UUID, UUID, int], UUID | None]) -> Page:
    """One step from the list: on to its proposal, or back where none is needed."""

    @require_POST
    @_for_coordinators
    def page(request: HttpRequest, me: Account, id: UUID) -> HttpResponse:
        seen = _revision(request.POST.get("revision", ""))
        try:
            made = step(request, me.id, id, seen)
        except NotFound:
            raise
        except Refusal as refusal:
            return _list(request, me, refused=_said(refusal), status=refusal.status)
        return _to(f"{PAGE}/forslag/{made}" if made else f"{PAGE}#n-{id}")

    return page


def _approve(request: HttpRequest, me: UUID, id: UUID) -> None:
    directory.approve(id, account=me, at=clock.now())


def _decline(request: HttpRequest, me: UUID, id: UUID) -> None:
    directory.decline(id, word=request.POST.get("word", ""), account=me, at=clock.now())


def _withdraw(request: HttpRequest, me: UUID, id: UUID) -> None:
    directory.withdraw(id, account=me, at=clock.now())


def _phoned(request: HttpRequest, me: UUID, id: UUID, revision: int) -> UUID | None:
    return directory.phoned(id, revision=revision, account=me, at=clock.now())


def _remove(request: HttpRequest, me: UUID, id: UUID, revision: int) -> UUID | None:
    return directory.propose_removal(id, revision=revision, account=me, at=clock.now())


approve = _answer(_approve)
decline = _answer(_decline)
withdraw = _answer(_withdraw)
phoned = _step(_phoned)
remove = _step(_remove)


def _said(refusal: Refusal) -> str:
    if isinstance(refusal, UnfitContent):
        return words.UNFIT[refusal.reason]
    return words.REFUSED.get(type(refusal).__name__, words.NOTHING_CHANGED)


def _to(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
