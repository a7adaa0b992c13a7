"""The citizen's own conversation as plain words on one page, to print or to copy (N7)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET

from krisechat.citizen import bearing, page_context


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
    return render(request, "krisechat/own_copy.html", context)
