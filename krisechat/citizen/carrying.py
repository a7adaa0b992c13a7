"""What is typed goes along to the page drawn next, by way of the server.

A browser writes what was posted for the page it shows to its disk: so a draft is posted, kept, and
the browser led on (303) to the page's own address, which takes it out, once. In the address stands
at most why it was not sent, one of a closed list.
"""

from typing import Any

from django.http import HttpRequest

from krisechat.citizen import bearing
from krisechat.foundation.refusals import Unauthenticated
from krisechat.operations import access_tokens, drafts

WHY = "hvorfor"
OTHER = "other"
REASONS = ("rate_limited", "too_long", "missing_field", "bad_value", "wrong_state", OTHER)


def keep(request: HttpRequest) -> bool:
    """Keeps what the composer posted. False when it was no composer, or none of a live page."""
    if "body" not in request.POST:
        return False
    try:
        cookie = bearing.page_cookie(request, form_token=request.POST.get("form_token", ""))
        drafts.keep(access_tokens.resolve(cookie), text=request.POST["body"])
    except Unauthenticated:
        return False
    return True


def reason(code: str) -> str:
    """Why something was not sent, as it may stand in an address."""
    return code if code in REASONS else OTHER


def taken(request: HttpRequest) -> dict[str, Any]:
    """What the composer is drawn with: the draft, kept no more, and why it was not sent."""
    holder = bearing.visitor(request)
    why = request.GET.get(WHY, "")
    return {
        "kept_text": drafts.take(holder) if holder else "",
        "refused": why if why in REASONS else "",
    }
