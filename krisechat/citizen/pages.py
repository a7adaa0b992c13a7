"""The citizen's pages: server-rendered first, useful without a script, neutral in every address.

Forms post, change one thing and lead back (303) to the one address of the conversation.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from krisechat.citizen import (
    arrivals,
    asking,
    bearing,
    carrying,
    leaving,
    made,
    page_context,
    posting,
    slowing,
    speaking,
)
from krisechat.foundation import clock
from krisechat.foundation.refusals import (
    Closed,
    ProofRequired,
    Refusal,
    Unauthenticated,
    Unavailable,
    WrongState,
)
from krisechat.operations import access_tokens, feedback, text_consent, turn_texts
from krisechat.operations.access_tokens import Holder
from krisechat.queries import conversations
from krisechat.states.conversation import ConversationState
from routing.operations import queueing

CHAT = "/skriv"
WHY, WORK = "ord", "vent"  # in the address, when the four words were refused


@require_GET
def safety(request: HttpRequest) -> HttpResponse:
    """What we cannot promise, before the first word; and why four words brought nobody back."""
    context = {
        **page_context.of(request),
        "words_refused": request.GET.get(WHY, ""),
        "words_challenge": request.GET.get(WORK, ""),
    }
    return render(request, "krisechat/safety.html", context)


@require_GET
def numbers(request: HttpRequest) -> HttpResponse:
    """Every number there is, by what it is for."""
    context = {**page_context.of(request), **page_context.numbers(request)}
    return render(request, "krisechat/numbers.html", context)


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement: what is held, what is not, and whom to tell."""
    context = {**page_context.of(request), "contact_email": settings.KRISECHAT_CONTACT_EMAIL}
    return render(request, "krisechat/access.html", context)


@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    """The front door, lit while somebody is there."""
    context = page_context.of(request)
    template = "krisechat/landing.html" if context["open"] else "krisechat/closed.html"
    return render(request, template, context)


@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """What is kept, for how long, and the button that erases it."""
    context = page_context.of(request)
    return render(request, "krisechat/kept.html", {**context, **page_context.talk(request)})


@csrf_exempt  # what is typed is taken along to the page drawn anew; the form token is the proof
@require_http_methods(["GET", "POST"])
def chat(request: HttpRequest) -> HttpResponse:
    """The one address of the conversation; without one, the page to start one."""
    context = page_context.talk(request)
    if not context:
        return HttpResponseRedirect("/tryg" + speaking.language_query(request))
    if request.method == "POST":
        carrying.keep(request)
        return _back(request, anchor="#new")
    context.update(carrying.taken(request))
    shown = context["conversation"]
    holder = bearing.visitor(request) if shown["texts"] else None
    if holder is not None and shown["state"] == ConversationState.ACTIVE:
        turn_texts.page_knows(conversation=holder.conversation, at=clock.now())
    return arrivals.around(request, {**page_context.of(request), **context})


@csrf_exempt  # there is no cookie yet to hold a token against; see from_another_site
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Opens a conversation and gives this device its cookie."""
    if bearing.from_another_site(request):
        return HttpResponseRedirect("/tryg")
    at = clock.now()
    try:
        opening = posting.opening(request, at=at)
        slowing.opening(request, posting.proof(request))
        opened = queueing.open_conversation(opening, lane=slowing.lane(request), at=at)
    except Closed:
        return HttpResponseRedirect("/")
    except Refusal as refusal:
        return _refused(request, refusal)
    response = _back(request)
    bearing.remember(response, conversation=opened.conversation, at=at)
    return response


def _conversation_form(step: Callable[[HttpRequest, Holder], None], *, anchor: str) -> Any:
    """A form of the conversation's page: the cookie and its form token, one step, and back."""

    @csrf_exempt  # the form token is the proof, and needs no second cookie
    @require_POST
    def page(request: HttpRequest) -> HttpResponse:
        try:
            cookie = bearing.page_cookie(request, form_token=request.POST.get("form_token", ""))
            step(request, access_tokens.resolve(cookie))
        except Unauthenticated as refusal:
            # Our own form, of a page that was let go: half an hour's words are not thrown away.
            ours = bearing.has_proof(request, request.POST.get("form_token", ""))
            if ours and request.POST.get("body", "").strip():
                return _refused(request, refusal)
            return HttpResponseRedirect("/")
        except Refusal as refusal:
            return _refused(request, refusal)
        return _back(request, anchor=anchor)

    return page


def _end(request: HttpRequest, holder: Holder) -> None:
    queueing.end_by_citizen(conversation=holder.conversation, at=clock.now())


def _feedback(request: HttpRequest, holder: Holder) -> None:
    words = [each.strip() for each in request.POST.getlist("what_would_help")]
    given = conversations.helped(holder.conversation)
    data = {
        "helped": request.POST.get("helped", "") or given,
        "what_would_help": "\n".join(each for each in words if each),
    }
    asked = asking.feedback(posting.checked(data))
    feedback.give(
        conversation=holder.conversation,
        helped=asked.helped,
        what_would_help=asked.what_would_help,
        at=clock.now(),
    )


def _texts(request: HttpRequest, holder: Holder) -> None:
    """May a text follow when the page is gone? Whatever is not a yes is a no (P42)."""
    fields = posting.checked(request.POST.dict())
    at = clock.now()
    if fields.get("safe") != "yes":
        text_consent.refuse(conversation=holder.conversation, at=at)
        return
    text_consent.allow(
        conversation=holder.conversation,
        phone=asking.phone(fields.get("phone", "")),
        discreet="words" not in fields,
        at=at,
    )


send = _conversation_form(posting.send, anchor="#new")
texts = _conversation_form(_texts, anchor="")
end = _conversation_form(_end, anchor="#after")
answer = _conversation_form(_feedback, anchor="#after")


@csrf_exempt
@require_POST
def words(request: HttpRequest) -> HttpResponse:
    """Four words to come back with, shown once, to whoever asks to see theirs."""
    try:
        cookie = bearing.page_cookie(request, form_token=request.POST.get("form_token", ""))
        id = access_tokens.resolve(cookie).conversation
    except Unauthenticated:
        return HttpResponseRedirect("/")
    code = access_tokens.new_return_code(conversation=id)
    context = page_context.talk(request)
    context["conversation"]["return_code"] = code.split()
    return arrivals.around(request, {**page_context.of(request), **context})


@csrf_exempt  # the words themselves are the proof; see from_another_site
@require_POST
def come_back(request: HttpRequest) -> HttpResponse:
    """The four words, typed on any device, bring their conversation to it."""
    if bearing.from_another_site(request):
        return HttpResponseRedirect("/tryg")
    try:
        slowing.guess(request, posting.proof(request))
        id = access_tokens.conversation_of_return_code(request.POST.get("return_code", ""))
    except Refusal as refusal:
        return _words_refused(request, refusal)
    response = _back(request)
    bearing.remember(response, conversation=id, at=clock.now())
    return response


def _words_refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Back to the place to type them, by an address of its own: a browser writes what was posted
    for the page it shows to its disk, and who typed one letter wrong posted almost the code."""
    said = {WHY: refusal.code}
    if isinstance(refusal, ProofRequired):
        said[WORK] = refusal.challenge
    language = speaking.language_query(request)
    response = HttpResponseRedirect(f"/tryg{language}{'&' if language else '?'}{urlencode(said)}")
    response.status_code = 303
    return response


@csrf_exempt
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """The citizen's own erasure; afterwards nothing on this device points to it."""
    try:
        cookie = bearing.page_cookie(request, form_token=request.POST.get("form_token", ""))
        id = access_tokens.resolve(cookie).conversation
        dead_at = conversations.backups_dead_at(id)
        queueing.erase_by_citizen(conversation=id, at=clock.now())
    except Refusal:
        return HttpResponseRedirect("/gemmer")
    context = {**page_context.of(request), "erased": True, "erase_on": dead_at}
    response = render(request, "krisechat/kept.html", context)
    bearing.forget(response)
    return response


@csrf_exempt  # leaving must never fail; all it can do is end this device's own session
@require_http_methods(["GET", "POST"])
def neutral(request: HttpRequest) -> HttpResponse:
    """Quick exit: a page about something else; this device's session ends first."""
    if "still" in request.POST:
        leaving.close_when_silent(request)
    elif bearing.device(request):
        leaving.end(request)
    if request.method == "POST":
        return HttpResponse(status=204)
    return render(request, "krisechat/neutral.html")


def _back(request: HttpRequest, *, why: str = "", anchor: str = "") -> HttpResponse:
    language = speaking.language_query(request)
    said = why and f"{'&' if language else '?'}{urlencode({carrying.WHY: why})}"
    response = HttpResponseRedirect(CHAT + language + said + anchor)
    response.status_code = 303
    return response


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The conversation's page with what was written still in its field, and why it was not sent.
    Where we can keep nothing, it is drawn at once from what was posted."""
    if not isinstance(refusal, Unavailable) and carrying.keep(request):
        over = refusal.code == WrongState.code
        why = carrying.reason(refusal.code)
        return _back(request, why=why, anchor="#after" if over else "#new")
    context = {
        **page_context.of(request),
        **page_context.talk(request),
        "refused": refusal.code,
        "refused_field": refusal.field if refusal.field == "phone" else "",
        "kept_text": request.POST.get("body", "") or request.POST.get("first_message", ""),
        "kept_client_id": request.POST.get("client_id", ""),
        "retry_after": refusal.retry_after,
    }
    template = "krisechat/chat.html" if "conversation" in context else "krisechat/safety.html"
    if not isinstance(refusal, ProofRequired):
        return render(request, template, context, status=refusal.status)
    context["challenge"] = refusal.challenge
    response = render(request, "krisechat/slowed.html", context, status=refusal.status)
    # For the page's script, which does the work instead of letting somebody wait.
    response["X-Proof"] = f"{refusal.bits} {refusal.challenge} {made.address('proof.js')}"
    return response
