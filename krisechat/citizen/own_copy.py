"""The citizen's own conversation, and what they said yes to pass on, on one page to print or to
copy (N7)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET

from krisechat.citizen import bearing, page_context, speaking
from krisechat.foundation import clock
from routing.queries import citizens_handover

# Nobody has said yes to it yet.
_UNDECIDED = ("draft", "to_read")


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """All of it, to whoever holds it; otherwise the front page."""
    holder = bearing.visitor(request)
    if holder is None:
        return HttpResponseRedirect("/")
    context = {
        **page_context.of(request),
        **page_context.talk(request),
        "messages": page_context.whole(holder.conversation),
    }
    passed = citizens_handover.of_conversation(holder.conversation, at=clock.now())
    if passed is not None and passed.stage not in _UNDECIDED:
        context["content"] = passed.content
        context["language_named"] = speaking.named(passed.content.language)
    return render(request, "krisechat/own_copy.html", context)
